// The words and operators of mail addresses, as postalias(1) takes an alias line apart and puts it together again.
//
// Source: tok822_parse.c.

import Bytes

struct AliasToken: Sendable, Equatable {
  enum Kind: Sendable, Equatable {
    case atom
    /// Text that needs quotes, whether it was written with them or not.
    case quoted
    /// With its parentheses.
    case comment
    /// Without its brackets.
    case domainLiteral
    case special(UInt8)
  }

  let kind: Kind
  let text: [UInt8]

  private static let specials = Set("|%!()<>@,;:\\\".[]".utf8)

  static func scan(_ text: ArraySlice<UInt8>) -> [AliasToken] {
    var tokens: [AliasToken] = []
    var index = text.startIndex
    while index < text.endIndex {
      let byte = text[index]
      switch byte {
      case _ where byte.isWordSeparator:
        index += 1
      case UInt8(ascii: "("):
        tokens.append(AliasToken(kind: .comment, text: comment(in: text, &index)))
      case UInt8(ascii: "["), UInt8(ascii: "\""):
        let isQuote = byte == UInt8(ascii: "\"")
        index += 1
        let inside = collect(text, &index) { $0 != (isQuote ? UInt8(ascii: "\"") : UInt8(ascii: "]")) }
        if index < text.endIndex { index += 1 }
        tokens.append(AliasToken(kind: isQuote ? .quoted : .domainLiteral, text: inside))
      case _ where byte != UInt8(ascii: "\\") && specials.contains(byte):
        tokens.append(AliasToken(kind: .special(byte), text: []))
        index += 1
      default:
        let atom = collect(text, &index) { !$0.isWordSeparator && !specials.contains($0) }
        let needsQuotes = atom.contains { $0 <= 0x20 || $0 == 0x7F || specials.contains($0) }
        tokens.append(AliasToken(kind: needsQuotes ? .quoted : .atom, text: atom))
      }
    }
    return tokens
  }

  /// Bytes up to the first one that does not belong; a backslash takes the next byte as it is.
  private static func collect(
    _ text: ArraySlice<UInt8>, _ index: inout Int, while belongs: (UInt8) -> Bool
  ) -> [UInt8] {
    var collected: [UInt8] = []
    while index < text.endIndex {
      var byte = text[index]
      if byte == UInt8(ascii: "\\") {
        index += 1
        guard index < text.endIndex else { break }
        byte = text[index]
      } else if !belongs(byte) {
        break
      }
      collected.append(byte.isWordSeparator ? 0x20 : byte)
      index += 1
    }
    return collected
  }

  /// A comment in its external form: backslashes stay, parentheses nest.
  private static func comment(in text: ArraySlice<UInt8>, _ index: inout Int) -> [UInt8] {
    let start = index
    var level = 0
    while index < text.endIndex {
      let byte = text[index]
      index += 1
      if byte == UInt8(ascii: "(") {
        level += 1
      } else if byte == UInt8(ascii: ")") {
        level -= 1
        if level == 0 { break }
      } else if byte == UInt8(ascii: "\\"), index < text.endIndex {
        index += 1
      }
    }
    return Array(text[start..<index])
  }

  // MARK: Back to text

  /// Without quotes: the spelling under which local(8) looks names up.
  static func internalForm(of tokens: ArraySlice<AliasToken>) -> ByteString {
    joined(tokens, spaceAfterComma: false) { token in
      switch token.kind {
      case .special(let byte): [byte]
      case .domainLiteral: [UInt8(ascii: "[")] + token.text + [UInt8(ascii: "]")]
      case .atom, .quoted, .comment: token.text
      }
    }
  }

  /// With quotes where they are needed: the spelling that can be read again.
  static func externalForm(of tokens: ArraySlice<AliasToken>) -> ByteString {
    joined(tokens, spaceAfterComma: true) { token in
      switch token.kind {
      case .special(let byte): [byte]
      case .domainLiteral: [UInt8(ascii: "[")] + escaped(token.text, "\\\r\n") + [UInt8(ascii: "]")]
      case .quoted: [UInt8(ascii: "\"")] + escaped(token.text, "\"\\\r\n") + [UInt8(ascii: "\"")]
      case .atom, .comment: token.text
      }
    }
  }

  private static func joined(
    _ tokens: ArraySlice<AliasToken>, spaceAfterComma: Bool, _ text: (AliasToken) -> [UInt8]
  ) -> ByteString {
    var bytes: [UInt8] = []
    for index in tokens.indices {
      let token = tokens[index]
      bytes += text(token)
      let isComma = token.kind == .special(UInt8(ascii: ","))
      guard index + 1 < tokens.endIndex else {
        if isComma, spaceAfterComma { bytes.append(0x20) }
        continue
      }
      let next = tokens[index + 1]
      if isComma || next.kind == .special(UInt8(ascii: "<")) || (!token.isSpecial && !next.isSpecial) {
        bytes.append(0x20)
      }
    }
    return ByteString(bytes)
  }

  private var isSpecial: Bool { if case .special = kind { true } else { false } }

  private static func escaped(_ text: [UInt8], _ quoted: String) -> [UInt8] {
    text.flatMap { quoted.utf8.contains($0) ? [UInt8(ascii: "\\"), $0] : [$0] }
  }
}
