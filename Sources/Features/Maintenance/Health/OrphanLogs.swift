// Logs about messages that are gone.

import Bytes
import PostfixQueue
import QueueStore
import SystemAccess

enum OrphanLogs {
  /// Whether a log is still there and no message has its id. A message that moves while it is looked for is found by one of
  /// several looks, and one that may lie where nobody can look is not gone. An undo puts logs back first.
  static func isOrphan(_ log: RepairPlace, in store: QueueStore) -> Bool {
    guard let id = log.name else { return false }
    for _ in 0..<3 {
      guard store.seesAllPlaces(of: id), (try? store.isBeingPlaced(id)) == false, let files = try? store.find(id),
        files.isEmpty
      else { return false }
    }
    // It may have left with its message.
    guard let directory = try? store.open(log.folder), let status = try? directory.status(of: id) else { return false }
    return status.inode == log.status.inode && status.modified == log.status.modified
  }
}
