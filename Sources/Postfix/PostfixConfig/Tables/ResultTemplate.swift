// The result of a regexp or pcre rule: text with `$1`, `${1}` or `$(1)` for parts of the key, and `$$` for a dollar sign.
//
// Source: mac_parse.c, dict_regexp.c (dict_regexp_prescan), dict_pcre.c.

import Bytes

struct ResultTemplate: Sendable {
  private enum Part: Sendable {
    case literal(ArraySlice<UInt8>)
    case group(Int)
  }

  private var parts: [Part] = []
  /// The largest number, 0 if there is none.
  private(set) var largestGroup = 0

  /// Why Postfix skips a rule with such a result.
  struct Problem: Error, Sendable { let message: String }

  /// - Parameter isPerl: pcre and regexp tables spell one message in two ways.
  init(_ text: ArraySlice<UInt8>, isPerl: Bool) throws(Problem) {
    var index = text.startIndex
    while index < text.endIndex {
      guard let dollar = text[index...].firstIndex(of: UInt8(ascii: "$")) else {
        parts.append(.literal(text[index...]))
        return
      }
      if index < dollar { parts.append(.literal(text[index..<dollar])) }
      index = dollar + 1
      if index < text.endIndex, text[index] == UInt8(ascii: "$") {
        parts.append(.literal(text[dollar..<index]))
        index += 1
      } else {
        let name = try Self.name(in: text, &index)
        let number = try Self.number(name, isPerl: isPerl)
        largestGroup = max(largestGroup, number)
        parts.append(.group(number))
      }
    }
  }

  /// The text for a key. Groups that took no part in the match are empty.
  func filled(from key: ByteString, groups: [Range<Int>?]) -> ByteString {
    var bytes: [UInt8] = []
    for part in parts {
      switch part {
      case .literal(let text): bytes += text
      case .group(let number):
        if groups.indices.contains(number), let range = groups[number], range.upperBound <= key.count {
          bytes += key.bytes[range]
        }
      }
    }
    return ByteString(bytes)
  }

  private static func name(in text: ArraySlice<UInt8>, _ index: inout Int) throws(Problem) -> ArraySlice<UInt8> {
    let name: ArraySlice<UInt8>
    let opening = index < text.endIndex ? text[index] : 0
    if opening == UInt8(ascii: "(") || opening == UInt8(ascii: "{") {
      let closing = opening == UInt8(ascii: "(") ? UInt8(ascii: ")") : UInt8(ascii: "}")
      let start = index + 1
      var level = 0
      repeat {
        guard index < text.endIndex else {
          throw Problem(message: "truncated macro reference: \"\(ByteString(text))\"")
        }
        if text[index] == opening { level += 1 } else if text[index] == closing { level -= 1 }
        index += 1
      } while level > 0
      name = text[start..<(index - 1)]
    } else {
      name = text[index...].prefix { $0.isASCIIAlphanumeric || $0 == UInt8(ascii: "_") }
      index = name.endIndex
    }
    guard !name.isEmpty else { throw Problem(message: "empty macro name: \"\(ByteString(text))\"") }
    return name
  }

  private static func number(_ name: ArraySlice<UInt8>, isPerl: Bool) throws(Problem) -> Int {
    guard name.allSatisfy(\.isASCIIDigit) else {
      throw Problem(message: "non-numeric replacement index \"\(ByteString(name))\"")
    }
    // A C int is what Postfix keeps; what does not fit becomes another number, or one that no pattern reaches.
    let number = Int32(truncatingIfNeeded: DecimalNumber.prefix(of: name)?.value ?? Int.max)
    guard number != 0 else {
      throw Problem(
        message: "\(isPerl ? "out of range" : "out-of-range") replacement index \"\(ByteString(name))\"")
    }
    return number < 0 ? Int.max : Int(number)
  }
}
