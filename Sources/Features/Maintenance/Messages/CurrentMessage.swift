// The message that a view or a selection is looking at. What is asked for is read when it is asked for, and once.

import Bytes
import MailAddresses
import MessageSelections
import PostfixQueue
import QueueStore
import SystemAccess

/// Used for one message after the other by one thread.
final class CurrentMessage: SelectableMessage {
  let store: QueueStore
  let folders: QueueFolders
  /// Seconds since the epoch; the same for all messages of a run.
  let now: Int64
  let usesUTF8: Bool
  private(set) var file: QueuedFile?
  private(set) var envelope = Envelope()
  private(set) var window = QueueFileWindow()
  private var knownLog: RecipientLog??
  private var knownHeaders: MessageHeaders?

  init(_ store: QueueStore, now: Int64) {
    self.store = store
    folders = QueueFolders(store)
    usesUTF8 = store.settings.usesUTF8
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

  /// The same, fit for a terminal.
  func printable(_ range: Range<Int>) -> ByteString { ByteString(PrintableAddress.text(window.text(range).bytes)) }

  /// An address of the file in external form, as Postfix prints it and writes it into logs.
  func printed(_ address: Range<Int>) -> ArraySlice<UInt8> {
    PrintableAddress.of(window.bytes[address], usesUTF8: usesUTF8)
  }

  /// A text of a log as Postfix prints it.
  func printed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    PrintableAddress.text(text, usesUTF8: usesUTF8)
  }

  /// The defer log, read when it is asked for.
  var log: RecipientLog? {
    if let knownLog { return knownLog }
    let log = file.flatMap { folders.log(.defer, of: $0.name) }
    knownLog = .some(log)
    return log
  }

  var headers: MessageHeaders {
    if let knownHeaders { return knownHeaders }
    let headers = readHeaders()
    knownHeaders = headers
    return headers
  }

  var queue: QueueName { file?.queue ?? .deferred }
  var name: ByteString { file?.name ?? .empty }
  var mode: MessageMode { file?.mode ?? MessageMode(rawValue: 0) }
  var fileSize: Int { file?.status.size ?? 0 }
  var modified: Int64 { file?.status.modified.seconds ?? 0 }

  func lifetime(isBounce: Bool) -> Int64 {
    isBounce ? store.settings.bounceLifetime : store.settings.maximalLifetime
  }
}
