// What the rules of cidr, regexp and pcre tables have in common: `if`, `endif` and negation.
//
// Sources: dict_cidr.c, dict_regexp.c, dict_pcre.c.

import Bytes

enum RuleWord {
  /// Whether the text begins with the word, in any case, and no letter or digit follows.
  static func begins(_ text: ArraySlice<UInt8>, with word: StaticString) -> Bool {
    let length = word.utf8CodeUnitCount
    guard text.count >= length else { return false }
    let start = ByteString(text.prefix(length)).lowercased
    guard start.description == word.description else { return false }
    return text.dropFirst(length).first?.isASCIIAlphanumeric != true
  }

  /// Exclamation marks, each of which turns the sense, and white space between them.
  static func negation(in text: ArraySlice<UInt8>) -> (isNegated: Bool, rest: ArraySlice<UInt8>) {
    let rest = text.drop { $0 == UInt8(ascii: "!") || $0.isASCIISpace }
    let marks = text[..<rest.startIndex].count { $0 == UInt8(ascii: "!") }
    return (!marks.isMultiple(of: 2), rest)
  }
}
