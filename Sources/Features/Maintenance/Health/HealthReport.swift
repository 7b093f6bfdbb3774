// The outcome of a check.

public struct HealthReport: Sendable {
  public let directory: String
  public let findings: HealthFindings
  public let space: SpaceReport
  /// How many were looked at.
  public internal(set) var messages = 0
  public internal(set) var logs = 0
  /// What could not be told, each as a sentence.
  public internal(set) var problems: [String] = []

  init(directory: String, findings: HealthFindings, space: SpaceReport) {
    self.directory = directory
    self.findings = findings
    self.space = space
  }

  public enum Verdict: Sendable { case clean, findings, incomplete }

  public var verdict: Verdict {
    if findings.count(atLeast: .medium) > 0 { return .findings }
    return problems.isEmpty ? .clean : .incomplete
  }
}
