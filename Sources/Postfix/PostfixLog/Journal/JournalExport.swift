// The export format of systemd's journal, made lines of a log, a block of any size at a time.
//
//   __REALTIME_TIMESTAMP=1795485933501562       a field of text,
//   MESSAGE                                     and one that may hold anything: its name,
//   (8 bytes of length, little-endian)ab\ncd    its length, so many bytes and a line feed;
//                                               an empty line ends the entry
//
//   var export = JournalExport()
//   for block in stream { history.read(try export.lines(of: block.span).span, years: &years) }
//   try export.finish()
//
// Source: systemd.io/JOURNAL_EXPORT_FORMATS, logs-show.c.

import Bytes

public struct JournalExport: Sendable {
  /// What journald takes, and no field is longer. Source: DATA_SIZE_MAX in journal-importer.h.
  static let fieldLimit: UInt64 = 768 << 20

  /// Names have up to 64 characters. Source: journal_field_valid in journal-file.c.
  private static let nameLimit = 256

  private enum Place {
    case name
    case text(JournalEntry.Field?)
    /// How many bytes of the length were read, and what they say.
    case length(JournalEntry.Field?, count: UInt64, UInt64)
    /// How many bytes are left.
    case binary(JournalEntry.Field?, left: Int)
    case lineFeed
  }

  private var place = Place.name
  private var name: [UInt8] = []
  private var entry = JournalEntry()
  /// Of the block, in bytes.
  private var offset = 0

  public init() {}

  /// Whether a stream that begins like this is an export: every entry of a journal begins with its cursor.
  public static func isBeginning(_ bytes: Span<UInt8>) -> Bool {
    bytes.begins(with: "__CURSOR=", at: 0) || bytes.begins(with: "__REALTIME_TIMESTAMP=", at: 0)
  }

  /// The lines of the entries that end in this block, in the form of RFC 3339 that LogLine reads, with their ends.
  public mutating func lines(of block: Span<UInt8>) throws(JournalDamage) -> [UInt8] {
    var lines: [UInt8] = []
    var index = 0
    while index < block.count {
      switch place {
      case .name: try readName(block, &index, &lines)
      case .text(let field):
        let end = block.first(0x0A, from: index, to: block.count)
        if let field { entry.add(block, index..<(end ?? block.count), to: field) }
        if end != nil { place = .name }
        index = (end ?? block.count - 1) + 1
      case .length(let field, let count, let value):
        let length = value | UInt64(block[index]) << (count * 8)
        index += 1
        guard count == 7 else {
          place = .length(field, count: count + 1, length)
          continue
        }
        guard length <= Self.fieldLimit else { throw damage(.tooLong(length), index) }
        place = length == 0 ? .lineFeed : .binary(field, left: Int(length))
      case .binary(let field, let left):
        let end = index + min(left, block.count - index)
        if let field { entry.add(block, index..<end, to: field) }
        place = end - index == left ? .lineFeed : .binary(field, left: left - (end - index))
        index = end
      case .lineFeed:
        guard block[index] == 0x0A else { throw damage(.noLineFeed, index) }
        index += 1
        place = .name
      }
    }
    offset &+= block.count
    return lines
  }

  /// After the last block. Throws when it ended in the middle of an entry.
  public func finish() throws(JournalDamage) {
    guard case .name = place, name.isEmpty, entry.isEmpty else { throw damage(.cutOff, 0) }
  }

  private mutating func readName(
    _ block: Span<UInt8>, _ index: inout Int, _ lines: inout [UInt8]
  ) throws(JournalDamage) {
    while index < block.count {
      let byte = block[index]
      index += 1
      guard byte == 0x0A || byte == UInt8(ascii: "=") else {
        name.append(byte)
        guard name.count <= Self.nameLimit else { throw damage(.noField, index) }
        continue
      }
      defer { name.removeAll(keepingCapacity: true) }
      if name.isEmpty, byte == 0x0A {
        try endEntry(index, &lines)
        continue
      }
      // "-- No entries --" is what journalctl says to people instead.
      if byte == 0x0A, entry.isEmpty, name.span.begins(with: "-- ", at: 0) { continue }
      guard !name.isEmpty, name.allSatisfy({ $0.isASCIIUppercase || $0.isASCIIDigit || $0 == UInt8(ascii: "_") })
      else { throw damage(.noField, index) }
      let field = entry.begin(name)
      place = byte == 0x0A ? .length(field, count: 0, 0) : .text(field)
      return
    }
  }

  private mutating func endEntry(_ index: Int, _ lines: inout [UInt8]) throws(JournalDamage) {
    // More than one empty line ends nothing.
    guard !entry.isEmpty else { return }
    guard entry.write(to: &lines) else { throw damage(.noTime, index) }
    entry.clear()
  }

  private func damage(_ reason: JournalDamage.Reason, _ index: Int) -> JournalDamage {
    JournalDamage(reason: reason, offset: offset &+ index)
  }
}
