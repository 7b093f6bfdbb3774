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
    sender = Self.mark(envelope.sender.map { [window.text($0)] })
    toDo = Self.mark(envelope.addresses(.toDo, window))
    done = Self.mark(envelope.addresses(.done, window))
    isDamaged = !envelope.damage.isEmpty
  }

  init(_ message: IndexedMessage) {
    arrival = Self.mark(message.arrival, message.arrivalMicroseconds)
    sender = Self.mark(message.sender.map { [$0] })
    toDo = Self.mark(message.toDo)
    done = Self.mark(message.done)
    isDamaged = message.isDamaged
  }

  /// Of what an index can hold as it is: bytes that are no UTF-8 come out of it as others.
  private static func mark(_ addresses: [ByteString]?) -> Int {
    var hasher = Hasher()
    hasher.combine(addresses?.count)
    for address in addresses ?? [] {
      for byte in address.bytes where byte < 0x80 { hasher.combine(byte) }
      hasher.combine(UInt8.max)
    }
    return hasher.finalize()
  }

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
