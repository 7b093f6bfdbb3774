// What a run has come to.

public import Bytes
import PostfixQueue
public import SnapshotArchive

/// How far a run is.
public enum RestoreProgress: Sendable {
  case step(String)
  /// Bytes that were compared.
  case bytes(Int)
  case messages(Int, of: Int)
}

public struct RestoreReport: Sendable {
  public enum Outcome: String, CaseIterable, Sendable {
    case done
    /// The rest is in `left`.
    case partlyDone = "partly-done"
    /// Done by an earlier part of the same run.
    case doneBefore = "done-before"
    /// It was done already.
    case needless
    case leftToOperator = "left-to-operator"
  }

  public struct Step: Sendable {
    public let name: String
    public let title: String
    public let outcome: Outcome
    public let detail: String
    /// What a person has to do.
    public let byHand: String

    init(_ step: ProcedureStep, _ outcome: Outcome, _ detail: String) {
      name = step.name
      title = step.title
      self.outcome = outcome
      self.detail = detail
      byHand = step.byHand
    }
  }

  /// Something that a step had to do and did not.
  public struct Leftover: Sendable {
    /// A file, for example.
    public let subject: String
    public let why: String
    /// What a person needs to do it.
    public let remedy: String
  }

  public let run: String
  public let procedure: String
  public internal(set) var steps: [Step] = []
  public internal(set) var left: [Leftover] = []
  var restored: [RestoredMessage] = []
  /// The step at which the run ended, for a person to act.
  public internal(set) var waitsAt: String?
  /// Whether that step is Postkeep's, and waits for what is in `left`.
  var isStuck = false
  /// Submissions that wait beside the queues to be released.
  public internal(set) var waiting = 0
  /// What the snapshot claims; nil where none is restored, or it cannot be read.
  public internal(set) var guarantee: SnapshotGuarantee?

  let commands: RunCommands

  init(_ run: RestoreRun, procedure: String) {
    self.run = run.id
    self.procedure = procedure
    commands = RunCommands(run)
  }

  /// Whether all that Postkeep has to do is done.
  public var isWhole: Bool { waitsAt == nil && !steps.contains { $0.outcome == .partlyDone } }

  /// Old and new ids.
  public var ids: [(old: ByteString, new: ByteString, queue: String)] {
    restored.map { ($0.old, $0.name, $0.queue.rawValue) }
  }
}
