// Logs about messages that are gone.

import Bytes
import PostfixQueue
import QueueStore
import SystemAccess

enum OrphanLogs {
  /// Whether no message has the id. A message that moves while it is looked for is found by one of several looks, and one
  /// that may lie where nobody can look is not gone. An undo puts logs back first.
  static func isOrphan(_ id: ByteString, in store: QueueStore) -> Bool {
    for _ in 0..<3 {
      guard store.seesAllPlaces(of: id), (try? store.isBeingPlaced(id)) == false, let files = try? store.find(id),
        files.isEmpty
      else { return false }
    }
    return true
  }
}
