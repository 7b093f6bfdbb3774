// What entered, left and changed in a queue between two snapshots.

public import Bytes
import JSONText
import PostfixQueue
public import SnapshotArchive

public struct SnapshotDifference: Sendable {
  public struct Change: Sendable {
    public let id: ByteString
    /// Nil on the side that does not have the message.
    public let before: IndexedMessage?
    public let after: IndexedMessage?
  }

  public let old: String
  public let new: String
  /// In the order of their ids.
  public private(set) var changes: [Change] = []
  public private(set) var unchanged = 0
  public let oldSummary, newSummary: SnapshotSummary

  public init(from old: SnapshotChain, to new: SnapshotChain) throws(RecoveryFailure) {
    self.old = old.manifest.id
    self.new = new.manifest.id
    var before: [Key: IndexedMessage] = [:]
    var changes: [Change] = []
    var unchanged = 0
    (oldSummary, newSummary) = try RecoveryFailure.translating("Check the snapshots with 'postkeep snapshot verify'.") {
      let oldSummary = try old.forEachMessage { before[Key($0)] = $0 }
      let newSummary = try new.forEachMessage { message in
        let earlier = before.removeValue(forKey: Key(message))
        if let earlier, earlier.queue == message.queue, earlier.digest == message.digest {
          unchanged += 1
        } else {
          changes.append(Change(id: message.id, before: earlier, after: message))
        }
      }
      return (oldSummary, newSummary)
    }
    changes += before.values.map { Change(id: $0.id, before: $0, after: nil) }
    self.changes = changes.sorted { $0.id < $1.id }
    self.unchanged = unchanged
  }

  /// A short queue id may have been used again: the arrival time tells.
  private struct Key: Hashable {
    let id: ByteString
    let arrival: Int64?
    let inode: UInt64

    init(_ message: IndexedMessage) {
      id = message.id
      arrival = message.arrival
      inode = message.stamp.inode
    }
  }
}

extension SnapshotDifference {
  /// A line for each message, and one for all.
  public var text: String {
    let lines = changes.map { change in
      let shown = change.after ?? change.before
      let sender = PrintableText.of((shown?.sender ?? "?").description)
      return "\(change.sign) \(change.id)  \(change.places)  <\(sender)>\(change.progress)\n"
    }
    let entered = changes.count { $0.before == nil }
    let left = changes.count { $0.after == nil }
    return lines.joined()
      + "\(entered) entered, \(left) left, \(changes.count - entered - left) changed, \(unchanged) are the same\n"
  }

  public var json: [UInt8] {
    var json = JSONWriter()
    for change in changes {
      json.object { json in
        json.member("schema", "postkeep.snapshot.difference/1")
        json.member("id", change.id)
        json.member("change", change.word)
        json.member("queue_before", change.before?.queue?.rawValue)
        json.member("queue_after", change.after?.queue?.rawValue)
        json.member("sender", (change.after ?? change.before)?.sender)
        json.member("to_do_before", change.before?.toDo)
        json.member("to_do_after", change.after?.toDo)
        json.member("guarantee_before", oldSummary.guarantee.rawValue)
        json.member("guarantee_after", newSummary.guarantee.rawValue)
      }
    }
    return json.bytes
  }
}

extension SnapshotDifference.Change {
  fileprivate var sign: String { before == nil ? "+" : after == nil ? "-" : "~" }
  fileprivate var word: String { before == nil ? "entered" : after == nil ? "left" : "changed" }

  fileprivate var places: String {
    let places = [before?.queue?.rawValue, after?.queue?.rawValue].compactMap { $0 }
    return places.count == 2 && places[0] != places[1] ? "\(places[0]) -> \(places[1])" : places.last ?? "?"
  }

  /// How many recipients were done in between.
  fileprivate var progress: String {
    guard let before, let after, after.done.count > before.done.count else { return "" }
    return "  \(after.done.count - before.done.count) recipients done"
  }
}
