// A plan for the files of a configuration, and what came of it, for a person.

import Bytes

extension InstallationPlan {
  /// What would be done.
  var text: String {
    var text = ""
    func add(_ changes: [Change], _ words: String) {
      if changes.isEmpty { return }
      text += "\(changes.count) files \(words):\n" + changes.map { "  \($0.line)\n" }.joined()
    }
    add(changes.filter { $0.content != nil }, "to be put in place")
    add(changes.filter { $0.content == nil }, "to get their mode or owner back")
    if !left.isEmpty { text += "\(left.count) files to be left to you:\n" }
    for file in left { text += PrintableText.of("  \(file.path): \(file.why)") + "\n" }
    return text + "\(same) files are the same already.\n"
  }

  /// What was done.
  func outcome(run: String) -> String {
    let replaced = changes.filter { $0.content != nil }
    let corrected = changes.count - replaced.count
    var text = "replaced \(replaced.count) files, kept as NAME.before-\(run); \(same) were the same"
    if corrected > 0 { text += "; \(corrected) got their mode or owner back" }
    if !left.isEmpty { text += "; \(left.count) are left to you" }
    return text + changes.filter { !$0.remarks.isEmpty }.map { "\n    \($0.line)" }.joined()
  }
}

extension InstallationPlan.Change {
  fileprivate var line: String {
    PrintableText.of(remarks.isEmpty ? path : "\(path): \(remarks.joined(separator: "; "))")
  }
}
