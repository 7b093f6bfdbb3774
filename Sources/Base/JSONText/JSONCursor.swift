// Reads JSON of a known form without building a tree, for lines by the hundred thousand:
//
//     var cursor = JSONCursor(line)
//     try cursor.object { (cursor, name) throws(JSONError) in
//       if name == "size" { size = try cursor.integer() } else { try cursor.skip() }
//     }
//
// Every byte is checked before it is used. What is skipped is checked for its brackets and quotes only.

public import Bytes

public struct JSONCursor {
  private let bytes: [UInt8]
  private var index: Int
  private let end: Int
  private var depth = 0

  /// - Parameter range: where the value is; nil for all bytes.
  public init(_ bytes: [UInt8], _ range: Range<Int>? = nil) {
    self.bytes = bytes
    let range = (range ?? 0..<bytes.count).clamped(to: 0..<bytes.count)
    index = range.lowerBound
    end = range.upperBound
  }

  /// A member's name, to be compared.
  public struct Name {
    fileprivate let bytes: ArraySlice<UInt8>

    public static func == (name: Name, text: StaticString) -> Bool {
      name.bytes.count == text.utf8CodeUnitCount
        && name.bytes.elementsEqual(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }
  }

  /// Reads an object. The closure has to read or skip each value.
  public mutating func object(_ member: (inout JSONCursor, Name) throws(JSONError) -> Void) throws(JSONError) {
    try open(0x7B)
    if skipIf(0x7D) { return depth -= 1 }
    repeat {
      let name = Name(bytes: bytes[try string()])
      try expect(0x3A)
      try member(&self, name)
    } while skipIf(0x2C)
    try expect(0x7D)
    depth -= 1
  }

  /// Reads an array. The closure has to read or skip each value.
  public mutating func array(_ element: (inout JSONCursor) throws(JSONError) -> Void) throws(JSONError) {
    try open(0x5B)
    if skipIf(0x5D) { return depth -= 1 }
    repeat { try element(&self) } while skipIf(0x2C)
    try expect(0x5D)
    depth -= 1
  }

  public mutating func integer() throws(JSONError) -> Int64 {
    skipBlanks()
    let start = index
    let isNegative = skipIf(0x2D)
    var number: Int64 = 0
    let digits = index
    while index < end, bytes[index].isASCIIDigit {
      let digit = Int64(bytes[index] &- 0x30)
      let (product, isOver) = number.multipliedReportingOverflow(by: 10)
      let (next, isFull) =
        isNegative ? product.subtractingReportingOverflow(digit) : product.addingReportingOverflow(digit)
      guard !isOver, !isFull else { throw error("the number is too large", at: start) }
      number = next
      index += 1
    }
    guard index > digits else { throw error("a whole number is due", at: start) }
    if index < end, [0x2E, 0x45, 0x65].contains(bytes[index]) { throw error("a whole number is due", at: start) }
    return number
  }

  public mutating func text() throws(JSONError) -> ByteString {
    skipBlanks()
    let start = index
    let range = try string()
    guard bytes[range].contains(0x5C) else { return ByteString(bytes[range]) }
    // With escapes: rare, and the reader of documents knows them all.
    let value = try JSONReader().read(Array(bytes[start..<index]))
    return ByteString(value.text ?? "")
  }

  public mutating func bool() throws(JSONError) -> Bool {
    if skipIf("true") { return true }
    if skipIf("false") { return false }
    throw error("true or false is due", at: index)
  }

  /// Whether the value is null, which is then read.
  public mutating func null() -> Bool { skipIf("null") }

  /// Passes over any value.
  public mutating func skip() throws(JSONError) {
    skipBlanks()
    guard index < end else { throw error("a value is due", at: index) }
    switch bytes[index] {
    case 0x7B: try object { (cursor, _) throws(JSONError) in try cursor.skip() }
    case 0x5B: try array { (cursor) throws(JSONError) in try cursor.skip() }
    case 0x22: _ = try string()
    default:
      let start = index
      while index < end, !Self.endsWord(bytes[index]) { index += 1 }
      if index == start { throw error("a value is due", at: start) }
    }
  }

  /// Throws unless nothing but blanks is left.
  public mutating func finish() throws(JSONError) {
    skipBlanks()
    guard index == end else { throw error("something follows the value", at: index) }
  }

  // MARK: Bytes

  private static func endsWord(_ byte: UInt8) -> Bool { byte <= 0x20 || [0x2C, 0x5D, 0x7D, 0x3A, 0x22].contains(byte) }

  /// The bytes between the quotes, escapes as they are.
  private mutating func string() throws(JSONError) -> Range<Int> {
    try expect(0x22)
    let start = index
    while index < end {
      switch bytes[index] {
      case 0x22:
        index += 1
        return start..<(index - 1)
      case 0x5C: index += 2
      case ..<0x20: throw error("a control character in a text", at: index)
      default: index += 1
      }
    }
    throw error("the text has no end", at: start)
  }

  private mutating func open(_ bracket: UInt8) throws(JSONError) {
    guard depth < 64 else { throw error("it is nested too deep", at: index) }
    try expect(bracket)
    depth += 1
  }

  private mutating func expect(_ byte: UInt8) throws(JSONError) {
    guard skipIf(byte) else {
      throw error("'\(Character(UnicodeScalar(byte)))' is due", at: index)
    }
  }

  private mutating func skipIf(_ byte: UInt8) -> Bool {
    skipBlanks()
    guard index < end, bytes[index] == byte else { return false }
    index += 1
    return true
  }

  private mutating func skipIf(_ word: StaticString) -> Bool {
    skipBlanks()
    let text = UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
    guard end - index >= text.count, bytes[index..<(index + text.count)].elementsEqual(text) else { return false }
    index += text.count
    return true
  }

  private mutating func skipBlanks() {
    while index < end, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[index]) { index += 1 }
  }

  private func error(_ message: String, at offset: Int) -> JSONError { JSONError(offset: offset, message: message) }
}
