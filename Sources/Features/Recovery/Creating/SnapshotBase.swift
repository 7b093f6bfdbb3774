// What an incremental snapshot builds on: which messages its base has, and which of them are still as they were.
//
// The base's index is read twice, and little of it is kept: once to know how each file looked, and once more, after the
// census, for what has to be told of those that changed.

import Bytes
import QueueStore
import SnapshotArchive
import SystemAccess

final class SnapshotBase {
  let id: String

  /// Hands over every message that the base has, wherever it is stored.
  typealias Messages = (_ take: (IndexedMessage) throws -> Void) throws -> Void

  private let messages: Messages
  private struct Known {
    /// Of path and stamp; nil where two files have one inode and one id, which are read anew each time.
    var mark: Int?
    var isUnchanged = false
    var isSeen = false
  }
  /// By inode and id: an inode may belong to another message now, and a file may have several names.
  private var known: [Int: Known] = [:]
  private var changed: [Int: IndexedMessage] = [:]

  init(_ id: String, _ messages: @escaping Messages) throws {
    self.id = id
    self.messages = messages
    try messages { message in
      let key = Self.key(message.stamp.inode, message.id)
      known[key] = Known(mark: known[key] == nil ? Self.mark(message.path, message.stamp) : nil)
    }
  }

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
    try messages { message in
      let key = Self.key(message.stamp.inode, message.id)
      guard let known = known[key], known.isSeen, !known.isUnchanged else { return }
      changed[key] = message
    }
  }

  func isUnchanged(_ inode: UInt64, _ name: () -> ByteString) -> Bool {
    known[Self.key(inode, name())]?.isUnchanged ?? false
  }

  /// A message of the base that looks different now.
  func message(_ inode: UInt64, _ id: ByteString) -> IndexedMessage? { changed[Self.key(inode, id)] }

  /// Goes through the base for what is the same, and for what is no longer there or is told anew.
  /// - Parameter isPresent: whether a message that was there at the census still is.
  func rest(
    where isPresent: (IndexedMessage) -> Bool, unchanged: (IndexedMessage) throws -> Void,
    gone: (ByteString) throws -> Void
  ) throws {
    try messages { message in
      let isUnchanged = known[Self.key(message.stamp.inode, message.id)]?.isUnchanged ?? false
      if isUnchanged, isPresent(message) { try unchanged(message) } else { try gone(message.path) }
    }
  }
}
