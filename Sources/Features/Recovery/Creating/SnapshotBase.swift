// What an incremental snapshot builds on: which messages its base has, and which of them are still as they were.
//
// The base's index is read twice, and little of it is kept: once to know how each file looked, and once more, after the
// census, for what has to be told of those that changed. Only when mail left meanwhile, it is read a third time.

import Bytes
import QueueStore
import SnapshotArchive
import SystemAccess

final class SnapshotBase {
  private let chain: SnapshotChain
  private struct Known {
    /// Of path and stamp; nil where two files have one inode and one id, which are read anew each time.
    var mark: Int?
    var isUnchanged = false
    var isSeen = false
    let isDamaged: Bool
    let logs: Int
    /// Of file and logs.
    let bytes: Int
  }
  /// By inode and id: an inode may belong to another message now, and a file may have several names.
  private var known: [Int: Known] = [:]
  /// Messages that look different now.
  private var changed: [Int: IndexedMessage] = [:]
  /// Paths of those that look different or are not there any more.
  private var gone: [ByteString] = []

  init(_ chain: SnapshotChain) throws {
    self.chain = chain
    try chain.forEachGlance { message in
      let glance = message.glance
      let key = Self.key(glance.stamp.inode, glance.id)
      known[key] = Known(
        mark: known[key] == nil ? Self.mark(glance.path, glance.stamp) : nil, isDamaged: glance.isDamaged,
        logs: glance.logs, bytes: glance.stamp.size &+ glance.logBytes)
    }
  }

  var id: String { chain.manifest.id }

  private static func key(_ inode: UInt64, _ id: ByteString) -> Int {
    var hasher = Hasher()
    hasher.combine(inode)
    hasher.combine(id)
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
    let key = Self.key(file.status.inode, file.name)
    guard var known = known[key] else { return }
    known.isSeen = true
    known.isUnchanged = known.mark == Self.mark(IndexedMessage.path(of: file), FileStamp(file.status))
    self.known[key] = known
  }

  /// Learns what the base has of the messages that look different now.
  func learnChanges() throws {
    guard known.values.contains(where: { !$0.isUnchanged }) else { return }
    try chain.forEachGlance { message in
      let key = Self.key(message.glance.stamp.inode, message.glance.id)
      guard let known = known[key], !known.isUnchanged else { return }
      gone.append(message.glance.path)
      if known.isSeen { changed[key] = try message.message() }
    }
  }

  func isUnchanged(_ inode: UInt64, _ name: () -> ByteString) -> Bool {
    known[Self.key(inode, name())]?.isUnchanged ?? false
  }

  /// A message of the base that looks different now.
  func message(_ inode: UInt64, _ id: ByteString) -> IndexedMessage? { changed[Self.key(inode, id)] }

  /// Tells what is no longer there or is told anew, and counts what is the same.
  /// - Parameter isPresent: whether a message that was there at the census still is, by inode and id; nil when nothing left.
  func rest(
    where isPresent: ((UInt64, ByteString) -> Bool)?, gone tell: (ByteString) throws -> Void
  ) throws -> SnapshotSummary {
    for path in gone { try tell(path) }
    if let isPresent {
      try chain.forEachGlance { message in
        let (inode, id) = (message.glance.stamp.inode, message.glance.id)
        let key = Self.key(inode, id)
        guard known[key]?.isUnchanged == true, !isPresent(inode, id) else { return }
        known[key]?.isUnchanged = false
        try tell(message.glance.path)
      }
    }
    var summary = SnapshotSummary()
    for message in known.values where message.isUnchanged {
      summary.messages += 1
      summary.logs += message.logs
      summary.bytes &+= message.bytes
      if message.isDamaged { summary.damaged += 1 }
    }
    return summary
  }
}
