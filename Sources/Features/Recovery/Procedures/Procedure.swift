// A procedure: a runbook that people read and that Postkeep carries out, from the same text.
//
// Texts may hold commands: lines that begin with a blank are to be typed as they stand, all others are prose.

public struct Procedure: Sendable, Hashable {
  /// The word that the command line takes, for example "same-host".
  public let name: String
  public let title: String
  /// When to use it, and when to use another one.
  public let when: String
  /// What must be there before the first step.
  public let needs: [String]
  /// What nobody should expect of it.
  public let willNot: [String]
  /// In the order in which they are done; at least one, each name once.
  public let steps: [ProcedureStep]

  public init(
    name: String, title: String, when: String, needs: [String], willNot: [String], steps: [ProcedureStep]
  ) {
    self.name = name
    self.title = title
    self.when = when
    self.needs = needs
    self.willNot = willNot
    self.steps = steps
  }

  public func step(named name: String) -> ProcedureStep? { steps.first { $0.name == name } }

  /// Whether a run waits at a step for the person who does it: one between steps that Postkeep does. What a person does
  /// before all of these is done before the run, what comes after them after it.
  func isWaitedFor(_ step: ProcedureStep) -> Bool {
    guard step.action == .byOperator, let place = steps.firstIndex(of: step) else { return false }
    return [steps[..<place], steps[place...]].allSatisfy { $0.contains { $0.action != .byOperator } }
  }
}
