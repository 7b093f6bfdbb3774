// A message about which a selection can ask, wherever it lies: in a queue or in an archive.

public import Bytes
public import PostfixQueue

public protocol SelectableMessage: AnyObject {
  var queue: QueueName { get }
  /// The queue id.
  var name: ByteString { get }
  var mode: MessageMode { get }
  /// Bytes.
  var fileSize: Int { get }
  /// When the file was modified, in seconds since the epoch.
  var modified: Int64 { get }
  /// Seconds since the epoch; the same for all messages of a run.
  var now: Int64 { get }
  /// How long a message of this sender is kept, in seconds.
  func lifetime(isBounce: Bool) -> Int64

  var envelope: Envelope { get }
  /// The file; ranges of the envelope are of its bytes.
  var window: QueueFileWindow { get }
  /// The defer log; nil where there is none.
  var log: RecipientLog? { get }
  /// smtputf8_enable: how addresses are written into the log.
  var usesUTF8: Bool { get }
  var headers: MessageHeaders { get }
}

extension SelectableMessage {
  public func text(_ range: Range<Int>) -> ByteString { window.text(range) }

  public func attribute(_ name: StaticString) -> ByteString? { envelope.attribute(name, in: window) }

  /// Reads the headers from the file.
  public func readHeaders() -> MessageHeaders {
    guard let start = envelope.contentStart else { return MessageHeaders(.damage(.misplacedContent)) }
    // The envelope's ranges are of the window's bytes, so the content gets a window of its own.
    var content = window.sibling()
    return MessageHeaders(&content, from: start)
  }

  /// What mailq shows as size, in bytes.
  public var size: Int64 { envelope.listedSize ?? Int64(fileSize) }

  /// In seconds since the epoch; where the file does not tell, when it was last changed.
  public var arrival: Int64 { envelope.listedArrival ?? modified }

  /// When the queue manager will try again, in seconds since the epoch; nil on hold and where nobody tries.
  public var nextAttempt: Int64? {
    switch queue {
    case .deferred, .incoming: mode.isUnthrottled ? now : modified
    case .active, .maildrop: now
    case .hold, .corrupt: nil
    }
  }

  /// When the message is returned to its sender, in seconds since the epoch.
  public var expiry: Int64? {
    guard let created = envelope.createTime(in: window) else { return nil }
    let (expiry, isOver) = created.addingReportingOverflow(lifetime(isBounce: envelope.sender?.isEmpty ?? false))
    return isOver ? nil : expiry
  }

  /// Those to whom the message is still to be delivered.
  public var recipientsToDo: [Envelope.Recipient] { envelope.recipients.filter { $0.state == .toDo } }
}
