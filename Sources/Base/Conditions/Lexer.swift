// Cuts a condition into tokens, one at a time, as the parser asks for them.
//
// Only the slash needs context: after an operand it divides, elsewhere it opens a pattern.

import Bytes

struct Lexer {
  let source: Source
  let bytes: [UInt8]
  var offset = 0
  /// Whether the token before was an operand, so that an operator must follow.
  private var isAfterOperand = false

  init(_ source: Source) {
    self.source = source
    self.bytes = source.text.bytes
  }

  /// The byte at a distance from the current one; nil past the end.
  func byte(ahead distance: Int = 0) -> UInt8? {
    let place = offset + distance
    return place < bytes.count ? bytes[place] : nil
  }

  mutating func next() throws(ConditionError) -> Token {
    while let byte = byte(), byte.isASCIISpace { offset += 1 }
    let start = offset
    let kind = try kindOfNext()
    switch kind {
    case .identifier, .literal, .pattern, .symbol(.rightParenthesis), .symbol(.rightBracket): isAfterOperand = true
    case .end, .symbol: isAfterOperand = false
    }
    return Token(kind: kind, range: start..<offset)
  }

  private mutating func kindOfNext() throws(ConditionError) -> Token.Kind {
    guard let first = byte() else { return .end }
    if first.isASCIILetter || first == 0x5F { return identifierOrWord() }
    if first.isASCIIDigit { return try number() }
    switch first {
    case 0x22: return .literal(.text(try text()), .text)
    case 0x2F where !isAfterOperand: return try pattern()
    default: return .symbol(try sign(first))
    }
  }

  /// Moves over letters, digits and underscores and returns where they began.
  mutating func skipName() -> Int {
    let start = offset
    while let byte = byte(), byte.isASCIIAlphanumeric || byte == 0x5F { offset += 1 }
    return start
  }

  private mutating func identifierOrWord() -> Token.Kind {
    let start = skipName()
    // The language's own words have two to eight letters; most names are longer or start with another letter.
    guard offset - start <= 8 else { return .identifier }
    switch source.bytes(start..<offset) {
    case "and": return .symbol(.and)
    case "or": return .symbol(.or)
    case "not": return .symbol(.not)
    case "in": return .symbol(.in)
    case "is": return .symbol(.is)
    case "contains": return .symbol(.contains)
    case "matches": return .symbol(.matches)
    case "yes", "true": return .literal(.boolean(true), .boolean)
    case "no", "false": return .literal(.boolean(false), .boolean)
    default: return .identifier
    }
  }

  private mutating func sign(_ first: UInt8) throws(ConditionError) -> Symbol {
    let start = offset
    let isFollowedByEqual = byte(ahead: 1) == 0x3D
    offset += 1
    switch (first, isFollowedByEqual) {
    case (0x3D, true): offset += 1; return .equal
    case (0x21, true): offset += 1; return .notEqual
    case (0x3C, true): offset += 1; return .lessOrEqual
    case (0x3E, true): offset += 1; return .greaterOrEqual
    case (0x3C, false): return .less
    case (0x3E, false): return .greater
    case (0x2B, _): return .plus
    case (0x2D, _): return .minus
    case (0x2A, _): return .times
    case (0x2F, _): return .divided
    case (0x28, _): return .leftParenthesis
    case (0x29, _): return .rightParenthesis
    case (0x5B, _): return .leftBracket
    case (0x5D, _): return .rightBracket
    case (0x2C, _): return .comma
    case (0x3A, _): return .colon
    case (0x2E, _): return .dot
    default: throw strayByte(first, at: start)
    }
  }

  private func strayByte(_ byte: UInt8, at start: Int) -> ConditionError {
    let hint: String? =
      switch byte {
      case 0x3D: "to compare, write =="
      case 0x21: "write not"
      case 0x26: "write and"
      case 0x7C: "write or"
      case 0x27, 0x60: "text stands in double quotes"
      case 0x23: "a condition has no comments"
      default: nil
      }
    let name =
      switch byte {
      case 0x21...0x7E: "'\(String(decoding: [byte], as: UTF8.self))'"
      default: "byte 0x" + (byte < 0x10 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }
    return source.error(start..<start + 1, "unexpected \(name)", hint: hint)
  }
}
