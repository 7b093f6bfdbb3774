// Messages of maildrop, held back until it is known whether pickup(8) has taken them.
//
// pickup copies a message to incoming and removes it from maildrop when the copy is complete. In between both are there;
// see MessageArrival.

import Bytes
import PostfixQueue
import QueueStore
import SnapshotArchive
import SystemAccess

struct HeldSubmissions {
  /// Bytes. What is more is not held back.
  private static let room = 32 << 20

  /// When the capture began, in seconds since the epoch, with some seconds for clocks that are set.
  private let start: Int64
  private var held: [PreparedMessage] = []
  private var bytes = 0
  /// How many messages on their way came at that time.
  private var arrivals: [MessageArrival: Int] = [:]

  init(since start: Int64) { self.start = start - 10 }

  var count: Int { held.count }

  /// Remembers a message that may be the copy of a submission.
  mutating func note(_ message: PreparedMessage) {
    guard message.file.queue != .maildrop, message.file.status.changed.seconds >= start else { return }
    if let arrival = message.arrival { arrivals[arrival, default: 0] += 1 }
  }

  /// False when there is no room.
  mutating func hold(_ message: PreparedMessage) -> Bool {
    let size = message.file.status.size
    guard size <= Self.room - bytes else { return false }
    bytes += size
    held.append(message)
    return true
  }

  /// Those that pickup has not taken yet.
  func stillThere(in store: QueueStore) -> [PreparedMessage] {
    held.filter { message in
      guard let files = try? store.find(message.file.name, in: [.maildrop]) else { return true }
      return files.contains { $0.status.inode == message.file.status.inode }
    }
  }

  /// Whether its copy was read already. Where several messages look like it, it is rather doubled than lost.
  func isCopied(_ message: PreparedMessage) -> Bool {
    guard let arrival = message.arrival, arrivals[arrival] == 1 else { return false }
    return held.count { $0.arrival == arrival } == 1
  }
}
