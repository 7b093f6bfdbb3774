// Every name that a queue directory has in use, for messages and for logs about them: what a new id must not be.
//
// Postfix gives new messages ids that carry the inode of their file. As long as somebody's own file exists, nobody else's
// gets its inode, so that a name that was free stays free.

public import Bytes
public import SystemAccess

extension QueueStore {
  /// - Returns: the names, and what could not be read.
  public func namesInUse() -> (names: Set<ByteString>, problems: [SystemError]) {
    var visitor = NameVisitor()
    let problems = walk(QueueArea.all, &visitor)
    return (visitor.names, problems)
  }
}

private struct NameVisitor: EntryVisitor {
  var names: Set<ByteString> = []

  mutating func enter(_ folder: EntryFolder, _ status: FileStatus) {}
  mutating func visit(_ entry: QueueEntry, in directory: Directory) { names.insert(entry.name) }
  mutating func leave(_ folder: EntryFolder, isEmpty: Bool) {}
  mutating func miss(_ area: QueueArea) {}
}
