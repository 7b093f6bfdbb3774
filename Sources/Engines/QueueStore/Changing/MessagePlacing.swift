// Moves staged messages into the queue: logs first, the message last, so that it is never seen without them.

import Bytes
public import PostfixQueue
public import SystemAccess

extension QueueStaging {
  /// A staged message as it lies here now, with another inode where the queue was copied meanwhile; nil when it is not here.
  public func current(_ message: StagedMessage) throws(SystemError) -> StagedMessage? {
    try directory.status(of: message.file).map { message.with(inode: $0.inode) }
  }

  /// Takes back the logs of a staged message that were moved already, so that it can get another id.
  public func takeBackLogs(of message: StagedMessage) throws(SystemError) {
    guard try store.find(message.name).isEmpty else { return }
    for log in message.logs {
      let file = Self.name(of: log, of: message.file)
      guard try directory.status(of: file) == nil else { continue }
      _ = try targets.directory(log, of: message.name).move(message.name, to: directory, as: file)
    }
  }

  /// Moves a message into a queue. What has been moved already is left as it is, so that this can be repeated.
  /// - Returns: false when something of that name is in the way.
  public func place(_ message: StagedMessage, in queue: QueueName) throws(SystemError) -> Bool {
    let folder = store.folder(of: message.name, in: queue)
    let target = try targets.directory(folder.queue.rawValue, folder.hash)
    // Before its logs go to somebody else's message.
    if try current(message) != nil, try target.status(of: message.name) != nil { return false }
    for log in message.logs {
      _ = try directory.move(
        Self.name(of: log, of: message.file), to: targets.directory(log, of: message.name), as: message.name)
    }
    return try directory.move(message.file, to: target, as: message.name) != .targetExists
  }
}
