// What a backslash makes of the letter behind it, in Perl's language.
//
// Source: pcre2pattern(3).

import Bytes

enum PerlEscape {
  /// - Parameter letter: behind the backslash, taken already.
  static func token(_ letter: UInt8, _ text: inout PatternText, groupCount: Int) -> PatternToken {
    if let set = NamedClasses.escaped(letter, isPerl: true) { return .set(set) }
    switch letter {
    case UInt8(ascii: "1")...UInt8(ascii: "9"):
      let more = text.number(digits: 1)
      let number = Int(letter - UInt8(ascii: "0"))
      return .node(.backReference(more.map { number * 10 + $0 } ?? number))
    case UInt8(ascii: "g"), UInt8(ascii: "k"): return reference(letter, &text, groupCount: groupCount)
    case UInt8(ascii: "b"), UInt8(ascii: "B"), UInt8(ascii: "A"), UInt8(ascii: "Z"), UInt8(ascii: "z"),
      UInt8(ascii: "G"), UInt8(ascii: "K"), UInt8(ascii: "E"):
      return .nothing
    case UInt8(ascii: "p"), UInt8(ascii: "P"): return .set(property(letter, &text))
    case UInt8(ascii: "R"): return .literal(0x0A)
    case UInt8(ascii: "X"), UInt8(ascii: "C"): return .set(ByteSet().inverted)
    default: return .literal(byte(letter, &text))
    }
  }

  /// The one byte that the escape stands for.
  static func byte(_ letter: UInt8, _ text: inout PatternText, inBracket: Bool = false) -> UInt8 {
    switch letter {
    case UInt8(ascii: "n"): return 0x0A
    case UInt8(ascii: "r"): return 0x0D
    case UInt8(ascii: "t"): return 0x09
    case UInt8(ascii: "f"): return 0x0C
    case UInt8(ascii: "a"): return 0x07
    case UInt8(ascii: "e"): return 0x1B
    case UInt8(ascii: "b") where inBracket: return 0x08
    case UInt8(ascii: "c"): return (text.take() ?? 0x40) & 0x5F ^ 0x40
    case UInt8(ascii: "0"): return UInt8(truncatingIfNeeded: text.number(digits: 2, radix: 8) ?? 0)
    case UInt8(ascii: "x"):
      guard text.take("{") else { return UInt8(truncatingIfNeeded: text.number(digits: 2, radix: 16) ?? 0) }
      let number = text.number(digits: 8, radix: 16) ?? 0
      _ = text.take("}")
      return UInt8(truncatingIfNeeded: number)
    default: return letter
    }
  }

  /// `\g1`, `\g{1}`, `\g{-1}`. References by name are not followed.
  private static func reference(_ letter: UInt8, _ text: inout PatternText, groupCount: Int) -> PatternToken {
    if letter == UInt8(ascii: "k") || text.next == UInt8(ascii: "<") || text.next == UInt8(ascii: "'") {
      guard let open = text.take() else { return .nothing }
      _ = text.take(
        through: open == UInt8(ascii: "<") ? UInt8(ascii: ">") : open == UInt8(ascii: "{") ? UInt8(ascii: "}") : open)
      return .nothing
    }
    let isBraced = text.take("{")
    let isRelative = text.take("-")
    let number = text.number()
    if isBraced { _ = text.take(through: UInt8(ascii: "}")) }
    guard let number else { return .nothing }
    return .node(.backReference(isRelative ? groupCount + 1 - number : number))
  }

  /// `\pL`, `\p{Lu}`, `\P{…}`: letters, digits, or anything else that can be seen.
  private static func property(_ letter: UInt8, _ text: inout PatternText) -> ByteSet {
    var name = text.take("{") ? text.take(through: UInt8(ascii: "}")) : text.take().map { [$0] } ?? []
    var isNegated = letter == UInt8(ascii: "P")
    if name.first == UInt8(ascii: "^") {
      isNegated.toggle()
      name = name.dropFirst()
    }
    let set: ByteSet =
      switch name.first {
      case UInt8(ascii: "L"):
        name.last == UInt8(ascii: "u") ? ByteSet(where: \.isASCIIUppercase) : ByteSet(where: \.isASCIILowercase)
      case UInt8(ascii: "N"): ByteSet(where: \.isASCIIDigit)
      case UInt8(ascii: "Z"): ByteSet(0x20)
      default: ByteSet { $0 > 0x20 && $0 < 0x7F && !$0.isASCIIAlphanumeric }
      }
    return isNegated ? ByteSet { !set.contains($0) && (name.first != UInt8(ascii: "L") || !$0.isASCIILetter) } : set
  }
}
