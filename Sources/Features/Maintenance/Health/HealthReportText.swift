// The outcome of a check for a person: kind by kind, the worst first.

public import Bytes

public struct HealthReportText: Sendable {
  /// How many paths of a kind are shown.
  let limit: Int
  let isQuiet: Bool
  let terminal: TerminalStyle

  public init(isVerbose: Bool, isQuiet: Bool, terminal: TerminalStyle) {
    limit = isVerbose ? .max : 5
    self.isQuiet = isQuiet
    self.terminal = terminal
  }

  public func text(of report: HealthReport) -> String {
    var text = ""
    // A note on what is as it may be would be in cron's mail for ever.
    for kind in report.findings.kinds where !isQuiet || kind.severity != .info {
      let count = report.findings.counts[kind] ?? 0
      text += "\(paint(kind.severity)) \(terminal.bold(kind.rawValue)), \(count) found\n"
      append("", kind.text.what, to: &text)
      append("Postfix: ", kind.text.consequence, to: &text)
      append("To do: ", report.advice(on: kind), to: &text)
      for finding in (report.findings.kept[kind] ?? []).prefix(limit) {
        let path = finding.path.isEmpty ? report.directory : Self.printable(finding.path)
        text += "    \(path)\(finding.detail.isEmpty ? "" : ": \(Self.printable(finding.detail))")\n"
      }
      if count > limit { text += "    and \(count - limit) more\n" }
      text += "\n"
    }
    for problem in report.problems { text += "Cannot tell: \(Self.printable(problem))\n" }
    return isQuiet ? text : text + summary(of: report)
  }

  private func summary(of report: HealthReport) -> String {
    let findings = report.findings
    let counts = HealthSeverity.allCases.compactMap { severity -> String? in
      let count = findings.kinds.reduce(0) { $1.severity == severity ? $0 + (findings.counts[$1] ?? 0) : $0 }
      return count > 0 ? "\(count) \(severity.rawValue)" : nil
    }
    let looked = "\(Quantity.messages(report.messages)), \(report.logs) log\(report.logs == 1 ? "" : "s")"
    return "\(report.directory): \(counts.isEmpty ? "nothing found" : counts.joined(separator: ", ")); \(looked)\n"
      + "Space: \(report.space.text)\n"
  }

  private func append(_ label: String, _ sentence: String, to text: inout String) {
    for (index, line) in PrintableText.wrapped(label + sentence, width: 100).enumerated() {
      text += "  \(index == 0 || label.isEmpty ? "" : "  ")\(line)\n"
    }
  }

  private func paint(_ severity: HealthSeverity) -> String {
    switch severity {
    case .critical, .high: terminal.paint(severity.rawValue, .red)
    case .medium: terminal.paint(severity.rawValue, .yellow)
    case .low, .info: terminal.faint(severity.rawValue)
    }
  }

  static func printable(_ text: String) -> String { PrintableText.of(text) }
}
