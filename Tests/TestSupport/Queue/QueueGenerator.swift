// Fills a queue with messages by chance, and tells the truth about each.
//
//   let messages = try QueueGenerator(seed: 1, options: .everything).fill("/dev/shm/x/spool", count: 300)
//
// The same seed, options and `now` give the same messages; only inodes differ, and with them the ids.

import Bytes
import Glibc

public struct QueueGenerator: Sendable {
  public let seed: UInt64
  public let options: QueueOptions

  public init(seed: UInt64, options: QueueOptions = QueueOptions()) {
    self.seed = seed
    self.options = options
  }

  /// Makes the directories of the queue as well. Needs root, for the files belong to Postfix.
  public func fill(_ queueDirectory: String, count: Int) throws -> [GeneratedMessage] {
    let owners = try QueueOwners.installed()
    try QueueLayout.make(queueDirectory, owners: owners)
    let store = try QueueFileStore(queueDirectory, owners: owners)
    var drafts = DraftGenerator(seed: seed, options: options, now: options.now ?? time(nil))
    return try (0..<count).map { index in try write(drafts.next(), number: index, to: store) }
  }

  private func write(_ draft: MessageDraft, number: Int, to store: QueueFileStore) throws -> GeneratedMessage {
    // As Postfix names what is not finished: a dot keeps it from being taken for a queue id.
    let file = try store.begin("incoming/\(number).\(getpid())")
    let microseconds = draft.created.microseconds
    let id =
      draft.hasLongID
      ? QueueIDEncoding.long(draft.created, inode: file.inode)
      : QueueIDEncoding.short(microseconds: microseconds, inode: file.inode)
    let path = options.directory(draft.queue.rawValue, microseconds: microseconds) + id
    let written = draft.isCleaned ? QueueFileWriter.write(draft.file) : MaildropFileWriter.write(draft.file)
    try store.finish(
      file, as: path, written.bytes, mode: draft.mode, modified: draft.modified, isDropped: !draft.isCleaned)
    let recipients = zip(draft.file.allRecipients, zip(written.recipientOffsets, draft.notes)).map {
      GeneratedRecipient(recipient: $0, offset: $1.0, note: $1.1)
    }
    let logs = try writeLogs(draft, recipients, id: id, to: store)
    return GeneratedMessage(
      id: id, queue: draft.queue, path: path, inode: file.inode, arrival: draft.file.arrival, created: draft.created,
      sender: draft.file.sender, recipients: recipients, dataSize: written.dataSize, fileSize: written.bytes.count,
      mode: draft.mode, modified: draft.modified, content: options.keepsContent ? draft.file.content : [],
      hasDeferLog: logs.contains("defer"), hasBounceLog: logs.contains("bounce"), hasTraceLog: logs.contains("trace"),
      traits: draft.traits)
  }

  /// Returns which logs there are.
  private func writeLogs(
    _ draft: MessageDraft, _ recipients: [GeneratedRecipient], id: String, to store: QueueFileStore
  ) throws -> Set<String> {
    var logs = ["defer": DeferLogWriter(), "bounce": DeferLogWriter(), "trace": DeferLogWriter()]
    for recipient in recipients {
      if let note = recipient.note {
        let log = note.action == "delayed" ? "defer" : "bounce"
        logs[log]?.append(recipient.recipient, offset: recipient.offset, note)
      } else if draft.traces && recipient.state == .done {
        let note = DeliveryReasons.delivered("mx.test.invalid")
        logs["trace"]?.append(recipient.recipient, offset: recipient.offset, note)
      }
    }
    let present = logs.filter { !$0.value.bytes.isEmpty }
    for (name, log) in present.sorted(by: { $0.key < $1.key }) {
      try store.write(
        log: options.directory(name, microseconds: draft.created.microseconds) + id, log.bytes)
    }
    return Set(present.keys)
  }
}
