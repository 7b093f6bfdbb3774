// Reads a planned message as it is now, wherever it is now.

import Bytes
import MailAddresses
import PostfixQueue
import QueueStore
import SnapshotArchive
import SystemAccess

/// A message with everything that has to be kept to put it back.
struct WholeMessage: Sendable {
  let file: ReadFile
  let status: FileStatus
  let content: [UInt8]
  /// Lower case hexadecimal SHA-256 of the content.
  let digest: String
  let logs: [(log: LogName, content: [UInt8])]
}

enum MessageReading: Sendable {
  case message(WholeMessage)
  /// Delivered, or removed by others.
  case gone
  /// In a queue that may not be touched.
  case elsewhere(QueueName)
  case failed(String)

  /// The largest message that is kept, in bytes.
  static let limit = 1 << 30

  private static let threads = 4
  /// Fewer messages than this are read one after the other.
  private static let few = 64
  /// Bytes. Several messages are in memory at a time, but none that is larger.
  private static let small = 1 << 20

  /// Reads messages and hands them over in their order.
  static func readAll(
    _ messages: [PlannedMessage], in store: QueueStore, allowing allowed: Set<QueueName>,
    to take: (PlannedMessage, MessageReading) throws -> Void
  ) throws {
    let folders = QueueFolders(store)
    var next = messages.makeIterator()
    try OrderedWork.attempt(
      threads: messages.count < few ? 0 : threads, worker: { QueueFolders(store) }, input: { next.next() },
      work: { folders, planned in
        (planned, planned.size > small ? nil : read(planned, in: store, folders, allowing: allowed))
      },
      take: { planned, reading in
        try take(planned, reading ?? read(planned, in: store, folders, allowing: allowed))
      })
  }

  /// - Parameter allowed: the queues from which it may be taken.
  private static func read(
    _ planned: PlannedMessage, in store: QueueStore, _ folders: QueueFolders, allowing allowed: Set<QueueName>
  ) -> MessageReading {
    do {
      // Where it was when the plan was made, or wherever it is now. One that moves meanwhile is met at the next try.
      var folder: FolderName? = planned.folder
      for _ in 0..<10 {
        if folder == nil { folder = try store.find(planned.name).first { $0.status.inode == planned.inode }?.folder }
        guard let place = folder else { return .gone }
        folder = nil
        guard let directory = try folders.messages(place), let file = try directory.open(planned.name) else {
          continue
        }
        let status = try file.status()
        guard status.inode == planned.inode else { continue }
        guard allowed.contains(place.queue) else { return .elsewhere(place.queue) }
        let content = try file.content(
          size: status.size, limit: limit, named: "\(directory.path)/\(planned.name)")
        guard content.count == status.size else { continue }
        guard isSame(content, planned, store.settings) else {
          return planned.isDamaged ? .failed("it could not be read when the plan was made") : .gone
        }
        var logs: [(LogName, [UInt8])] = []
        // What an earlier hash_queue_depth has left behind has its logs there, too.
        let isMisplaced = place.path != store.folder(of: planned.name, in: place.queue).path
        for log in LogName.allCases {
          let content = try folders.content(of: log, planned.name, anywhere: isMisplaced, limit: limit)
          if let content { logs.append((log, content)) }
        }
        // Something that happened while we read makes the next step notice.
        return .message(
          WholeMessage(
            file: ReadFile(place, planned.name, status), status: status, content: content,
            digest: SHA256Digest.text(of: SHA256Digest.of(content)), logs: logs))
      }
      return .elsewhere(.active)
    } catch {
      return .failed("\(error)")
    }
  }

  /// An inode and an id may both have been used again: the arrival time and the sender tell.
  private static func isSame(_ content: [UInt8], _ planned: PlannedMessage, _ settings: QueueSettings) -> Bool {
    var window = QueueFileWindow(content)
    var envelope = Envelope()
    envelope.read(&window)
    let sender: ByteString = PrintableAddress.of(window.bytes[envelope.sender ?? 0..<0], usesUTF8: settings.usesUTF8)
    return (envelope.listedArrival ?? planned.arrival) == planned.arrival && sender == planned.sender
  }
}
