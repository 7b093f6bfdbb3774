// A finding in plain sentences, for formats without excerpts.

import Bytes

struct FindingWords {
  private let finding: Finding

  init(_ finding: Finding) { self.finding = finding }

  /// What is wrong, for which services, what to do, what else would go away, and what proves it.
  var message: String {
    var lines = [finding.message]
    if !finding.services.isEmpty { lines.append("Services: \(finding.services.joined(separator: ", "))") }
    lines += fixes.map { "Fix: \($0)" }
    lines += finding.consequences.map { "Also: \($0.rule.id) \($0.rule.name): \($0.message)" }
    if !finding.evidence.isEmpty { lines += ["Evidence:"] + finding.evidence.map { "  \($0)" } }
    return lines.map(PrintableText.of).joined(separator: "\n")
  }

  /// Commands, then words.
  var fixes: [String] { finding.fixCommands + (finding.fixText.isEmpty ? [] : [finding.fixText]) }
}
