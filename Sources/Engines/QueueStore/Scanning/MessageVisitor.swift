// What somebody does with every message of a queue. Each thread of a scan has a visitor of its own.

public import Bytes
public import PostfixQueue

public protocol MessageVisitor: SendableMetatype {
  associatedtype Output: Sendable
  /// Whether a message of that name has to be opened.
  func reads(_ name: @autoclosure () -> ByteString) -> Bool
  /// Called for every complete message file that is read, once. The window is at the file's beginning.
  mutating func visit(_ file: QueuedFile, _ window: inout QueueFileWindow)
  /// Called for every complete message file that is not read, once.
  mutating func passOver()
  /// What the messages since the last call came to. The scan hands the outputs over in the order of the queue.
  mutating func takeOutput() -> Output
}

extension MessageVisitor {
  public func reads(_ name: @autoclosure () -> ByteString) -> Bool { true }
  public mutating func passOver() {}
}
