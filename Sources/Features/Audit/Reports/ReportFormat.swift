// The formats of an audit's report. docs/reports.md describes them for those who read and parse them.

public enum ReportFormat: String, Hashable, Sendable, CaseIterable {
  case text, json, sarif, junit, github
}

/// How a report is to look.
public struct ReportStyle: Sendable {
  /// Of this program; some formats name it.
  public let toolVersion: String
  /// Whether the text report has colours.
  public var isColored: Bool
  /// Only findings, no summary.
  public var isQuiet: Bool
  /// Also what usually goes without saying: rules that were skipped, references.
  public var isVerbose: Bool

  public init(toolVersion: String, isColored: Bool = false, isQuiet: Bool = false, isVerbose: Bool = false) {
    self.toolVersion = toolVersion
    self.isColored = isColored
    self.isQuiet = isQuiet
    self.isVerbose = isVerbose
  }
}

extension AuditRun {
  public func written(as format: ReportFormat, _ style: ReportStyle) -> [UInt8] {
    switch format {
    case .text: Array(TextReport(self, style).text.utf8)
    case .json: JSONReport(self, style).bytes
    case .sarif: SARIFReport(self, style).bytes
    case .junit: Array(JUnitReport(self).text.utf8)
    case .github: Array(GitHubReport(self).text.utf8)
    }
  }
}
