// The message that a view or a selection is looking at. What is asked for is read when it is asked for, and once.

import Bytes
import MailAddresses
import PostfixQueue
import QueueStore
import SystemAccess

/// Used for one message after the other by one thread.
final class CurrentMessage {
  let store: QueueStore
  let folders: QueueFolders
  /// Seconds since the epoch; the same for all messages of a run.
  let now: Int64
  private(set) var file: QueuedFile?
  private(set) var envelope = Envelope()
  private(set) var window = QueueFileWindow()
  private var knownLog: RecipientLog??
  private var knownHeaders: [MessageHeader]?

  init(_ store: QueueStore, now: Int64) {
    self.store = store
    folders = QueueFolders(store)
    self.now = now
  }

  /// Turns to a message while `look` looks at it.
  /// - Parameter log: its defer log, if that is not in the queue.
  func visit<Result>(
    _ file: QueuedFile, _ window: inout QueueFileWindow, log: RecipientLog?? = nil, _ look: (QueuedFile) -> Result
  ) -> Result {
    swap(&self.window, &window)
    defer { swap(&self.window, &window) }
    self.file = file
    knownLog = log
    knownHeaders = nil
    envelope.read(&self.window, isMaildrop: file.queue == .maildrop)
    return look(file)
  }

  func text(_ range: Range<Int>) -> ByteString { window.text(range) }

  /// The same, fit for a terminal.
  func printable(_ range: Range<Int>) -> ByteString { ByteString(PrintableAddress.text(window.text(range).bytes)) }

  func attribute(_ name: StaticString) -> ByteString? { envelope.attribute(name, in: window) }
  func attributeBytes(_ name: StaticString) -> ArraySlice<UInt8>? { envelope.attributeBytes(name, in: window) }

  /// The defer log, read when it is asked for.
  var log: RecipientLog? {
    if let knownLog { return knownLog }
    let log = file.flatMap { folders.log(.defer, of: $0.name) }
    knownLog = .some(log)
    return log
  }

  var headers: [MessageHeader] {
    if let knownHeaders { return knownHeaders }
    var headers: [MessageHeader] = []
    if let start = envelope.contentStart {
      // The envelope's ranges are of the window's bytes, so the content gets a window of its own.
      var content = window.sibling()
      headers = MessageContent.headers(&content, from: start)
    }
    knownHeaders = headers
    return headers
  }

  /// The first header of that name, which is in lower case.
  func header(_ name: ByteString) -> ByteString? { headers.first { $0.name.lowercased == name }?.value }

  /// What mailq shows as size, in bytes.
  var size: Int64 { envelope.size?.dataSize ?? Int64(file?.status.size ?? 0) }

  /// In seconds since the epoch; where the file does not tell, when it was last changed.
  var arrival: Int64 { envelope.arrival ?? file?.status.modified.seconds ?? 0 }

  /// When the queue manager will try again, in seconds since the epoch; nil on hold and where nobody tries.
  var nextAttempt: Int64? {
    guard let file else { return nil }
    switch file.queue {
    case .deferred, .incoming: return file.mode.isUnthrottled ? now : file.status.modified.seconds
    case .active, .maildrop: return now
    case .hold, .corrupt: return nil
    }
  }

  /// When the message is returned to its sender, in seconds since the epoch.
  var expiry: Int64? {
    guard let created = envelope.createTime(in: window) else { return nil }
    let isBounce = envelope.sender?.isEmpty ?? false
    let lifetime = isBounce ? store.settings.bounceLifetime : store.settings.maximalLifetime
    let (expiry, isOver) = created.addingReportingOverflow(lifetime)
    return isOver ? nil : expiry
  }

  /// Those to whom the message is still to be delivered.
  var recipientsToDo: [Envelope.Recipient] { envelope.recipients.filter { $0.state == .toDo } }
}
