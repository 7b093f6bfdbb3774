// What a run and earlier undos of it have done, from its journal.

import Bytes
import JSONText
import PostfixQueue
import QueueStore
import SystemAccess

struct UndoHistory {
  struct Placing {
    let key: String
    let staged: StagedMessage
    let queue: QueueName
  }

  /// The keys of what the purge took out of the queue. Others left by themselves after they had been archived.
  private(set) var removed: Set<String> = []
  private var placed: Set<String> = []
  /// Of which nobody knows whether they came into the queue.
  private var doubtful: Set<String> = []
  /// Of which a person has said that they stay away.
  private var dropped: Set<String> = []
  private var placing: [String: Placing] = [:]

  /// Whether a line of a journal is one that a purge or an undo writes.
  static func knows(_ line: JSONValue) -> Bool {
    switch line["event"]?.text {
    case "removed", "placed", "placing", "dropped": line["key"]?.text != nil
    case "archived", "left", "finished", "lost": true
    default: false
    }
  }

  init(_ journal: [JSONValue]) {
    for line in journal {
      guard let key = line["key"]?.text else { continue }
      switch line["event"]?.text {
      case "placing":
        guard let old = line["id"]?.text, let new = line["new"]?.text,
          let inode = line["inode"]?.integer.flatMap({ UInt64(exactly: $0) }),
          let queue = line["queue"]?.text.flatMap(QueueName.init(rawValue:))
        else { continue }
        let logs = (line["logs"]?.elements ?? []).compactMap { $0.text.flatMap(LogName.init(rawValue:)) }
        let staged = StagedMessage(old: ByteString(old), name: ByteString(new), inode: inode, logs: logs)
        placing[key] = Placing(key: key, staged: staged, queue: queue)
      case "removed": removed.insert(key)
      case "placed": placed.insert(key)
      case "dropped": dropped.insert(key)
      default: break
      }
    }
  }

  func isRemoved(_ key: String) -> Bool { removed.contains(key) }
  func isPlaced(_ key: String) -> Bool { placed.contains(key) }
  func isDoubtful(_ key: String) -> Bool { doubtful.contains(key) }
  func isDropped(_ key: String) -> Bool { dropped.contains(key) }
  mutating func noteDropped(_ key: String) { dropped.insert(key) }
  mutating func noteDoubtful(_ key: String) { doubtful.insert(key) }
  mutating func notePlaced(_ key: String) { placed.insert(key) }

  /// How many have been put back.
  var placedCount: Int { placed.count }

  /// Announced, but not known to be in the queue.
  var unfinished: [Placing] {
    placing.values.filter { !placed.contains($0.key) && !dropped.contains($0.key) }.sorted { $0.key < $1.key }
  }
}

extension TrashedMessage {
  /// Tells messages of a run apart.
  var key: String { Run.key(name, status.inode) }
}
