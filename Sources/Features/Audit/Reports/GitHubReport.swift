// The report as workflow commands of GitHub Actions, which become annotations of a change.
//
//     ::error file=main.cf,line=41,col=24,endColumn=26,title=QUE002 backoff-inverted (high)::message
//
// critical and high are errors, medium is a warning, the rest notices. What could not be told is a warning without a
// place, a directory that could not be read an error. What was skipped is one notice: each rule would push findings out. GitHub shows at most ten annotations of each kind for a step.
// Source: the runner's ActionCommand.cs for the escapes.

import Bytes
import PostfixConfig

struct GitHubReport {
  private(set) var text = ""

  init(_ run: AuditRun) {
    for report in run.reports {
      let lines = ReportLines(report)
      for finding in report.findings { add(finding, FindingPlace(finding, report, lines)) }
      for unanswered in report.cannotTell {
        add("warning", [("title", "Cannot tell \(unanswered.rule.id) \(unanswered.rule.name)")], unanswered.reason)
      }
      if let skipped = Self.skipped(report) { add("notice", [("title", skipped.title)], skipped.message) }
      if report.master == nil {
        add("warning", [("title", "No master.cf")], "\(report.path(of: .master)) is missing; no service was audited")
      }
    }
    for failure in run.failures { add("error", [("title", "Cannot audit \(failure.path)")], failure.description) }
  }

  /// "3 rules skipped", with "needs the file system: AUT017, QUE031" for each need.
  private static func skipped(_ report: AuditReport) -> (title: String, message: String)? {
    guard !report.skipped.isEmpty else { return nil }
    let needs = Dictionary(grouping: report.skipped, by: \.reason).sorted { $0.key < $1.key }
    let lines = needs.map { need, rules in "\(need): \(rules.map(\.rule.id).joined(separator: ", "))" }
    return (
      "\(Counted.rules(report.skipped.count)) skipped", "\(report.directory)\n\(lines.joined(separator: "\n"))"
    )
  }

  private mutating func add(_ finding: Finding, _ place: FindingPlace) {
    var properties = [("file", place.path)]
    if let line = place.line { properties.append(("line", String(line))) }
    if let columns = place.columns(in: .codePoint) {
      properties.append(("col", String(columns.start)))
      // Here the last column is still meant.
      properties.append(("endColumn", String(max(columns.start, columns.end - 1))))
    }
    properties.append(("title", "\(finding.rule.id) \(finding.rule.name) (\(finding.severity.rawValue))"))
    add(finding.severity.gitHubCommand, properties, FindingWords(finding).message)
  }

  private mutating func add(_ command: String, _ properties: [(String, String)], _ message: String) {
    let list = properties.map { "\($0.0)=\(Self.escapedProperty(PrintableText.of($0.1)))" }.joined(separator: ",")
    let lines = message.split(separator: "\n", omittingEmptySubsequences: false).map { PrintableText.of(String($0)) }
    text += "::\(command) \(list)::\(Self.escaped(lines.joined(separator: "\n")))\n"
  }

  static func escaped(_ message: String) -> String {
    message.unicodeScalars.reduce(into: "") { result, scalar in
      switch scalar {
      case "%": result += "%25"
      case "\r": result += "%0D"
      case "\n": result += "%0A"
      default: result.unicodeScalars.append(scalar)
      }
    }
  }

  static func escapedProperty(_ value: String) -> String {
    escaped(value).replacing(":", with: "%3A").replacing(",", with: "%2C")
  }
}

extension Severity {
  fileprivate var gitHubCommand: String {
    switch self {
    case .critical, .high: "error"
    case .medium: "warning"
    case .low, .info: "notice"
    }
  }
}
