// The tokens of a pattern in Perl's language.
//
// What has no text of its own (assertions, options, comments, verbs, calls of other groups) is passed over; a sample
// that would need it fails its proof.
// Source: pcre2pattern(3).

import Bytes

enum PerlTokens {
  struct Context {
    let isCaseless: Bool
    /// Blanks and comments are not part of the pattern.
    var isSpaced: Bool
    /// Between `\Q` and `\E`.
    var isQuoted = false
  }

  /// - Parameter groupCount: how many groups have been opened.
  static func next(_ text: inout PatternText, _ context: inout Context, groupCount: Int) -> PatternToken? {
    if context.isQuoted {
      guard text.take("\\E") else { return text.take().map { .literal($0) } }
      context.isQuoted = false
    }
    if context.isSpaced { skipSpace(&text) }
    guard let byte = text.take() else { return nil }
    switch byte {
    case UInt8(ascii: "\\"):
      if text.take("Q") {
        context.isQuoted = true
        return .nothing
      }
      guard let letter = text.take() else { return .literal(byte) }
      return PerlEscape.token(letter, &text, groupCount: groupCount)
    case UInt8(ascii: "["): return .set(text.bracket(isPerl: true, isCaseless: context.isCaseless))
    case UInt8(ascii: "."): return .set(ByteSet().inverted)
    case UInt8(ascii: "^"), UInt8(ascii: "$"): return .nothing
    case UInt8(ascii: "("): return group(&text, &context)
    case UInt8(ascii: ")"): return .close
    case UInt8(ascii: "|"): return .bar
    case UInt8(ascii: "*"): return times(0, .max, &text)
    case UInt8(ascii: "+"): return times(1, .max, &text)
    case UInt8(ascii: "?"): return times(0, 1, &text)
    case UInt8(ascii: "{"):
      guard let (least, most) = text.interval(.perl) else { return .literal(byte) }
      return times(least, most, &text)
    default: return .literal(byte)
    }
  }

  /// Whether a quantifier is lazy or possessive does not matter here.
  private static func times(_ least: Int, _ most: Int, _ text: inout PatternText) -> PatternToken {
    if !text.take("?") { _ = text.take("+") }
    return .times(least, most)
  }

  private static func skipSpace(_ text: inout PatternText) {
    while let next = text.next, next.isASCIISpace || next == UInt8(ascii: "#") {
      if next == UInt8(ascii: "#") { _ = text.take(through: 0x0A) } else { _ = text.take() }
    }
  }

  /// What stands behind an opening parenthesis.
  private static func group(_ text: inout PatternText, _ context: inout Context) -> PatternToken {
    if text.take("*") { return afterClose(&text) }
    guard text.take("?") else { return .open(.capturing) }
    if text.take("#") { return afterClose(&text) }
    if text.take(":") || text.take("|") || text.take(">") { return .open(.plain) }
    if text.take("=") || text.take("!") || text.take("<=") || text.take("<!") { return .open(.ignored) }
    if text.take("P=") || text.take("P>") || text.take("&") || text.take("R") { return afterClose(&text) }
    if text.take("P<") || text.take("<") { return named(until: UInt8(ascii: ">"), &text) }
    if text.take("'") { return named(until: UInt8(ascii: "'"), &text) }
    // A condition: either branch may do.
    if text.take("(") {
      _ = text.take(through: UInt8(ascii: ")"))
      return .open(.plain)
    }
    let letters = text.take { $0.isASCIILetter || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "^") }
    let isOn = letters.prefix { $0 != UInt8(ascii: "-") }.contains(UInt8(ascii: "x"))
    if isOn { context.isSpaced = true } else if letters.contains(UInt8(ascii: "x")) { context.isSpaced = false }
    return text.take(":") ? .open(.plain) : afterClose(&text)
  }

  private static func named(until end: UInt8, _ text: inout PatternText) -> PatternToken {
    _ = text.take(through: end)
    return .open(.capturing)
  }

  private static func afterClose(_ text: inout PatternText) -> PatternToken {
    _ = text.take(through: UInt8(ascii: ")"))
    return .nothing
  }
}
