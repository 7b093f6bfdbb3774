// Which messages a scan has met.
//
// Renaming keeps the inode, so the inode tells messages apart, until one is removed and a new one gets its inode. Where
// that matters, the name is remembered too. A message with several names is met several times in one listing, as one is
// that moves meanwhile.

import Bytes
import SystemAccess

struct SeenMessages {
  enum Meeting { case new, known, again }

  private var inodes = InodeSet()
  /// Met in the present listing; nil in the first one, where that is all of them.
  private var listed: InodeSet?
  private var isListing = false
  /// Of inode and name; nil where names do not count.
  private var marks: Set<Int>?

  init(withNames: Bool) { marks = withNames ? [] : nil }

  /// False when it was there already.
  mutating func insert(_ inode: UInt64, _ name: ArraySlice<UInt8>) -> Bool {
    let isNew = inodes.insert(inode)
    guard marks != nil else { return isNew }
    return marks?.insert(Self.mark(inode, name)).inserted ?? isNew
  }

  mutating func beginListing() {
    if isListing { listed = InodeSet() }
    isListing = true
  }

  /// The same for a name of a listing.
  mutating func meet(_ inode: UInt64, _ name: ArraySlice<UInt8>) -> Meeting {
    if insert(inode, name) {
      _ = listed?.insert(inode)
      return .new
    }
    guard marks == nil else { return .known }
    return listed?.insert(inode) ?? false ? .known : .again
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
