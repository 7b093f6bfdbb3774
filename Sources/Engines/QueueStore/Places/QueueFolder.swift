// One directory in which messages lie: a queue, or a directory inside a hashed queue.

public import Bytes
public import PostfixQueue
import SystemAccess

/// Which directory it is.
public final class FolderName: Sendable {
  public let queue: QueueName
  /// The directories between the queue and the messages.
  public let hash: [ByteString]
  /// Below the queue directory: "deferred/A".
  public let path: String

  public init(_ queue: QueueName, hash: [ByteString]) {
    self.queue = queue
    self.hash = hash
    path = ([queue.rawValue] + hash.map(\.description)).joined(separator: "/")
  }

  /// Whether what comes here is complete, for it has been a message elsewhere.
  var hasOnlyMessages: Bool { queue == .active || queue == .deferred || queue == .hold }

  /// Whether a file here is a message: complete, or put aside as corrupt, where the mode says no more.
  func isReadable(_ status: FileStatus) -> Bool {
    queue == .corrupt || MessageMode(rawValue: status.mode).isComplete
  }
}

/// The same, open.
final class QueueFolder: Sendable {
  let name: FolderName
  let directory: Directory

  init(_ name: FolderName, _ directory: Directory) {
    self.name = name
    self.directory = directory
  }

  func inner(_ name: ByteString) throws(SystemError) -> QueueFolder {
    QueueFolder(FolderName(self.name.queue, hash: self.name.hash + [name]), try directory.directory(name))
  }
}
