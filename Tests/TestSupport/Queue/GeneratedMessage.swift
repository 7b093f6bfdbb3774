// The truth about a generated message, for tests to compare with.

public import Bytes

public struct GeneratedRecipient: Sendable {
  public let recipient: FileRecipient
  /// Where its R, D or / record begins.
  public let offset: Int
  /// What the defer log or the bounce log says of it; nil when neither names it.
  public let note: DeliveryNote?

  public var address: ByteString { recipient.address }
  public var original: ByteString? { recipient.original }
  public var state: FileRecipient.State { recipient.state }
  public var reason: ByteString? { note?.reason }
  public var status: ByteString? { note?.status }
}

public struct GeneratedMessage: Sendable {
  public let id: String
  public let queue: MessageQueue
  /// Relative to the queue directory.
  public let path: String
  public let inode: UInt64
  /// The T record.
  public let arrival: QueueTime
  /// When the file was made: in the id, and its seconds in create_time. Later than `arrival` for requeued mail.
  public let created: QueueTime
  public let sender: ByteString
  /// In the order of reading.
  public let recipients: [GeneratedRecipient]
  /// The first number of the size record; nil in maildrop, unless `postsuper -r` has put the file there.
  public let dataSize: Int?
  public let fileSize: Int
  /// Permissions alone.
  public let mode: UInt32
  /// For deferred mail the time of the next attempt.
  public let modified: Int
  /// Header and body as `postcat -bh` shows them; empty when the options say not to keep it.
  public let content: [UInt8]
  /// Whether defer/ID, bounce/ID and trace/ID exist.
  public let hasDeferLog: Bool
  public let hasBounceLog: Bool
  public let hasTraceLog: Bool
  public let traits: Set<MessageTrait>

  /// As `postqueue -j` shows it.
  public var messageSize: Int { dataSize ?? fileSize }
  public var isExpired: Bool { mode & 0o010 != 0 }
  /// Whether flush(8) has asked for a delivery at once.
  public var isUnthrottled: Bool { mode & 0o040 != 0 && queue != .maildrop }
  /// Whether `postqueue` shows the message: not while it is being written, and not in corrupt.
  public var isListed: Bool { queue != .corrupt && mode & 0o700 == 0o700 }
  public var recipientsToDo: [GeneratedRecipient] { recipients.filter { $0.state == .toDo } }
}

/// What is peculiar to a message, so that tests can sample it.
public enum MessageTrait: Hashable, Sendable {
  case milterEdits, longLines, oddAddress, nullSender, sasl, utf8, manyRecipients, extractedRecipients, requeued
  case unfinished
}
