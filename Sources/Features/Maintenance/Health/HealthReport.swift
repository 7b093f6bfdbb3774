// The outcome of a check.

import RunJournals

public struct HealthReport: Sendable {
  public let directory: String
  public let findings: HealthFindings
  public let space: SpaceReport
  /// How many were looked at.
  public internal(set) var messages = 0
  public internal(set) var logs = 0
  /// What could not be told, each as a sentence.
  public internal(set) var problems: [String] = []

  /// Where the commands are about that the advice names.
  private let place: RunPlace

  init(directory: String, at place: RunPlace, findings: HealthFindings, space: SpaceReport) {
    self.directory = directory
    self.place = place
    self.findings = findings
    self.space = space
  }

  func advice(on kind: HealthKind) -> String {
    var advice = kind.text.advice
    if let kept = findings.kept[kind], !kept.isEmpty, kept.allSatisfy({ $0.obstacle != nil }) {
      advice =
        advice.replacing(" \(HealthKind.repair)", with: "") + " --fix leaves it alone; the reason is told with each."
    }
    return advice.replacing("postkeep queue check --fix", with: place.command("queue check --fix"))
  }

  public enum Verdict: Sendable { case clean, findings, incomplete }

  public var verdict: Verdict {
    if findings.count(atLeast: .medium) > 0 { return .findings }
    return problems.isEmpty ? .clean : .incomplete
  }
}
