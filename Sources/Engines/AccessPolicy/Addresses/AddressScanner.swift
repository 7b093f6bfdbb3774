// Cuts the external form of an address into words, by the rules of RFC 822 with Postfix's additions.
//
// % ! and | are operators, too. Nothing is an error: a missing quote or bracket ends with the text. Source: tok822_parse.c.

import Bytes

struct AddressScanner {
  private var rest: ArraySlice<UInt8>

  private init(_ text: ArraySlice<UInt8>) { rest = text.prefix { $0 != 0 } }

  static func words(of text: ArraySlice<UInt8>) -> [AddressToken] {
    var scanner = AddressScanner(text)
    var words: [AddressToken] = []
    while let word = scanner.next() { words.append(word) }
    return words
  }

  static func words(of text: [UInt8]) -> [AddressToken] { words(of: text[...]) }

  /// The operators: "|%!" and the specials of RFC 822.
  static func isOperator(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x21, 0x22, 0x25, 0x28, 0x29, 0x2C, 0x2E, 0x3A, 0x3B, 0x3C, 0x3E, 0x40, 0x5B, 0x5C, 0x5D, 0x7C: true
    default: false
    }
  }

  static func isControl(_ byte: UInt8) -> Bool { byte < 0x20 || byte == 0x7F }

  private mutating func next() -> AddressToken? {
    rest = rest.drop(while: \.isWordSeparator)
    guard let byte = rest.first else { return nil }
    switch byte {
    case UInt8(ascii: "("): return AddressToken(kind: .comment, text: comment())
    case UInt8(ascii: "["):
      rest.removeFirst()
      return AddressToken(kind: .literal, text: collect(to: UInt8(ascii: "]")))
    case UInt8(ascii: "\""):
      rest.removeFirst()
      return AddressToken(kind: .quoted, text: collect(to: UInt8(ascii: "\"")))
    case _ where byte != UInt8(ascii: "\\") && Self.isOperator(byte):
      rest.removeFirst()
      return AddressToken(kind: .symbol(byte))
    default:
      let text = collect { $0.isWordSeparator || Self.isOperator($0) }
      let needsQuotes = text.contains { $0 == 0x20 || Self.isControl($0) || Self.isOperator($0) }
      return AddressToken(kind: needsQuotes ? .quoted : .atom, text: text)
    }
  }

  private mutating func collect(to end: UInt8) -> [UInt8] {
    let text = collect { $0 == end }
    if !rest.isEmpty { rest.removeFirst() }
    return text
  }

  /// Takes bytes up to one that ends the word. A backslash takes the meaning from the byte behind it, and white space
  /// becomes a blank.
  private mutating func collect(upTo isEnd: (UInt8) -> Bool) -> [UInt8] {
    var text: [UInt8] = []
    while let byte = rest.first {
      var taken = byte
      if byte == UInt8(ascii: "\\") {
        rest.removeFirst()
        guard let escaped = rest.first else { break }
        taken = escaped
      } else if isEnd(byte) {
        break
      }
      text.append(taken.isWordSeparator ? 0x20 : taken)
      rest.removeFirst()
    }
    return text
  }

  /// Comments nest, and stay as they are written.
  private mutating func comment() -> [UInt8] {
    var text: [UInt8] = []
    var level = 0
    while let byte = rest.popFirst() {
      text.append(byte)
      if byte == UInt8(ascii: "(") {
        level += 1
      } else if byte == UInt8(ascii: ")") {
        level -= 1
        if level == 0 { break }
      } else if byte == UInt8(ascii: "\\"), let escaped = rest.popFirst() {
        text.append(escaped)
      }
    }
    return text
  }
}
