// What a message adds to a summary.

import SnapshotArchive

extension SnapshotSummary {
  /// - Parameter sign: -1 for a message that turns out not to belong to the snapshot.
  mutating func count(_ message: IndexedMessage, _ sign: Int = 1) {
    messages += sign
    logs += sign * message.logs.count
    bytes &+= sign * message.logs.reduce(message.stamp.size) { $0 &+ $1.stamp.size }
    if message.isDamaged { damaged += sign }
  }

  /// Adds messages that are counted already.
  mutating func count(_ others: SnapshotSummary) {
    messages += others.messages
    logs += others.logs
    bytes &+= others.bytes
    damaged += others.damaged
  }
}
