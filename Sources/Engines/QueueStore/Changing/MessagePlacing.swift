// Moves staged messages into the queue: logs first, the message last, so that it is never seen without them.

import Bytes
public import PostfixQueue
public import SystemAccess

extension QueueStaging {
  /// Whether a staged message is still here.
  public func holds(_ message: StagedMessage) throws(SystemError) -> Bool {
    try directory.status(of: message.file)?.inode == message.inode
  }

  /// Moves a message into a queue. What has been moved already is left as it is, so that this can be repeated.
  /// - Returns: false when something of that name is in the way.
  public func place(_ message: StagedMessage, in queue: QueueName) throws(SystemError) -> Bool {
    let folder = store.folder(of: message.name, in: queue)
    let target = try targets.directory(folder.queue.rawValue, folder.hash)
    // Before its logs go to somebody else's message.
    if try holds(message), try target.status(of: message.name) != nil { return false }
    for log in message.logs {
      let hash = QueueID.hashDirectories(for: message.name, depth: store.settings.depth(of: log.rawValue))
      _ = try directory.move(
        Self.name(of: log, of: message.file), to: targets.directory(log.rawValue, hash), as: message.name)
    }
    return try directory.move(message.file, to: target, as: message.name) != .targetExists
  }
}
