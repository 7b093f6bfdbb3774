// What a plan says about one message of a snapshot.

public import Bytes
import PostfixQueue
public import SnapshotArchive
import SystemAccess

public struct PlannedMessage: Sendable {
  /// Counts the messages of the snapshot; names its files while they wait to be placed.
  public let number: Int
  public let message: IndexedMessage
  public let decision: RestoreDecision
  /// Of recipients that were to do when the snapshot was taken; only where there is something to tell.
  public let recipients: [RecipientState]
  /// Where the time stands in the file from which on Postfix counts its age, if that is to be set anew.
  public let freshTime: Range<Int>?
  /// The id under which an earlier restore put it into the queue.
  public let earlier: ByteString?

  /// Offsets of the records of recipients that are to be marked as done.
  var finished: [Int] { recipients.filter(\.state.isFinal).map(\.offset) }

  /// Tells it from all other messages of its host, whatever snapshot it is in.
  var key: String { Self.key(of: message) }

  static func key(of message: IndexedMessage) -> String {
    "\(message.id)/\(message.stamp.inode)/\(message.arrival ?? 0).\(message.arrivalMicroseconds ?? 0)"
  }
}
