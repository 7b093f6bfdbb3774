// The tokens of a basic or extended POSIX pattern, with the additions of the GNU C library.
//
// Source: regex(7).

import Bytes

enum POSIXTokens {
  /// - Parameter isAtStart: whether nothing stands before in the group or branch; a basic pattern's `^` and `*` then
  ///   differ.
  static func next(
    _ text: inout PatternText, isExtended: Bool, isCaseless: Bool, isAtStart: Bool
  ) -> PatternToken? {
    guard let byte = text.take() else { return nil }
    if byte == UInt8(ascii: "\\") {
      guard let escaped = text.take() else { return .literal(byte) }
      if !isExtended, let token = special(escaped, &text, isExtended: false) { return token }
      return escape(escaped)
    }
    switch byte {
    case UInt8(ascii: "["): return .set(text.bracket(isPerl: false, isCaseless: isCaseless))
    case UInt8(ascii: "."): return .set(ByteSet().inverted)
    case UInt8(ascii: "*"): return !isExtended && isAtStart ? .literal(byte) : .times(0, .max)
    case UInt8(ascii: "^"): return isExtended || isAtStart ? .nothing : .literal(byte)
    case UInt8(ascii: "$"):
      let isAnchor = isExtended || text.isAtEnd || text.startsWith("\\)") || text.startsWith("\\|")
      return isAnchor ? .nothing : .literal(byte)
    default: return (isExtended ? special(byte, &text, isExtended: true) : nil) ?? .literal(byte)
    }
  }

  /// What a basic pattern spells with a backslash, an extended one without.
  private static func special(_ byte: UInt8, _ text: inout PatternText, isExtended: Bool) -> PatternToken? {
    switch byte {
    case UInt8(ascii: "("): .open(.capturing)
    case UInt8(ascii: ")"): .close
    case UInt8(ascii: "|"): .bar
    case UInt8(ascii: "+"): .times(1, .max)
    case UInt8(ascii: "?"): .times(0, 1)
    case UInt8(ascii: "{"): text.interval(isExtended ? .extended : .basic).map { .times($0.0, $0.1) }
    default: nil
    }
  }

  private static func escape(_ byte: UInt8) -> PatternToken {
    if let set = NamedClasses.escaped(byte, isPerl: false) { return .set(set) }
    switch byte {
    case UInt8(ascii: "1")...UInt8(ascii: "9"): return .node(.backReference(Int(byte - UInt8(ascii: "0"))))
    case UInt8(ascii: "b"), UInt8(ascii: "B"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "`"),
      UInt8(ascii: "'"):
      return .nothing
    default: return .literal(byte)
    }
  }
}
