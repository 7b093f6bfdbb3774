// Everything that a restore is going to do with the messages of a snapshot, and why.

import Bytes
import Conditions
public import MessageSelections
import PostfixQueue
public import SnapshotArchive

public struct RestorePlan: Sendable {
  public let manifest: SnapshotManifest
  public internal(set) var messages: [PlannedMessage] = []
  /// Messages of the snapshot that are not selected.
  public internal(set) var unselected = 0
  public internal(set) var undecided = Undecided()
  /// What is wrong with what earlier restores have left behind.
  public internal(set) var problems: [String] = []
  /// What was read of the log; nil without one.
  public internal(set) var log: LogExtent?
  /// What the snapshot claims; nil where it cannot be read.
  public internal(set) var guarantee: SnapshotGuarantee?

  public struct LogExtent: Hashable, Sendable {
    /// Seconds since the epoch; nil for a log without a line of Postfix.
    public let first: Int64?
    public let last: Int64?
    /// Why its silence is no proof; nil when it is.
    public let gap: LogGap?
    public var isCovering: Bool { gap == nil }
    public let remarks: [String]
  }

  init(_ manifest: SnapshotManifest) { self.manifest = manifest }

  public var placed: [PlannedMessage] { messages.filter(\.decision.isPlacing) }

  /// How many bytes the files of placed messages have.
  public var bytes: Int { placed.reduce(0) { $0 &+ $1.message.stamp.size } }

  public func count(_ reason: RestoreDecision.SkipReason) -> Int {
    messages.count { $0.decision == .skip(reason) }
  }

  public func count(_ reason: RestoreDecision.HoldReason) -> Int {
    messages.count { if case .place(_, reason) = $0.decision { true } else { false } }
  }

  /// Recipients of all messages that are in a state.
  public func recipients(_ state: RecipientState.State) -> Int {
    messages.reduce(0) { sum, message in sum + message.recipients.count { $0.state == state } }
  }

  /// Recipients of placed messages of which nobody can tell whether they got the message after the snapshot.
  public var untold: Int {
    placed.reduce(0) { sum, message in
      sum + (log == nil ? message.message.toDo.count : message.recipients.count { $0.state == .unknown })
    }
  }
}
