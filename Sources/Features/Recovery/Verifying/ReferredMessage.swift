// What an index says of a message that another archive stores, as far as it can be compared there. Mode and owner may have been
// changed since, and nothing but this index has them.

import Bytes
import PostfixQueue
import SnapshotArchive

struct ReferredMessage {
  let size: Int
  /// Nil where the records are read otherwise than there: a submission that somebody has moved has other rules.
  let facts: MessageFacts?

  init(_ message: IndexedMessage, at place: StoredElsewhere) {
    size = message.stamp.size
    let isSameForm = (message.queue == .maildrop) == place.path.hasPrefix(FileSumming.submissions)
    facts = isSameForm ? MessageFacts(message) : nil
  }
}
