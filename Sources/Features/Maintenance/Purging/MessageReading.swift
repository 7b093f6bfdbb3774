// Reads a planned message as it is now, wherever it is now.

import Bytes
import MailAddresses
import PostfixQueue
import QueueStore
import SystemAccess

/// A message with everything that has to be kept to put it back.
struct WholeMessage {
  let file: ReadFile
  let status: FileStatus
  let content: [UInt8]
  let logs: [(log: LogName, content: [UInt8])]
}

enum MessageReading {
  case message(WholeMessage)
  /// Delivered, or removed by others.
  case gone
  /// In a queue that may not be touched.
  case elsewhere(QueueName)
  case failed(String)

  /// The largest message that is kept, in bytes.
  static let limit = 1 << 30

  /// - Parameter allowed: the queues from which it may be taken.
  static func read(
    _ planned: PlannedMessage, in store: QueueStore, _ folders: QueueFolders, allowing allowed: Set<QueueName>
  ) -> MessageReading {
    do {
      // A message that moves while it is looked for is met at the next try.
      for _ in 0..<10 {
        guard let found = try place(of: planned, in: store, folders) else { return .gone }
        guard allowed.contains(found.folder.queue) else { return .elsewhere(found.folder.queue) }
        guard let directory = try folders.messages(found.folder), let file = try directory.open(planned.name) else {
          continue
        }
        let status = try file.status()
        guard status.inode == planned.inode else { continue }
        let content = try file.content(
          size: status.size, limit: limit, named: "\(directory.path)/\(planned.name)")
        guard isSame(content, planned, status) else { return .gone }
        let logs = LogName.allCases.compactMap { log in folders.content(of: log, planned.name).map { (log, $0) } }
        // Something that happened while we read makes the next step notice.
        return .message(
          WholeMessage(
            file: ReadFile(found.folder, planned.name, status), status: status, content: content, logs: logs))
      }
      return .elsewhere(.active)
    } catch {
      return .failed("\(error)")
    }
  }

  private static func place(
    of planned: PlannedMessage, in store: QueueStore, _ folders: QueueFolders
  ) throws(SystemError) -> QueuedFile? {
    if let status = try folders.messages(planned.folder)?.status(of: planned.name), status.inode == planned.inode {
      return QueuedFile(planned.folder, planned.name, status)
    }
    return try store.find(planned.name).first { $0.status.inode == planned.inode }
  }

  /// An inode and an id may both have been used again: the arrival time and the sender tell.
  private static func isSame(_ content: [UInt8], _ planned: PlannedMessage, _ status: FileStatus) -> Bool {
    var window = QueueFileWindow(content)
    var envelope = Envelope()
    envelope.read(&window)
    let sender: ByteString = PrintableAddress.of(window.bytes[envelope.sender ?? 0..<0])
    return (envelope.arrival ?? planned.arrival) == planned.arrival && sender == planned.sender
  }
}
