// Messages whose names were met more than once, wherever they lie: one that has moved meanwhile, or several of one id.

import Bytes
import PostfixQueue
import QueueStore
import SystemAccess

struct SameNames {
  private var entries: [ByteString: [QueueEntry]] = [:]

  /// - Parameter id: what postsuper makes of the name.
  mutating func add(_ id: ByteString, _ entry: QueueEntry) { entries[id, default: []].append(entry) }

  /// Looks after each again.
  /// - Parameters:
  ///   - alone: called with what no other of its name was found beside.
  ///   - several: called with those that lie in the queues at the same time under one id.
  func judge(in store: QueueStore, alone: (QueueEntry) -> Void, several: ([QueueEntry]) -> Void) {
    for (id, met) in entries.sorted(by: { $0.key < $1.key }) {
      let found = Self.present(met, in: store) + Self.moved(id, in: store)
      // A message that is moved between two looks has one inode.
      var inodes: Set<UInt64> = []
      let different = found.filter { inodes.insert($0.status.inode).inserted }
      if different.count > 1 { several(different) } else { different.forEach(alone) }
    }
  }

  private static func present(_ met: [QueueEntry], in store: QueueStore) -> [QueueEntry] {
    met.filter { entry in
      guard let directory = try? store.open(entry.folder) else { return false }
      return (try? directory.status(of: entry.name))??.inode == entry.status.inode
    }
  }

  /// Where such a message lies that has moved since.
  private static func moved(_ id: ByteString, in store: QueueStore) -> [QueueEntry] {
    ((try? store.find(id)) ?? []).map { file in
      QueueEntry(EntryFolder(.messages(file.queue), hash: file.folder.hash), file.name, file.status)
    }
  }
}
