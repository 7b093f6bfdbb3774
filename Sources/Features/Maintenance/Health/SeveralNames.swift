// Messages with several names (hard links): in the queue, where Postfix delivers each name, or elsewhere.

import Bytes
import PostfixQueue
import QueueStore
import SystemAccess

struct SeveralNames {
  private var inodes: [UInt64] = []
  private var entries: [UInt64: [QueueEntry]] = [:]

  /// Notes the file of a message; eight bytes each, since some backups give every message a second name.
  mutating func note(_ entry: QueueEntry) {
    if entry.folder.area.queue != nil, entry.status.links > 1 { inodes.append(entry.status.inode) }
  }

  /// Those that were noted more than once.
  var repeated: Set<UInt64> {
    let sorted = inodes.sorted()
    return Set(zip(sorted, sorted.dropFirst()).filter { $0 == $1 }.map(\.0))
  }

  /// Keeps a name of a message that was noted more than once.
  mutating func add(_ entry: QueueEntry) { entries[entry.status.inode, default: []].append(entry) }

  /// Tells of those that were kept: one that moves meanwhile is met twice as well.
  func judge(in store: QueueStore, _ add: (HealthFinding) -> Void) {
    for (_, met) in entries.sorted(by: { $0.key < $1.key }) {
      var there = met
      for _ in 0..<3 { there = there.filter { Self.isThere($0, in: store) } }
      let delivered = there.filter { Self.isDelivered($0) }
      if let first = delivered.first, delivered.count > 1 {
        add(HealthFinding(.severalNames, first, "also \(delivered.dropFirst().map(\.path).joined(separator: ", "))"))
      } else {
        there.forEach { add(Self.hardLink($0)) }
      }
    }
  }

  static func hardLink(_ entry: QueueEntry) -> HealthFinding {
    HealthFinding(.hardLink, entry, "\(entry.status.links) names")
  }

  /// pickup deletes what has several names, and nothing looks into corrupt.
  private static func isDelivered(_ entry: QueueEntry) -> Bool {
    entry.folder.area.queue != .maildrop && entry.folder.area.queue != .corrupt
  }

  private static func isThere(_ entry: QueueEntry, in store: QueueStore) -> Bool {
    (try? store.open(entry.folder)?.status(of: entry.name))?.inode == entry.status.inode
  }
}
