// The report as JUnit XML, which CI servers show as a table of tests.
//
// A suite for every directory, in it a case for every chosen rule: failed when the rule found something, in error when
// it could not tell, skipped when it needs what files do not tell. A directory that could not be read is a suite with
// one case in error. A finding that follows from another fails its own rule, too.

import PostfixConfig

struct JUnitReport {
  private(set) var text = ""

  init(_ run: AuditRun) {
    add(#"<?xml version="1.0" encoding="UTF-8"?>"#)
    add("<testsuites name=\"postkeep\">")
    for report in run.reports { add(report) }
    for failure in run.failures {
      add(
        "  <testsuite\(XMLText.attributes([("name", failure.path), ("tests", "1"), ("failures", "0"), ("errors", "1"), ("skipped", "0")]))>"
      )
      addCase([("classname", "postkeep"), ("name", "read \(failure.path)")], "error", failure.message, failure.advice)
      add("  </testsuite>")
    }
    add("</testsuites>")
  }

  private mutating func add(_ line: String) { text += line + "\n" }

  private mutating func add(_ report: AuditReport) {
    let all = report.findings + report.findings.flatMap(\.consequences)
    let byRule = Dictionary(grouping: all, by: \.rule.id)
    let unanswered = Dictionary(report.cannotTell.map { ($0.rule.id, $0.reason) }) { first, _ in first }
    let skipped = Dictionary(report.skipped.map { ($0.rule.id, $0.reason) }) { first, _ in first }
    let errors =
      report.rules.count { byRule[$0.id] == nil && unanswered[$0.id] != nil } + (report.master == nil ? 1 : 0)
    let counts = [
      ("tests", report.rules.count + (report.master == nil ? 1 : 0)), ("failures", byRule.count), ("errors", errors),
      ("skipped", skipped.count),
    ]
    add("  <testsuite\(XMLText.attributes([("name", report.directory)] + counts.map { ($0.0, String($0.1)) }))>")
    let lines = ReportLines(report)
    if report.master == nil {
      addCase(
        [("classname", "postkeep"), ("name", "read \(report.path(of: .master))")], "error",
        "master.cf is missing: nothing about services could be told", "")
    }
    for rule in report.rules {
      let name = [("classname", "postkeep.\(rule.group)"), ("name", "\(rule.id) \(rule.name)")]
      if let findings = byRule[rule.id] {
        addFailure(findings, report, lines, name)
      } else if let reason = unanswered[rule.id] {
        addCase(name, "error", "cannot tell: \(reason)", "")
      } else if let reason = skipped[rule.id] {
        addCase(name, "skipped", reason, "")
      } else {
        add("    <testcase\(XMLText.attributes(name))/>")
      }
    }
    add("  </testsuite>")
  }

  private mutating func addFailure(
    _ findings: [Finding], _ report: AuditReport, _ lines: ReportLines, _ name: [(String, String)]
  ) {
    let bodies = findings.map { finding in
      let place = FindingPlace(finding, report, lines)
      let position = place.path + (place.line.map { ":\($0)" } ?? "")
      return "\(position): \(FindingWords(finding).message)"
    }
    let message = findings.count == 1 ? findings[0].message : "\(findings.count) findings"
    let worst = findings.map(\.severity).max() ?? findings[0].severity
    addCase(
      name, "failure", message, bodies.joined(separator: "\n") + "\n" + findings[0].rule.why, type: worst.rawValue)
  }

  private mutating func addCase(
    _ name: [(String, String)], _ outcome: String, _ message: String, _ body: String, type: String? = nil
  ) {
    let attributes = [("message", message)] + (type.map { [("type", $0)] } ?? [])
    add("    <testcase\(XMLText.attributes(name))>")
    add("      <\(outcome)\(XMLText.attributes(attributes))>\(XMLText.escaped(body))</\(outcome)>")
    add("    </testcase>")
  }
}

/// Text inside XML.
enum XMLText {
  /// Markup as references; what XML 1.0 cannot hold is left out.
  static func escaped(_ text: String) -> String {
    text.unicodeScalars.reduce(into: "") { result, scalar in
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\n", "\t": result.unicodeScalars.append(scalar)
      default:
        let isAllowed = scalar.value >= 0x20 && scalar.value != 0x7F && scalar.value != 0xFFFE && scalar.value != 0xFFFF
        if isAllowed { result.unicodeScalars.append(scalar) }
      }
    }
  }

  /// ` name="value"` for each; line ends and tabs as references, which attributes would lose.
  static func attributes(_ pairs: [(String, String)]) -> String {
    pairs.reduce(into: "") { result, pair in
      let value = escaped(pair.1).replacing("\n", with: "&#10;").replacing("\t", with: "&#9;")
      result += " \(pair.0)=\"\(value)\""
    }
  }
}
