// Writes the words of an address as text: the internal form without quotes, or the external form with them.
//
// Source: tok822_parse.c (tok822_internalize, tok822_externalize).

import Bytes

extension Sequence where Element == AddressToken {
  /// The form that lookups and lists use. It is ambiguous: a quoted "@" looks like any other.
  var internalText: [UInt8] {
    write { token, text in
      switch token.kind {
      case .symbol(let byte): text.append(byte)
      case .atom, .quoted, .comment: text += token.text
      case .literal: text += [UInt8(ascii: "[")] + token.text + [UInt8(ascii: "]")]
      }
    }
  }

  var externalText: [UInt8] {
    write(alwaysBlankAfterComma: true) { token, text in
      func quote(_ bytes: [UInt8], _ needsBackslash: (UInt8) -> Bool) {
        for byte in bytes {
          if needsBackslash(byte) { text.append(UInt8(ascii: "\\")) }
          text.append(byte)
        }
      }
      switch token.kind {
      case .symbol(let byte): text.append(byte)
      case .atom, .comment: text += token.text
      case .quoted:
        text.append(UInt8(ascii: "\""))
        quote(token.text) { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") || $0 == 0x0D || $0 == 0x0A }
        text.append(UInt8(ascii: "\""))
      case .literal:
        text.append(UInt8(ascii: "["))
        quote(token.text) { $0 == UInt8(ascii: "\\") || $0 == 0x0D || $0 == 0x0A }
        text.append(UInt8(ascii: "]"))
      }
    }
  }

  private func write(
    alwaysBlankAfterComma: Bool = false, _ write: (AddressToken, inout [UInt8]) -> Void
  ) -> [UInt8] {
    var text: [UInt8] = []
    var previous: AddressToken?
    for token in self {
      if let previous, !(alwaysBlankAfterComma && previous.isSymbol(",")), needsBlank(between: previous, token) {
        text.append(0x20)
      }
      write(token, &text)
      if alwaysBlankAfterComma, token.isSymbol(",") { text.append(0x20) }
      previous = token
    }
    return text
  }

  private func needsBlank(between word: AddressToken, _ next: AddressToken) -> Bool {
    if word.isOwned { return false }
    if word.isSymbol(",") || next.isSymbol("<") { return true }
    return !word.isSymbol && !next.isSymbol
  }
}
