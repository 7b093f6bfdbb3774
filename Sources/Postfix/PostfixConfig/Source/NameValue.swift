// "name = value": the one form that main.cf, -o options and database client files share.
//
// Source: split_nameval.c.

import Bytes

/// A name and its value, with their places in the text that held them.
struct NameValue: Sendable {
  enum Problem: String, Error, Sendable {
    case missingName = "missing attribute name"
    case missingEquals = "missing '=' after attribute name"
  }

  let name: Word
  let value: Word

  /// Only the first "=" splits; the value loses white space at its ends and nothing else.
  init(_ text: ArraySlice<UInt8>, acceptingEmptyNames: Bool = false) throws(Problem) {
    var index = text.startIndex
    func skipSpace() { while index < text.endIndex, text[index].isASCIISpace { index += 1 } }
    skipSpace()
    let nameStart = index
    guard index < text.endIndex else { throw .missingName }
    guard acceptingEmptyNames || text[index] != UInt8(ascii: "=") else { throw .missingName }
    while index < text.endIndex, !text[index].isASCIISpace, text[index] != UInt8(ascii: "=") { index += 1 }
    let nameEnd = index
    skipSpace()
    guard index < text.endIndex, text[index] == UInt8(ascii: "=") else { throw .missingEquals }
    index += 1
    skipSpace()
    var end = text.endIndex
    while end > index, text[end - 1].isASCIISpace { end -= 1 }
    name = Word(ByteString(text[nameStart..<nameEnd]), at: nameStart - text.startIndex)
    value = Word(ByteString(text[index..<end]), at: index - text.startIndex)
  }
}
