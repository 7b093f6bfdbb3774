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
    let mark: Int
    /// Of the queue id, for the inode may belong to another message now.
    let id: Int
    var isUnchanged = false
    var isSeen = false
  }
  /// By inode.
  private var known: [UInt64: Known] = [:]
  private var changed: [UInt64: IndexedMessage] = [:]

  init(_ id: String, _ messages: @escaping Messages) throws {
    self.id = id
    self.messages = messages
    try messages { message in
      known[message.stamp.inode] = Known(
        mark: Self.mark(message.path, message.stamp), id: message.id.hashValue)
    }
  }

  private static func mark(_ path: ByteString, _ stamp: FileStamp) -> Int {
    var hasher = Hasher()
    hasher.combine(path)
    hasher.combine(stamp)
    return hasher.finalize()
  }

  /// Is shown every message of the census.
  func look(at file: QueuedFile) {
    guard var known = known[file.status.inode] else { return }
    known.isSeen = true
    known.isUnchanged = known.mark == Self.mark(IndexedMessage.path(of: file), FileStamp(file.status))
    self.known[file.status.inode] = known
  }

  /// Learns what the base has of the messages that look different now.
  func learnChanges() throws {
    try messages { message in
      guard let known = known[message.stamp.inode], known.isSeen, !known.isUnchanged else { return }
      changed[message.stamp.inode] = message
    }
  }

  func isUnchanged(_ inode: UInt64, _ name: () -> ByteString) -> Bool {
    guard let known = known[inode], known.isUnchanged else { return false }
    return known.id == name().hashValue
  }

  /// A message of the base that looks different now, if it is the same message.
  func message(_ inode: UInt64, _ id: ByteString) -> IndexedMessage? {
    changed[inode].flatMap { $0.id == id ? $0 : nil }
  }

  /// Goes through the base for what is the same, and for what is no longer there or is told anew.
  /// - Parameter removed: ids that left the queue since the census.
  func rest(
    without removed: Set<ByteString>, unchanged: (IndexedMessage) throws -> Void, gone: (ByteString) throws -> Void
  ) throws {
    try messages { message in
      let isUnchanged = known[message.stamp.inode]?.isUnchanged ?? false
      if isUnchanged, !removed.contains(message.id) { try unchanged(message) } else { try gone(message.path) }
    }
  }
}
