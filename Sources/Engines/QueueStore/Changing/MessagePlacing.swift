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
    let target = try target(folder.queue.rawValue, folder.hash)
    // Before its logs go to somebody else's message.
    if try holds(message), try target.status(of: message.name) != nil { return false }
    for log in message.logs {
      let hash = QueueID.hashDirectories(for: message.name, depth: store.settings.depth(of: log.rawValue))
      _ = try directory.move(
        Self.name(of: log, of: message.file), to: self.target(log.rawValue, hash), as: message.name)
    }
    return try directory.move(message.file, to: target, as: message.name) != .targetExists
  }

  /// A directory of the queue; what is missing is made.
  private func target(_ name: String, _ hash: [ByteString]) throws(SystemError) -> Directory {
    let path = ([name] + hash.map(\.description)).joined(separator: "/")
    if let known = targets[path] { return known }
    var directory = store.directory
    for name in [ByteString(name)] + hash {
      if try directory.status(of: name) == nil { try makeDirectory(name, in: directory) }
      directory = try directory.directory(name)
    }
    // With a deep hash_queue_depth there are more directories than a process may have open.
    if targets.count >= 64 { targets = [:] }
    targets[path] = directory
    return directory
  }

  /// How a directory is called until it has its owner.
  static var newDirectory: ByteString { "new-directory" }

  /// Makes a directory that has its owner from the first moment on: Postfix stops at one that it may not open.
  private func makeDirectory(_ name: ByteString, in parent: Directory) throws(SystemError) {
    let temporary = Self.newDirectory
    _ = try directory.removeDirectory(temporary)
    try directory.makeDirectory(temporary, mode: 0o700)
    try directory.setOwner(of: temporary, owner.id, owner.group)
    if try directory.move(temporary, to: parent, as: name) == .targetExists {
      _ = try directory.removeDirectory(temporary)
    }
  }
}
