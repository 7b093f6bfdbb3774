// Texts in double quotes and patterns between slashes.
//
// Neither may run over the end of a line: an unclosed quote would otherwise be reported far from where it is.

import Bytes

extension Lexer {
  mutating func text() throws(ConditionError) -> ByteString {
    let start = offset
    offset += 1
    var content: [UInt8] = []
    while let byte = byte(), byte != 0x0A {
      offset += 1
      switch byte {
      case 0x22:
        return ByteString(content)
      case 0x5C:
        content.append(try escaped())
      default:
        content.append(byte)
      }
    }
    throw source.error(start..<offset, "the text has no closing quote", hint: "a quote inside a text is written \\\"")
  }

  /// The byte that the escape after a backslash means.
  private mutating func escaped() throws(ConditionError) -> UInt8 {
    let escape = byte()
    let meaning: UInt8? =
      switch escape {
      case 0x22, 0x5C: escape
      case 0x6E: 0x0A
      case 0x74: 0x09
      default: nil
      }
    guard let meaning else {
      throw source.error(
        offset - 1..<min(offset + 1, bytes.count), "unknown escape in a text",
        hint: "the escapes are \\\" \\\\ \\n and \\t")
    }
    offset += 1
    return meaning
  }

  mutating func pattern() throws(ConditionError) -> Token.Kind {
    let start = offset
    offset += 1
    var content: [UInt8] = []
    while let byte = byte(), byte != 0x0A {
      offset += 1
      switch (byte, self.byte()) {
      case (0x2F, _):
        return .pattern(ByteString(content), ignoringCase: try flags(from: start))
      case (0x5C, let escaped?) where escaped != 0x0A:
        // Only the escaped slash is ours; every other escape is the pattern's own.
        if escaped != 0x2F { content.append(byte) }
        content.append(escaped)
        offset += 1
      default:
        content.append(byte)
      }
    }
    throw source.error(
      start..<offset, "the pattern has no closing slash", hint: "a slash inside a pattern is written \\/")
  }

  private mutating func flags(from start: Int) throws(ConditionError) -> Bool {
    let letters = skipName()
    if letters == offset { return false }
    if offset - letters == 1, bytes[letters] == 0x69 { return true }
    throw source.error(
      letters..<offset, "unknown letters \(source.quoted(letters..<offset)) after a pattern",
      hint: "the only one is i, to ignore case")
  }
}
