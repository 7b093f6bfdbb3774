// Which messages a scan has met.
//
// Renaming keeps the inode, so the inode tells messages apart, until one is removed and a new one gets its inode. Where
// that matters, the name is remembered too.

import Bytes
import SystemAccess

struct SeenMessages {
  private var inodes = InodeSet()
  /// Of inode and name; nil where names do not count.
  private var marks: Set<Int>?

  init(withNames: Bool) { marks = withNames ? [] : nil }

  /// False when it was there already.
  mutating func insert(_ inode: UInt64, _ name: ArraySlice<UInt8>) -> Bool {
    let isNew = inodes.insert(inode)
    guard marks != nil else { return isNew }
    return marks?.insert(Self.mark(inode, name)).inserted ?? isNew
  }

  mutating func remove(_ inode: UInt64, _ name: ArraySlice<UInt8>) {
    inodes.remove(inode)
    if marks != nil { marks?.remove(Self.mark(inode, name)) }
  }

  private static func mark(_ inode: UInt64, _ name: ArraySlice<UInt8>) -> Int {
    var hasher = Hasher()
    hasher.combine(inode)
    name.withUnsafeBytes { hasher.combine(bytes: $0) }
    return hasher.finalize()
  }
}
