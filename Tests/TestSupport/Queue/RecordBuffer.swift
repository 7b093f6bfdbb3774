// The bytes of a queue file in the making: records are appended, and Milter edits patch pointers in.
//
// Source: record.c.

public struct RecordBuffer: Sendable {
  public private(set) var bytes: [UInt8] = []

  /// What cleanup allows in one record of content: line_length_limit.
  public static let lineLimit = 2048
  /// A pointer that can be overwritten: its type, its length and 15 characters.
  public static let pointerSize = 17

  public init(capacity: Int = 0) { bytes.reserveCapacity(capacity) }

  public var count: Int { bytes.count }

  /// The type, the length with seven bits in a byte, low ones first, and the payload.
  public mutating func append(_ type: RecordLetter, _ payload: [UInt8] = []) {
    appendHead(type, payload.count)
    bytes += payload
  }

  public mutating func append(_ type: RecordLetter, _ payload: String) {
    append(type, Array(payload.utf8))
  }

  /// An A record, "name=value".
  public mutating func append(attribute name: String, _ value: [UInt8]) {
    append(.attribute, Array(name.utf8) + [UInt8(ascii: "=")] + value)
  }

  /// A line of content. A long one is cut; one that fills its last record is closed by an empty one, as smtpd does it.
  public mutating func append(line: [UInt8]) {
    guard line.count >= Self.lineLimit else { return append(.line, line) }
    var start = 0
    while line.count - start >= Self.lineLimit {
      append(.continued, Array(line[start..<start + Self.lineLimit]))
      start += Self.lineLimit
    }
    append(.line, Array(line[start...]))
  }

  /// Where reading goes on. Zero is a dummy: reading goes on behind it.
  public mutating func append(pointerTo offset: Int) { append(.pointer, Self.number(offset)) }

  /// Writes a pointer over what is there: at least `pointerSize` bytes of records.
  public mutating func overwrite(at position: Int, pointerTo offset: Int) {
    var pointer = RecordBuffer()
    pointer.append(pointerTo: offset)
    overwrite(at: position, pointer.bytes)
  }

  public mutating func overwrite(at position: Int, _ replacement: [UInt8]) {
    bytes.replaceSubrange(position..<position + replacement.count, with: replacement)
  }

  /// Records that were taken from elsewhere in the file.
  public mutating func append(records: [UInt8]) { bytes += records }

  /// A number as "%15ld" prints it.
  public static func number(_ value: Int) -> [UInt8] {
    let digits = Array(String(value).utf8)
    return [UInt8](repeating: UInt8(ascii: " "), count: max(0, 15 - digits.count)) + digits
  }

  private mutating func appendHead(_ type: RecordLetter, _ length: Int) {
    bytes.append(type.byte)
    var rest = length
    while rest > 0x7F {
      bytes.append(UInt8(rest & 0x7F) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }
}
