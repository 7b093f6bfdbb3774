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
  /// Whether the last text had any.
  private var hasEscapes = false

  /// - Parameter range: where the value is; nil for all bytes.
  public init(_ bytes: [UInt8], _ range: Range<Int>? = nil) {
    self.bytes = bytes
    let range = (range ?? 0..<bytes.count).clamped(to: 0..<bytes.count)
    index = range.lowerBound
    end = range.upperBound
  }

  /// A member's name, to be compared. A copy of its bytes: to keep hold of the text would cost more.
  public struct Name {
    /// Longer names are compared with none.
    private static let longest = 16

    private let start: (UInt64, UInt64)
    @usableFromInline let count: Int
    @usableFromInline let first: UInt8

    fileprivate init(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) {
      count = range.count
      var start: (UInt64, UInt64) = (0, 0)
      // Most lines go on for long enough behind a name to take whole words.
      if range.lowerBound + Self.longest <= bytes.count {
        let raw = UnsafeRawBufferPointer(bytes)
        start.0 = raw.loadUnaligned(fromByteOffset: range.lowerBound, as: UInt64.self)
        start.1 = raw.loadUnaligned(fromByteOffset: range.lowerBound + 8, as: UInt64.self)
      } else {
        withUnsafeMutableBytes(of: &start) { $0.copyBytes(from: bytes[range].prefix(Self.longest)) }
      }
      self.start = start
      first = withUnsafeBytes(of: start) { $0[0] }
    }

    // Where it is called, the length of the text is known: hardly any other name gets further.
    @inlinable @inline(__always)
    public static func == (name: Name, text: StaticString) -> Bool {
      name.count == text.utf8CodeUnitCount && name.first == text.utf8Start.pointee && name.begins(with: text)
    }

    @usableFromInline
    func begins(with text: StaticString) -> Bool {
      guard count <= Self.longest else { return false }
      return withUnsafeBytes(of: start) { start in
        for index in 0..<count where start[index] != text.utf8Start[index] { return false }
        return true
      }
    }
  }

  /// Reads an object. The closure has to read or skip each value.
  public mutating func object(_ member: (inout JSONCursor, Name) throws(JSONError) -> Void) throws(JSONError) {
    try open(0x7B)
    if skipIf(0x7D) { return depth -= 1 }
    repeat {
      let place = try string()
      let name = bytes.withUnsafeBufferPointer { Name($0, place) }
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
    let digits = index
    var number: Int64 = 0
    // So many digits are no more than fit.
    while index < min(end, digits + 18), bytes[index].isASCIIDigit {
      number = number &* 10 &+ Int64(bytes[index] &- 0x30)
      index += 1
    }
    if isNegative { number = -number }
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
    if index < end, bytes[index] == 0x2E || bytes[index] | 0x20 == 0x65 {
      throw error("a whole number is due", at: start)
    }
    return number
  }

  public mutating func text() throws(JSONError) -> ByteString {
    skipBlanks()
    let start = index
    let range = try string()
    guard hasEscapes else {
      return ByteString(bytes.withUnsafeBufferPointer { [UInt8](UnsafeBufferPointer(rebasing: $0[range])) })
    }
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
      while index < end, bytes[index].isASCIIDigit || !Self.endsWord(bytes[index]) { index += 1 }
      if index == start { throw error("a value is due", at: start) }
    }
  }

  /// Throws unless nothing but blanks is left.
  public mutating func finish() throws(JSONError) {
    skipBlanks()
    guard index == end else { throw error("something follows the value", at: index) }
  }

  // MARK: Bytes

  private static func endsWord(_ byte: UInt8) -> Bool {
    byte <= 0x20 || byte == 0x2C || byte == 0x5D || byte == 0x7D || byte == 0x3A || byte == 0x22
  }

  /// The bytes between the quotes, escapes as they are.
  private mutating func string() throws(JSONError) -> Range<Int> {
    try expect(0x22)
    let start = index
    hasEscapes = false
    while true {
      index = bytes.withUnsafeBufferPointer {
        firstSpecial(in: UnsafeBufferPointer(rebasing: $0[..<end]), from: index, nonASCII: false)
      }
      guard index < end else { break }
      switch bytes[index] {
      case 0x22:
        index += 1
        return start..<(index - 1)
      case 0x5C:
        hasEscapes = true
        index = min(index + 2, end)
      default: throw error("a control character in a text", at: index)
      }
    }
    throw error("the text has no end", at: start)
  }

  private mutating func open(_ bracket: UInt8) throws(JSONError) {
    guard depth < 64 else { throw error("it is nested too deep", at: index) }
    try expect(bracket)
    depth += 1
  }

  @inline(__always)
  private mutating func expect(_ byte: UInt8) throws(JSONError) {
    guard skipIf(byte) else {
      throw error("'\(Character(UnicodeScalar(byte)))' is due", at: index)
    }
  }

  @inline(__always)
  private mutating func skipIf(_ byte: UInt8) -> Bool {
    if index < end, bytes[index] <= 0x20 { skipBlanks() }
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
    while index < end, bytes[index] <= 0x20, Self.isBlank(bytes[index]) { index += 1 }
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }

  private func error(_ message: String, at offset: Int) -> JSONError { JSONError(offset: offset, message: message) }
}
