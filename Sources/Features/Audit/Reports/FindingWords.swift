// A finding in plain sentences, for formats without excerpts.

import Bytes

struct FindingWords {
  private let finding: Finding

  init(_ finding: Finding) { self.finding = finding }

  /// What is wrong, for which services, what to do, and what else would go away.
  var message: String {
    var lines = [finding.message]
    if !finding.services.isEmpty { lines.append("Services: \(finding.services.joined(separator: ", "))") }
    lines += fixes.map { "Fix: \($0)" }
    lines += finding.consequences.map { "Also: \($0.rule.id) \($0.rule.name): \($0.message)" }
    return lines.map(PrintableText.of).joined(separator: "\n")
  }

  /// Commands, then words.
  var fixes: [String] { finding.fixCommands + (finding.fixText.isEmpty ? [] : [finding.fixText]) }
}
