// What somebody does with every message of a queue. Each thread of a scan has a visitor of its own.

public import PostfixQueue

public protocol MessageVisitor: SendableMetatype {
  associatedtype Output: Sendable
  /// Called for every complete message file, once. The window is at the file's beginning.
  mutating func visit(_ file: QueuedFile, _ window: inout QueueFileWindow)
  /// What the messages since the last call came to. The scan hands the outputs over in the order of the queue.
  mutating func takeOutput() -> Output
}
