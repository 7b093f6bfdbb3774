// A captured message, made ready for an archive on the thread that has read it.

import Bytes
import MailAddresses
import PostfixQueue
import QueueStore
import SnapshotArchive
import SystemAccess

struct PreparedMessage: Sendable {
  let file: QueuedFile
  let content: CapturedMessage.Content
  let logs: CapturedLogs
  /// Without sums for an open message, which is summed while it is written.
  var indexed: IndexedMessage
  /// Nil where the file does not tell it exactly.
  let arrival: MessageArrival?
  /// Whether the snapshot is to have it. A message about which the selection cannot tell is rather kept.
  let isWanted: Bool

  init(_ message: CapturedMessage, _ filter: MessageFilter?) {
    file = message.file
    content = message.content
    logs = message.logs
    var window: QueueFileWindow
    switch content {
    case .bytes(let bytes): window = QueueFileWindow(bytes)
    case .open(let open):
      window = QueueFileWindow()
      window.open(size: message.file.status.size) { buffer, offset in open.read(into: buffer, at: offset) }
    }
    var envelope = Envelope()
    envelope.read(&window, isMaildrop: file.queue == .maildrop)
    indexed = IndexedMessage(file, envelope, window)
    arrival = MessageArrival(envelope, window)
    if case .bytes(let bytes) = content { indexed.digest = SHA256Digest.sum(of: bytes) }
    indexed.logs = logs.logs.map { IndexedLog($0) }
    isWanted = filter?.admits(indexed, window, logs.logs) ?? true
  }
}

extension IndexedMessage {
  /// What the file's records say; the sum and the logs are still missing.
  init(_ file: QueuedFile, _ envelope: Envelope, _ window: QueueFileWindow) {
    self.init(
      path: Self.path(of: file), stamp: FileStamp(file.status), mode: file.status.mode, owner: file.status.owner,
      group: file.status.group, digest: SHA256Sum(), arrival: envelope.arrival,
      arrivalMicroseconds: envelope.arrivalMicroseconds, sender: envelope.sender.map { window.text($0) },
      toDo: envelope.addresses(.toDo, window), done: envelope.addresses(.done, window),
      isDamaged: !envelope.damage.isEmpty, logs: [])
  }

  /// Takes what the records say from a file's content.
  mutating func readRecords(of content: [UInt8]) {
    var window = QueueFileWindow(content)
    var envelope = Envelope()
    envelope.read(&window, isMaildrop: queue == .maildrop)
    (arrival, arrivalMicroseconds) = (envelope.arrival, envelope.arrivalMicroseconds)
    sender = envelope.sender.map { window.text($0) }
    (toDo, done) = (envelope.addresses(.toDo, window), envelope.addresses(.done, window))
    isDamaged = !envelope.damage.isEmpty
  }

  /// "queue/deferred/A/A1B2C3".
  static func path(of file: QueuedFile) -> ByteString {
    ByteString(path: "queue", file.folder.path, name: file.nameBytes)
  }
}

extension Envelope {
  /// The recipients of a state.
  func addresses(_ state: Recipient.State, _ window: QueueFileWindow) -> [ByteString] {
    recipients.compactMap { $0.state == state ? window.text($0.address) : nil }
  }
}

extension IndexedLog {
  init(_ log: CapturedLog) {
    self.init(kind: log.kind, stamp: FileStamp(log.status), digest: SHA256Digest.sum(of: log.content))
  }
}
