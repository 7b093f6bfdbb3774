// One directory in which messages lie: a queue, or a directory inside a hashed queue.

public import Bytes
public import PostfixQueue
import SystemAccess

public final class QueueFolder: Sendable {
  public let queue: QueueName
  /// The directories between the queue and the messages.
  public let hash: [ByteString]
  let directory: Directory

  init(_ queue: QueueName, hash: [ByteString], _ directory: Directory) {
    self.queue = queue
    self.hash = hash
    self.directory = directory
  }

  /// "deferred/A".
  public var path: String { ([queue.rawValue] + hash.map(\.description)).joined(separator: "/") }

  func inner(_ name: ByteString) throws(SystemError) -> QueueFolder {
    QueueFolder(queue, hash: hash + [name], try directory.directory(name))
  }
}
