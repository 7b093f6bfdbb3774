// Messages that Postfix does not see: behind links, in directories of other names, under names with something behind the id.
// Their logs are no orphans, since somebody may put them back.

import Bytes
import PostfixQueue
import QueueStore
import SystemAccess

enum HiddenMessages {
  /// Whether messages may lie behind something that is not looked into: a link in the place of a directory, another file
  /// system, or a directory as "3.bak". In maildrop there are no directories.
  static func mayLie(behind entry: QueueEntry) -> Bool {
    guard let queue = entry.folder.area.queue, queue != .maildrop else { return false }
    return entry.status.kind == .directory || entry.status.kind == .link && entry.name.count == 1
  }

  /// The id of a file that somebody has put aside: "ID.sav", or "ID#FIX" of postsuper.
  static func id(inNameOf entry: QueueEntry) -> ByteString? {
    guard entry.folder.area.queue != nil, entry.status.kind == .regular else { return nil }
    let id = ByteString(entry.name.bytes.prefix { $0.isASCIIAlphanumeric || $0 == UInt8(ascii: "_") })
    return id.count < entry.name.count && QueueID.isLegalName(id) ? id : nil
  }
}
