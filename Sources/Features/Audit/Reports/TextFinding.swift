// One finding of the text report.

import Bytes
import PostfixConfig

struct TextFinding {
  static let width = 80
  /// Lines below the first one are indented by this.
  private static let indent = "   "
  private static let gutterWidth = 5

  private(set) var text = ""
  private let style: TerminalStyle

  init(_ finding: Finding, _ place: FindingPlace, _ report: AuditReport, _ reportStyle: ReportStyle) {
    style = TerminalStyle(isColored: reportStyle.isColored)
    addHeading(finding, place, report)
    addExcerpt(finding, place)
    if !finding.services.isEmpty { addWrapped("Services: ", finding.services.joined(separator: ", ")) }
    addWrapped("", finding.rule.why)
    for command in finding.fixCommands {
      add(Self.indent + style.fix("Fix: ") + PrintableText.of(command))
    }
    if !finding.fixText.isEmpty { addWrapped("Fix: ", finding.fixText, paint: style.fix) }
    for consequence in finding.consequences {
      addWrapped("Also: ", "\(consequence.rule.id) \(consequence.rule.name) — \(consequence.message)")
    }
    if reportStyle.isVerbose, !finding.rule.references.isEmpty {
      addWrapped("See: ", finding.rule.references.joined(separator: ", "))
    }
  }

  private mutating func add(_ line: String) { text += line + "\n" }

  /// "main.cf:41  QUE002 backoff-inverted                    high"
  private mutating func addHeading(_ finding: Finding, _ place: FindingPlace, _ report: AuditReport) {
    var position = PrintableText.of(place.path)
    if let line = place.line {
      position += ":\(line)"
    } else if finding.location.file == .master, report.master == nil {
      position += " (missing)"
    } else if !finding.parameter.isEmpty {
      position += " (default)"
    }
    let rule = "\(finding.rule.id) \(finding.rule.name)"
    let severity = finding.severity.rawValue
    let used = PrintableText.width(position) + 2 + PrintableText.width(rule)
    let gap = String(repeating: " ", count: max(2, Self.width - used - severity.count))
    add(
      style.bold(position) + "  " + style.severity(finding.severity, finding.rule.id) + " " + finding.rule.name + gap
        + style.severity(finding.severity, severity))
  }

  /// The line with marks, and the message beside or below them; for a default only the message.
  private mutating func addExcerpt(_ finding: Finding, _ place: FindingPlace) {
    let message = PrintableText.of(finding.message)
    guard let line = place.line, let span = finding.location.span else { return addWrapped("", message) }
    if place.holdsSecret {
      add(gutter(line) + "(not shown: it may hold a password)")
      for part in PrintableText.wrapped(message, width: Self.width - Self.gutterWidth - 3) { add(gutter("") + part) }
      return
    }
    let room = Self.width - Self.gutterWidth - " | ".count
    if let first = place.firstLine {
      add(gutter(first.number) + SourceExcerpt(first.bytes, offset: 0, length: 0, width: room).text)
      if first.number + 1 < line { add(gutter("…")) }
    }
    let excerpt = SourceExcerpt(place.lineBytes, offset: span.start.column - 1, length: span.length, width: room)
    add(gutter(line) + excerpt.text)
    let marks =
      String(repeating: " ", count: excerpt.markStart)
      + style.severity(finding.severity, String(repeating: "^", count: excerpt.markLength))
    let isBeside = excerpt.markStart + excerpt.markLength + 1 + PrintableText.width(message) <= room
    add(gutter("") + marks + (isBeside ? " \(message)" : ""))
    if !isBeside {
      for part in PrintableText.wrapped(message, width: room) { add(gutter("") + part) }
    }
  }

  private func gutter(_ line: Int) -> String { gutter(String(line)) }

  private func gutter(_ text: String) -> String {
    style.faint(String(repeating: " ", count: max(0, Self.gutterWidth - text.count)) + text + " | ")
  }

  /// Words in lines of their own, later lines aligned under the first.
  private mutating func addWrapped(_ label: String, _ words: String, paint: (String) -> String = { $0 }) {
    let lines = PrintableText.wrapped(PrintableText.of(words), width: 78 - Self.indent.count - label.count)
    for (index, line) in lines.enumerated() {
      add(Self.indent + (index == 0 ? paint(label) : String(repeating: " ", count: label.count)) + line)
    }
  }
}
