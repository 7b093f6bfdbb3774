// What a drill has come to: checks, counts, and how long a recovery takes.

public struct DrillReport: Sendable {
  public enum Verdict: String, CaseIterable, Sendable {
    case passed, failed
    /// Nothing was found to be wrong, and not everything could be told.
    case incomplete
  }

  /// In the order in which they are done.
  public enum Subject: String, CaseIterable, Sendable {
    case owners, snapshot, log, plan, procedure, queue, release, deliveries, teardown
  }

  public struct Check: Sendable {
    public enum Result: String, CaseIterable, Sendable {
      case passed, failed
      /// It could not be told.
      case unclear
      /// Something before it has failed.
      case skipped
      /// There was nothing to check.
      case needless
    }

    public let subject: Subject
    public let result: Result
    /// What was found.
    public let detail: String
  }

  public struct Part: Sendable {
    public let title: String
    public let milliseconds: Int64
  }

  /// Of the drill, such as "20261127T031500Z".
  public internal(set) var id: String
  public internal(set) var snapshot: String?
  /// Seconds since the epoch.
  public let started: Int64
  public internal(set) var checks: [Check] = []

  /// Messages of the snapshot, those that the plan places, and those of them that went into corrupt, with its reasons.
  public internal(set) var messages = 0
  public internal(set) var placed = 0
  public internal(set) var submissions = 0
  public internal(set) var corrupt = 0
  /// Recipients to whom mail is owed, and those to whom it was delivered exactly once.
  public internal(set) var owed = 0
  public internal(set) var delivered = 0
  /// Recipients that the log says were sent after the snapshot: without it they would get their mail twice.
  public internal(set) var sentTwiceWithoutLog = 0
  /// Recipients of whom nobody can tell.
  public internal(set) var untold = 0

  /// From the beginning of the plan to a running Postfix with all mail on hold. Nil when it never came to that.
  public internal(set) var recovery: Int64?
  public internal(set) var parts: [Part] = []
  /// The directory of the drill, where it was kept.
  public internal(set) var directory: String?

  init(id: String, started: Int64) {
    self.id = id
    self.started = started
  }

  public var verdict: Verdict {
    if checks.contains(where: { $0.result == .failed }) { return .failed }
    return checks.contains { $0.result == .unclear || $0.result == .skipped } ? .incomplete : .passed
  }

  mutating func note(_ subject: Subject, _ result: Check.Result, _ detail: String) {
    checks.append(Check(subject: subject, result: result, detail: detail))
  }

  /// Every check has its result, also those that were not reached.
  mutating func complete() {
    for subject in Subject.allCases where !checks.contains(where: { $0.subject == subject }) {
      note(subject, .skipped, "")
    }
    let order = Subject.allCases
    checks.sort { (order.firstIndex(of: $0.subject) ?? 0) < (order.firstIndex(of: $1.subject) ?? 0) }
  }
}
