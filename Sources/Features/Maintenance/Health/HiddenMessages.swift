// Messages that nobody sees who follows no links: their logs are no orphans.

import Bytes
import PostfixQueue
import QueueStore
import SystemAccess

enum HiddenMessages {
  /// Whether messages may lie behind something that is not looked into: a link in the place of a directory, or another file
  /// system. In maildrop there are no directories.
  static func mayLie(behind entry: QueueEntry) -> Bool {
    guard let queue = entry.folder.area.queue, queue != .maildrop, entry.name.count == 1 else { return false }
    return entry.status.kind == .link || entry.status.kind == .directory
  }
}
