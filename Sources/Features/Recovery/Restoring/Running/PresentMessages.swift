// Which messages of some ids are in the queue, and in which files.

import Bytes
import PostfixQueue
import QueueStore
import SystemAccess

struct PresentMessages {
  let inodes: [ByteString: UInt64]
  let queues: [ByteString: QueueName]

  init(_ store: QueueStore, _ names: Set<ByteString>) throws {
    let (outcome, visitors) = store.scan(QueueName.allCases, visitor: { PlaceVisitor(names) }, take: { _ in true })
    if let problem = outcome.problems.first { throw problem }
    let found = visitors.flatMap(\.found)
    inodes = Dictionary(found.map { ($0.name, $0.status.inode) }) { $1 }
    queues = Dictionary(found.map { ($0.name, $0.queue) }) { $1 }
  }
}

private struct PlaceVisitor: MessageVisitor {
  private let names: Set<ByteString>
  var found: [QueuedFile] = []

  init(_ names: Set<ByteString>) { self.names = names }

  func reads(_ name: @autoclosure () -> ByteString) -> Bool { names.contains(name()) }
  mutating func visit(_ file: QueuedFile, _ window: inout QueueFileWindow) { found.append(file) }
  mutating func takeOutput() {}
}
