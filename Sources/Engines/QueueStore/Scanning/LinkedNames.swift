// The names of messages that have several (hard links), as far as a scan has met them.
//
// A message that is met twice has moved meanwhile, or has another name: its links tell. Postfix lists it under each name,
// and delivers it under each.

import Bytes
import PostfixQueue
import SystemAccess

struct LinkedNames {
  /// Names that were visited. Some backups give every message a second name, so they are put in order only when asked for.
  private var visited: [NameBatch] = []
  /// The same, one name in each, by inodes.
  private var known: [UInt64: [NameBatch]] = [:]
  /// Whether all messages with several names were noted. Otherwise one that is unknown may have been passed over.
  var isComplete = true
  /// Met where their messages were known already.
  private var doubtful: [(folder: QueueFolder, name: ByteString)] = []

  /// Remembers names that were visited.
  mutating func note(_ batch: NameBatch) { visited.append(batch) }

  mutating func doubt(_ folder: QueueFolder, _ name: ByteString) { doubtful.append((folder, name)) }

  /// Those among the doubtful names that are to be visited.
  mutating func takeOthers() -> [NameBatch] {
    var others: [NameBatch] = []
    for (folder, name) in doubtful {
      // One that is gone has moved on, and its event tells where to.
      guard let status = try? folder.directory.status(of: name), status.kind == .regular, status.links > 1,
        folder.name.isReadable(status)
      else { continue }
      let batch = NameBatch(folder: folder, name, inode: status.inode)
      if isAnother(batch) { others.append(batch) }
    }
    doubtful = []
    return others
  }

  /// Whether a name of a known message with several is one that was not visited.
  mutating func isAnother(_ name: NameBatch) -> Bool {
    putInOrder()
    // It had one name when it was visited, as before a backup that makes links came to it.
    guard let names = known[name.inode] else { return !isComplete }
    for (place, other) in names.enumerated() where other.name == name.name {
      if other.folder.name.path == name.folder.name.path { return false }
      // One id in two queues: it has moved from one to the other, if it is not in both.
      guard other.isThere, name.isThere, other.isThere else {
        known[name.inode]?[place] = name
        return false
      }
    }
    return true
  }

  private mutating func putInOrder() {
    for batch in visited {
      for index in batch.indices {
        let name = NameBatch(folder: batch.folder, names: batch.names, indices: [index])
        known[name.inode, default: []].append(name)
      }
    }
    visited = []
  }
}

extension NameBatch {
  /// One name.
  init(folder: QueueFolder, _ name: ByteString, inode: UInt64) {
    self.init(folder: folder, names: DirectoryNames(name, inode: inode), indices: [0])
  }

  // Of the first one.
  fileprivate var name: ByteString { names[Int(indices.first ?? 0)] }
  fileprivate var inode: UInt64 { names.inode(Int(indices.first ?? 0)) }

  fileprivate var isThere: Bool { (try? folder.directory.status(of: name))??.inode == inode }
}
