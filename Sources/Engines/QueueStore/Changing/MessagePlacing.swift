// Moves staged messages into the queue: logs first, the message last, so that it is never seen without them.

import Bytes
public import PostfixQueue
public import SystemAccess

extension QueueStaging {
  /// Whether a staged message is still here.
  public func holds(_ message: StagedMessage) throws(SystemError) -> Bool {
    try directory.status(of: message.name)?.inode == message.inode
  }

  /// Moves a message into a queue. What has been moved already is left as it is, so that this can be repeated.
  /// - Returns: false when something of that name is in the way.
  public func place(_ message: StagedMessage, in queue: QueueName) throws(SystemError) -> Bool {
    for log in message.logs {
      let target = try logDirectory(log, of: message)
      _ = try directory.move(Self.name(of: log, of: message.name), to: target, as: message.name)
    }
    let folder = store.folder(of: message.name, in: queue)
    let target = try directory(folder.queue.rawValue, folder.hash)
    return try directory.move(message.name, to: target, as: message.name) != .targetExists
  }

  private func logDirectory(_ log: LogName, of message: StagedMessage) throws(SystemError) -> Directory {
    let hash = QueueID.hashDirectories(for: message.name, depth: store.settings.depth(of: log.rawValue))
    return try directory(log.rawValue, hash)
  }

  /// Opens a directory of the queue and makes what is missing.
  private func directory(_ name: String, _ hash: [ByteString]) throws(SystemError) -> Directory {
    var directory = store.directory
    for name in [ByteString(name)] + hash {
      if try directory.makeDirectory(name, mode: 0o700) { try directory.setOwner(of: name, owner.id, owner.group) }
      directory = try directory.directory(name)
    }
    return directory
  }
}
