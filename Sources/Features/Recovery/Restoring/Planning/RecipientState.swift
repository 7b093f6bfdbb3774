// What has become of a recipient after the snapshot, as far as it can be told.

public import Bytes

public struct RecipientState: Hashable, Sendable {
  public enum State: String, CaseIterable, Sendable {
    /// Somebody took it.
    case sent
    /// It failed for good, and the sender knows.
    case bounced
    /// The message was gone: deleted, or returned because it took too long.
    case removed
    /// Still to be delivered.
    case owed
    /// It cannot be told.
    case unknown

    /// Whether doing it again would be once too often.
    var isFinal: Bool { self == .sent || self == .bounced || self == .removed }
  }

  public let address: ByteString
  /// Where its record begins in the message's file.
  public let offset: Int
  public let state: State
  /// When, in seconds since the epoch.
  public let time: Int64?
  /// Who took it, or why it cannot be told.
  public let detail: String
}
