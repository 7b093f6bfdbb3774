// A message that was read into memory or lies in an archive, for selections.

import Bytes
import MessageSelections
import PostfixQueue
import QueueStore
import SnapshotArchive
import SystemAccess

final class ArchivedMessage: SelectableMessage {
  let queue: QueueName
  let name: ByteString
  let mode: MessageMode
  let fileSize: Int
  let modified: Int64
  let now: Int64
  private let lifetimes: Lifetimes
  private(set) var envelope = Envelope()
  private(set) var window: QueueFileWindow
  let log: RecipientLog?
  let usesUTF8: Bool
  private var knownHeaders: MessageHeaders?

  /// How long mail is kept, in seconds.
  struct Lifetimes: Sendable {
    let maximal: Int64
    let bounce: Int64
  }

  /// - Parameters:
  ///   - window: its file.
  ///   - deferLog: the bytes of its defer log.
  ///   - usesUTF8: smtputf8_enable, where it is known. Without it, only records tell what a log says of odd addresses.
  init(
    _ message: IndexedMessage, _ window: QueueFileWindow, deferLog: [UInt8]?, usesUTF8: Bool = true,
    _ lifetimes: Lifetimes, now: Int64
  ) {
    queue = message.queue ?? .deferred
    name = message.id
    mode = MessageMode(rawValue: message.mode)
    fileSize = message.stamp.size
    modified = message.stamp.modified.seconds
    log = deferLog.map { RecipientLog($0) }
    self.usesUTF8 = usesUTF8
    self.lifetimes = lifetimes
    self.now = now
    self.window = window
    envelope.read(&self.window, isMaildrop: queue == .maildrop)
  }

  func lifetime(isBounce: Bool) -> Int64 { isBounce ? lifetimes.bounce : lifetimes.maximal }

  var headers: MessageHeaders {
    if let knownHeaders { return knownHeaders }
    let headers = readHeaders()
    knownHeaders = headers
    return headers
  }
}
