// The messages that the target queue has, to find out whether a message of a snapshot is among them.
//
// What Postfix changes in a file, it changes in place: arrival, sender and size stay the same under every id. What looks
// the same is compared by its content, which begins with a Received header that no other message has. A message that was
// queued anew, or taken from maildrop, is known by its arrival: see MessageArrival.

import Bytes
import PostfixQueue
import QueueStore
import SnapshotArchive
import SystemAccess

struct LiveMessages {
  fileprivate struct Look: Hashable, Sendable {
    let arrival: Int64?
    let microseconds: Int64?
    let size: Int
    let sender: ByteString?
  }

  private let store: QueueStore
  private var files: [Look: [QueuedFile]] = [:]
  private var arrivals: Set<MessageArrival> = []
  private var times: Set<MessageArrival> = []
  /// Of what may be delivered.
  private(set) var ids: Set<ByteString> = []
  private var corruptIDs: Set<ByteString> = []

  /// - Throws: when a part of the queue cannot be read: what is there must not come twice.
  init(_ store: QueueStore) throws {
    self.store = store
    let (outcome, visitors) = store.scan(QueueName.allCases, visitor: { LookVisitor() }, take: { _ in true })
    if let problem = outcome.problems.first { throw problem }
    for (look, arrival, file) in visitors.flatMap(\.found) {
      files[look, default: []].append(file)
      guard file.queue != .corrupt else {
        corruptIDs.insert(file.name)
        continue
      }
      if let arrival {
        arrivals.formUnion([arrival, arrival.withoutRecipient])
        times.insert(arrival.time)
      }
      ids.insert(file.name)
    }
  }

  /// Whether there is one that looks the same, or that came at the same time.
  func mayHave(_ message: IndexedMessage) -> Bool {
    if files[Look(message)] != nil { return true }
    return MessageArrival(message.arrival, message.arrivalMicroseconds).map(times.contains) ?? false
  }

  /// Whether it is there, or what has become of it.
  /// - Parameter content: of the message's file.
  func has(_ message: IndexedMessage, _ content: StoredContent) throws -> Bool {
    try hasSuccessor(message, content) || hasFile(message, content)
  }

  /// Whether a file of that id is where the message belongs.
  func has(_ message: IndexedMessage, as id: ByteString) -> Bool {
    ids.contains(id) || message.belongsIntoCorrupt && corruptIDs.contains(id)
  }

  private func hasSuccessor(_ message: IndexedMessage, _ content: StoredContent) -> Bool {
    var envelope = Envelope()
    var window = content.window
    envelope.read(&window, isMaildrop: message.queue == .maildrop)
    return MessageArrival(envelope, window).map(arrivals.contains) ?? false
  }

  private func hasFile(_ message: IndexedMessage, _ content: StoredContent) throws -> Bool {
    for file in files[Look(message)] ?? [] {
      // It may have been moved since.
      for place in [file] + (try store.find(file.name)) where place.status.inode == file.status.inode {
        // Nobody delivers it there.
        if place.queue == .corrupt, !message.belongsIntoCorrupt { continue }
        guard let directory = try store.open(place.folder), let open = try directory.open(place.name) else { continue }
        if try Self.isSame(content, open, named: place.path) { return true }
        break
      }
    }
    return false
  }

  /// Of files of one size the content is compared, of which Postfix changes nothing.
  private static func isSame(_ one: StoredContent, _ other: borrowing OpenFile, named path: String) throws -> Bool {
    guard try other.status().size == one.size else { return false }
    var envelope = Envelope()
    var window = one.window
    envelope.read(&window)
    var range = 0..<one.size
    if let content = envelope.content, content.upperBound <= one.size { range = content }
    var start = range.lowerBound
    var isSame = true
    try one.forEachPiece(of: range) { piece in
      guard isSame else { return }
      isSame = try piece == other.bytes(start..<(start + piece.count), named: path)
      start += piece.count
    }
    return isSame
  }
}

extension IndexedMessage {
  /// Where a restore puts it, and Postfix would.
  var belongsIntoCorrupt: Bool { isDamaged || queue == .corrupt }
}

extension LiveMessages.Look {
  init(_ message: IndexedMessage) {
    self.init(
      arrival: message.arrival, microseconds: message.arrivalMicroseconds, size: message.stamp.size,
      sender: message.sender)
  }
}

private struct LookVisitor: MessageVisitor {
  var found: [(LiveMessages.Look, MessageArrival?, QueuedFile)] = []
  private var envelope = Envelope()

  mutating func visit(_ file: QueuedFile, _ window: inout QueueFileWindow) {
    envelope.read(&window, isMaildrop: file.queue == .maildrop)
    found.append(
      (
        LiveMessages.Look(
          arrival: envelope.arrival, microseconds: envelope.arrivalMicroseconds, size: file.status.size,
          sender: envelope.sender.map { window.text($0) }), MessageArrival(envelope, window), file
      ))
  }

  mutating func takeOutput() {}
}
