// A step of a procedure: what a person has to know about it, and what Postkeep does for it.

public struct ProcedureStep: Sendable, Hashable {
  /// Unique in its procedure, for example "place-messages".
  public let name: String
  public let title: String
  /// Why it is done, and what can go wrong.
  public let why: String
  /// How to do it without Postkeep: commands and words.
  public let byHand: String
  /// What tells that it is done already.
  public let doneWhen: String
  /// What proves that it was done well.
  public let verified: String
  /// How to undo it, or what to do when it fails.
  public let back: String
  public let action: StepAction

  public init(
    name: String, title: String, why: String, byHand: String, doneWhen: String, verified: String, back: String,
    action: StepAction
  ) {
    self.name = name
    self.title = title
    self.why = why
    self.byHand = byHand
    self.doneWhen = doneWhen
    self.verified = verified
    self.back = back
    self.action = action
  }
}

/// Who does a step, and with what.
public enum StepAction: Sendable, Hashable {
  case builtIn(BuiltInStep)
  /// A person does it; it stands in the report as still to do.
  case byOperator
  case commands(SiteStep)
}

/// What Postkeep itself can do for a procedure.
public enum BuiltInStep: String, CaseIterable, Sendable, Hashable {
  case verifySnapshot = "verify-snapshot"
  case makeQueueDirectories = "make-queue-directories"
  case checkTarget = "check-target"
  case stopPostfix = "stop-postfix"
  case placeMessages = "place-messages"
  case checkQueue = "check-queue"
  case startPostfix = "start-postfix"
  case extractConfiguration = "extract-configuration"
  case auditConfiguration = "audit-configuration"
  case installConfiguration = "install-configuration"
  case repairOwners = "repair-owners"
  case repairNames = "repair-names"
  case takeOut = "take-out"
  case handOver = "hand-over"
  case accept
  case settle
}

/// Commands of the site. Each is an argument vector that is run without a shell; status 0 means yes, or done.
public struct SiteStep: Sendable, Hashable {
  /// Tells whether the step is done already; nil when nothing can tell.
  public let check: [String]?
  public let run: [String]
  /// Proves that it was done well; nil when the status of `run` is all that is known.
  public let verify: [String]?
  /// Undoes it; nil when nothing does.
  public let back: [String]?

  public init(check: [String]? = nil, run: [String], verify: [String]? = nil, back: [String]? = nil) {
    self.check = check
    self.run = run
    self.verify = verify
    self.back = back
  }
}
