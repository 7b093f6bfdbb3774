// A word of an address: an operator, an atom, a quoted string, a comment or a domain literal.
//
// Routing is worked out on words rather than on text, so that a quoted "@" is none. Source: tok822.h, tok822_node.c.

import Bytes

struct AddressToken: Equatable {
  enum Kind: Equatable {
    /// One character with a meaning of its own, such as @ or %.
    case symbol(UInt8)
    case atom
    /// What was in quotes, or an atom that has to be; without quotes and backslashes.
    case quoted
    /// A comment as written, with its parentheses.
    case comment
    /// What was between [ and ], without backslashes.
    case literal
  }

  var kind: Kind
  var text: [UInt8] = []
  /// Whether it was put into a tree that was empty: no blank is written behind such a word.
  var isOwned = false

  static func symbol(_ character: Unicode.Scalar) -> AddressToken {
    AddressToken(kind: .symbol(UInt8(ascii: character)))
  }

  func isSymbol(_ character: Unicode.Scalar) -> Bool { kind == .symbol(UInt8(ascii: character)) }

  var isSymbol: Bool { if case .symbol = kind { true } else { false } }

  var isEmptyQuoted: Bool { kind == .quoted && text.isEmpty }
}

extension Array where Element == AddressToken {
  func firstSymbol(_ character: Unicode.Scalar) -> Int? { firstIndex { $0.isSymbol(character) } }
  func lastSymbol(_ character: Unicode.Scalar) -> Int? { lastIndex { $0.isSymbol(character) } }

  /// Adds words behind the last, which decides whether blanks are written between them.
  mutating func add(_ words: some Sequence<AddressToken>) {
    let isOwned = last?.isOwned ?? true
    for var word in words {
      word.isOwned = isOwned
      append(word)
    }
  }

  mutating func addBefore(_ words: some Sequence<AddressToken>) {
    let isOwned = first?.isOwned ?? true
    insert(
      contentsOf: words.map { word in
        var word = word
        word.isOwned = isOwned
        return word
      }, at: 0)
  }
}
