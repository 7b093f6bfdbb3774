// The last lines of the text report: what was audited, what was found, and what could not be told.

import Bytes
import ConfigurationDirectory

struct TextSummary {
  private(set) var text = ""

  init(_ report: AuditReport, _ style: ReportStyle) {
    let asked =
      "\(Counted.rules(report.ruleCount)) asked, \(report.skipped.count) skipped, \(report.cannotTell.count) cannot tell"
    add("\(report.directory): \(Counted.findings(report)). \(asked).")
    add("Postfix \(report.version), \(report.versionSource.rawValue).")
    if report.master == nil { add("There is no master.cf: nothing about services could be told.") }
    let unseen = report.unseenTables.count
    if unseen > 0 {
      let (tables, were) = unseen == 1 ? ("table", "was") : ("tables", "were")
      add("\(unseen) \(tables) outside this copy \(were) not looked at.")
    }
    for unanswered in report.cannotTell { add("Cannot tell", unanswered) }
    if style.isVerbose {
      for unanswered in report.skipped { add("Skipped", unanswered) }
    }
  }

  private mutating func add(_ line: String) {
    for part in PrintableText.wrapped(PrintableText.of(line), width: TextFinding.width) { text += part + "\n" }
  }

  private mutating func add(_ label: String, _ unanswered: AuditReport.Unanswered) {
    let rule = "\(unanswered.rule.id) \(unanswered.rule.name)"
    let words = PrintableText.of("\(label) \(rule): \(unanswered.reason)")
    for (index, part) in PrintableText.wrapped(words, width: TextFinding.width - 6).enumerated() {
      text += (index == 0 ? "   " : "      ") + part + "\n"
    }
  }
}

/// Numbers with their words.
enum Counted {
  static func rules(_ count: Int) -> String { "\(count) \(count == 1 ? "rule" : "rules")" }

  /// "3 findings: 1 high, 2 low", or "nothing found".
  static func findings(_ report: AuditReport) -> String {
    let counts = bySeverity(report.findings).filter { $0.count > 0 }
    guard !counts.isEmpty else { return "nothing found" }
    let number = report.findings.count
    return "\(number) \(number == 1 ? "finding" : "findings"): "
      + counts.map { "\($0.count) \($0.severity.rawValue)" }.joined(separator: ", ")
  }

  /// The worst first.
  static func bySeverity(_ findings: [Finding]) -> [(severity: Severity, count: Int)] {
    Severity.allCases.reversed().map { severity in (severity, findings.count { $0.severity == severity }) }
  }
}
