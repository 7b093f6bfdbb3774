// What an incremental snapshot builds on: which messages its base has, and which of them are still as they were.
//
// The census comes first and little of it is kept: how each file looks, as a hash. So the base's index is read once, and of
// most of its lines no more than a glance. Only when mail left meanwhile, it is read once more.

import Bytes
import QueueStore
import SnapshotArchive
import SystemAccess

final class SnapshotBase {
  private let chain: SnapshotChain
  private struct Seen {
    enum State { case new, unchanged, changed }

    /// Of path and stamp.
    let mark: Int
    var state = State.new
  }
  /// By inode and id: an inode may belong to another message now, and a file may have several names.
  private var seen: [Int: Seen] = [:]
  /// What the base has of messages that look different now.
  private var changed: [Int: IndexedMessage] = [:]
  /// Paths of those that look different or are not there any more.
  private var gone: [ByteString] = []
  /// What the unchanged ones come to.
  private var unchanged = SnapshotSummary()

  init(_ chain: SnapshotChain) { self.chain = chain }

  var id: String { chain.manifest.id }
  /// Of its manifest.
  var digest: String { chain.links[0].digest }

  private static func key(_ inode: UInt64, _ id: ArraySlice<UInt8>) -> Int {
    var hasher = Hasher()
    hasher.combine(inode)
    id.withUnsafeBytes { hasher.combine(bytes: $0) }
    return hasher.finalize()
  }

  private static func mark(_ path: ByteString, _ stamp: FileStamp) -> Int {
    var hasher = Hasher()
    hasher.combine(path)
    hasher.combine(stamp)
    return hasher.finalize()
  }

  /// Is shown every message of the census.
  func look(at file: QueuedFile) {
    seen[Self.key(file.status.inode, file.nameBytes)] = Seen(
      mark: Self.mark(IndexedMessage.path(of: file), FileStamp(file.status)))
  }

  /// Finds out, after the census, what is still as the base has it.
  func compare() throws {
    // Two files with one inode and one id are read anew each time.
    var doubled: Set<Int> = []
    let summary = try chain.forEachGlance { message in
      let glance = message.glance
      let key = Self.key(glance.stamp.inode, glance.idBytes)
      guard let place = seen.index(forKey: key) else { return gone.append(glance.path) }
      let known = seen.values[place]
      if known.state == .new, known.mark == Self.mark(glance.path, glance.stamp) {
        seen.values[place].state = .unchanged
        return unchanged.count(glance)
      }
      if known.state == .unchanged { doubled.insert(key) } else { seen.values[place].state = .changed }
      gone.append(glance.path)
      changed[key] = try message.message()
    }
    if !summary.problems.isEmpty {
      // Nobody knows which logs or bytes it could not read, and they may be readable now.
      try withdraw(keepingContent: true) { _, _ in true }
    } else if !doubled.isEmpty {
      try withdraw { doubled.contains(Self.key($0, $1)) }
    }
  }

  /// Counts unchanged messages, by inode and id, as gone.
  /// - Parameter keepsContent: whether they are read anew, and what is as it was need not be stored again.
  private func withdraw(
    keepingContent keepsContent: Bool = false, where isWithdrawn: (UInt64, ArraySlice<UInt8>) -> Bool
  ) throws {
    try chain.forEachGlance { message in
      let glance = message.glance
      guard let place = seen.index(forKey: Self.key(glance.stamp.inode, glance.idBytes)),
        seen.values[place].state == .unchanged, seen.values[place].mark == Self.mark(glance.path, glance.stamp),
        isWithdrawn(glance.stamp.inode, glance.idBytes)
      else { return }
      seen.values[place].state = .changed
      unchanged.count(glance, -1)
      gone.append(glance.path)
      if keepsContent { changed[Self.key(glance.stamp.inode, glance.idBytes)] = try message.message() }
    }
  }

  func isUnchanged(_ inode: UInt64, _ name: ArraySlice<UInt8>) -> Bool {
    seen[Self.key(inode, name)]?.state == .unchanged
  }

  /// A message of the base that looks different now.
  func message(_ inode: UInt64, _ id: ByteString) -> IndexedMessage? { changed[Self.key(inode, id.bytes[...])] }

  /// Tells what is no longer there or is told anew, and counts what is the same.
  /// - Parameter isPresent: whether a message that was there at the census still is, by inode and id; nil when nothing left.
  func rest(
    where isPresent: ((UInt64, ByteString) -> Bool)?, gone tell: (ByteString) throws -> Void
  ) throws -> SnapshotSummary {
    if let isPresent { try withdraw { !isPresent($0, ByteString($1)) } }
    for path in gone { try tell(path) }
    return unchanged
  }
}

extension SnapshotSummary {
  /// - Parameter sign: -1 for a message that turns out not to belong to the snapshot.
  fileprivate mutating func count(_ message: GlancedMessage, _ sign: Int = 1) {
    messages += sign
    logs += sign * message.logs
    bytes &+= sign &* (message.stamp.size &+ message.logBytes)
    if message.isDamaged { damaged += sign }
  }
}
