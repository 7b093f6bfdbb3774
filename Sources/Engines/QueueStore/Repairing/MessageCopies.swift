// Are two files the same message? Postfix changes a few bytes of a file while it delivers: the mark of each recipient
// who is done, the time of the warning, the trace flags. Everything else has to be equal.

import Bytes
import PostfixQueue
import SystemAccess

/// One message file, looked at for a comparison.
struct MessageCopy {
  let isThere: Bool
  private(set) var recipients: [Int: ByteString] = [:]
  /// Where the records of recipients begin who are done.
  private(set) var done: Set<Int> = []
  /// Where the records of attributes begin, which are killed once they have served.
  private var attributes: Set<Int> = []
  private var warnings: [Range<Int>] = []

  init(_ entry: QueueEntry, _ store: QueueStore) throws(SystemError) {
    guard let file = try store.open(entry.folder)?.open(entry.name) else {
      isThere = false
      return
    }
    isThere = true
    var window = QueueFileWindow()
    let number = file.number
    window.open(size: try file.status().size) { buffer, offset in OpenFile.read(number, into: buffer, at: offset) }
    var reader = RecordReader()
    while let record = reader.next(in: &window) {
      switch record.type {
      case .recipient, .done:
        recipients[record.offset] = window.text(record.data)
        if record.type == .done { done.insert(record.offset) }
      case .attribute, .killed: attributes.insert(record.offset)
      case .delayWarning: warnings.append((record.next - record.data.count)..<record.next)
      default: break
      }
      if record.type == .end { break }
      if window.used > 1 << 20 { window.forget() }
    }
    withExtendedLifetime(file) {}
  }

  /// Whether Postfix may have written one byte in this place and later the other.
  func mayDiffer(at place: Int, _ one: UInt8, _ other: UInt8) -> Bool {
    if recipients[place] != nil { return Set([one, other]) == Self.recipientMarks }
    if attributes.contains(place) { return Set([one, other]) == Self.attributeMarks }
    return warnings.contains { $0.contains(place) }
  }

  private static let recipientMarks: Set<UInt8> = [RecordType.recipient.rawValue, RecordType.done.rawValue]
  private static let attributeMarks: Set<UInt8> = [RecordType.attribute.rawValue, RecordType.killed.rawValue]
}

extension QueueStore {
  /// Whether two files are the same message, delivered to more or less recipients.
  func isSameMessage(_ one: QueueEntry, _ other: QueueEntry) throws(SystemError) -> Bool {
    guard one.status.size == other.status.size else { return false }
    let copy = try MessageCopy(one, self)
    return try hasSameContent(one, other) { copy.mayDiffer(at: $0, $1, $2) }
  }

  /// Whether two files have the same bytes, but for some that may differ.
  func hasSameContent(
    _ one: QueueEntry, _ other: QueueEntry, but mayDiffer: (Int, UInt8, UInt8) -> Bool = { _, _, _ in false }
  ) throws(SystemError) -> Bool {
    guard one.status.size == other.status.size, let left = try open(one.folder)?.open(one.name),
      let right = try open(other.folder)?.open(other.name)
    else { return false }
    var leftBytes = [UInt8](repeating: 0, count: 1 << 16)
    var rightBytes = leftBytes
    var offset = 0
    while offset < one.status.size {
      let count = leftBytes.withUnsafeMutableBytes { left.read(into: $0, at: offset) }
      let otherCount = rightBytes.withUnsafeMutableBytes { right.read(into: $0, at: offset) }
      let both = min(count, otherCount)
      guard both > 0 else { return false }
      for index in 0..<both where leftBytes[index] != rightBytes[index] {
        guard mayDiffer(offset + index, leftBytes[index], rightBytes[index]) else { return false }
      }
      offset += both
    }
    return true
  }
}
