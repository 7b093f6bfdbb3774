// Under which other names the file of a message lies in the queues (hard links). Postfix delivers it under each.

public import PostfixQueue
import SystemAccess

public final class OtherNames {
  private let store: QueueStore
  /// All files with several names, by inodes; nil before somebody has asked.
  private var known: [UInt64: [QueuedFile]]?

  public init(_ store: QueueStore) { self.store = store }

  /// The other names of a file. Goes past every name in the queues when the first file with several is asked about.
  public func of(_ file: QueuedFile) -> [QueuedFile] {
    guard file.status.links > 1 else { return [] }
    return (all()[file.status.inode] ?? []).filter { other in
      guard other.path != file.path, let directory = try? store.open(other.folder) else { return false }
      return (try? directory.status(of: other.name))?.inode == file.status.inode
    }
  }

  private func all() -> [UInt64: [QueuedFile]] {
    if let known { return known }
    var search = LinkSearch()
    // What moves may be missed by one look.
    for _ in 0..<2 { _ = store.walk(QueueName.allCases.map { .messages($0) }, &search) }
    known = search.found
    return search.found
  }
}

private struct LinkSearch: EntryVisitor {
  private(set) var found: [UInt64: [QueuedFile]] = [:]
  private var paths: Set<String> = []

  mutating func visit(_ entry: QueueEntry, in directory: Directory) {
    guard entry.status.kind == .regular, entry.status.links > 1, QueueID.isLegalName(entry.name),
      let queue = entry.folder.area.queue, paths.insert(entry.path).inserted
    else { return }
    found[entry.status.inode, default: []].append(
      QueuedFile(FolderName(queue, hash: entry.folder.hash), entry.name, entry.status))
  }

  mutating func enter(_ folder: EntryFolder, _ status: FileStatus) {}
  mutating func leave(_ folder: EntryFolder, isEmpty: Bool) {}
  mutating func miss(_ area: QueueArea) {}
}
