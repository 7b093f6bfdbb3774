// Writes the words of an address as text: the internal form without quotes, or the external form with them.
//
// Source: tok822_parse.c (tok822_internalize, and tok822_externalize for an address).

import Bytes
import MailAddresses

extension Sequence where Element == AddressToken {
  /// The form that lookups and lists use. It is ambiguous: a quoted "@" looks like any other.
  var internalText: [UInt8] {
    var text: [UInt8] = []
    var previous: AddressToken?
    for token in self {
      if let previous, needsBlank(between: previous, token) { text.append(0x20) }
      switch token.kind {
      case .symbol(let byte): text.append(byte)
      case .atom, .quoted, .comment: text += token.text
      case .literal: text += [UInt8(ascii: "[")] + token.text + [UInt8(ascii: "]")]
      }
      previous = token
    }
    return text
  }

  /// The local part in quotes if it needs them as a whole; which of its words were quoted is forgotten.
  var externalText: [UInt8] { AddressQuoting.quoted(internalText) }

  private func needsBlank(between word: AddressToken, _ next: AddressToken) -> Bool {
    if word.isOwned { return false }
    if word.isSymbol(",") || next.isSymbol("<") { return true }
    return !word.isSymbol && !next.isSymbol
  }
}
