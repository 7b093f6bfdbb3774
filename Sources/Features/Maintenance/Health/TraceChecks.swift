// Trace logs that nothing will find: postsuper leaves its mark on the trace log of a message that it renames.
// Source: postsuper.c, which goes through all other logs afterwards.

import PostfixQueue
import QueueStore
import SystemAccess

struct TraceChecks {
  let store: QueueStore

  func check(_ entry: QueueEntry, _ add: (HealthFinding) -> Void) {
    guard let id = QueueID(entry.name), let file = try? store.find(entry.name, in: Self.renamed).first else { return }
    if id.isLong {
      guard !store.settings.usesLongIDs else { return }
      add(HealthFinding(.strandedTrace, entry, "a long id, and enable_long_queue_ids is off"))
    } else if id.inode != file.status.inode {
      add(HealthFinding(.strandedTrace, entry, "the id says \(id.inode), the message is \(file.status.inode)"))
    }
  }

  /// Where postsuper renames messages.
  private static let renamed: [QueueName] = [.incoming, .active, .deferred, .hold]
}
