// Text in braces, with the place of what is inside.
//
// Source: extpar.c, balpar.c.

import Bytes

struct BracedText: Sendable {
  /// The text between the outer braces.
  let inside: ArraySlice<UInt8>

  /// Postfix's words about what is wrong.
  struct Problem: Error, Sendable { let message: String }

  /// - Parameter trimming: whether white space at both ends is dropped.
  init(_ text: ArraySlice<UInt8>, trimming: Bool) throws(Problem) {
    let shown = ByteString(text)
    guard text.first == UInt8(ascii: "{") else { throw Problem(message: "no '{' at start of text in \"\(shown)\"") }
    guard let close = Words.closingBrace(of: text) else { throw Problem(message: "missing '}' in \"\(shown)\"") }
    guard close + 1 == text.endIndex else { throw Problem(message: "syntax error after '}' in \"\(shown)\"") }
    let inner = text[(text.startIndex + 1)..<close]
    inside = trimming ? Words.trimmed(inner) : inner
  }

  /// The list elements inside, each with its offset from the start of the array that `inside` is a slice of.
  var words: [Word] {
    Words.ofList(ByteString(inside)).map { Word($0.text, at: $0.offset + inside.startIndex) }
  }
}
