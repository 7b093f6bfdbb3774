// What the records of a message say and its line of the index repeats, as marks: there may be millions.

import Bytes
import PostfixQueue
import SnapshotArchive

struct MessageFacts: Sendable {
  private let arrival: Int
  private let sender: Int
  private let toDo: Int
  private let done: Int
  let isDamaged: Bool

  init(_ envelope: Envelope, _ window: QueueFileWindow) {
    arrival = Self.mark(envelope.arrival, envelope.arrivalMicroseconds)
    sender = envelope.sender.map { Self.told(window.text($0)) }.hashValue
    toDo = envelope.addresses(.toDo, window).map(Self.told).hashValue
    done = envelope.addresses(.done, window).map(Self.told).hashValue
    isDamaged = !envelope.damage.isEmpty
  }

  init(_ message: IndexedMessage) {
    arrival = Self.mark(message.arrival, message.arrivalMicroseconds)
    sender = message.sender.hashValue
    toDo = message.toDo.hashValue
    done = message.done.hashValue
    isDamaged = message.isDamaged
  }

  /// An address as an index can tell it: what is not UTF-8 is U+FFFD there.
  private static func told(_ address: ByteString) -> ByteString { ByteString(address.description) }

  private static func mark(_ arrival: Int64?, _ microseconds: Int64?) -> Int { [arrival, microseconds].hashValue }

  /// What an index says and the records do not, as the ends of sentences.
  func contradictions(by told: MessageFacts) -> [String] {
    if isDamaged, !told.isDamaged { return ["has damaged records, of which the index says nothing"] }
    if told.isDamaged, !isDamaged { return ["has whole records, and the index says that they are damaged"] }
    // What a release makes of records that break off need not be what another one makes of them.
    if isDamaged { return [] }
    let pairs = [
      ("time of arrival", arrival, told.arrival), ("sender", sender, told.sender),
      ("list of recipients that wait", toDo, told.toDo), ("list of recipients that are done", done, told.done),
    ]
    return pairs.filter { $0.1 != $0.2 }.map { "is in the index with another \($0.0) than its records have" }
  }
}

/// Who may do what with a file.
struct FileAccess: Hashable, Sendable {
  let mode: UInt32
  let owner: UInt32
  let group: UInt32

  init(_ entry: ArchiveEntry) { (mode, owner, group) = (entry.mode, entry.owner, entry.group) }
  init(_ message: IndexedMessage) { (mode, owner, group) = (message.mode, message.owner, message.group) }

  /// What an index says and the archive does not, as the ends of sentences.
  func contradictions(by told: FileAccess) -> [String] {
    var found: [String] = []
    if mode != told.mode { found.append("is in the index with another mode than in the archive") }
    if (owner, group) != (told.owner, told.group) {
      found.append("is in the index with another owner or group than in the archive")
    }
    return found
  }
}
