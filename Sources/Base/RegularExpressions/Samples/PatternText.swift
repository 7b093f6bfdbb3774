// The bytes of a pattern and how far they are read; with what all dialects have in common.

import Bytes

struct PatternText {
  private let bytes: [UInt8]
  private(set) var index = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var next: UInt8? { index < bytes.count ? bytes[index] : nil }
  var isAtEnd: Bool { index >= bytes.count }

  mutating func take() -> UInt8? {
    guard index < bytes.count else { return nil }
    index += 1
    return bytes[index - 1]
  }

  mutating func take(_ expected: StaticString) -> Bool {
    guard startsWith(expected) else { return false }
    index += expected.utf8CodeUnitCount
    return true
  }

  func startsWith(_ expected: StaticString) -> Bool {
    expected.withUTF8Buffer { bytes[index...].starts(with: $0) }
  }

  /// What stands before the byte, which is taken as well; all the rest if there is none.
  mutating func take(through end: UInt8) -> ArraySlice<UInt8> {
    let start = index
    while let byte = take() { if byte == end { return bytes[start..<index - 1] } }
    return bytes[start...]
  }

  mutating func take(while isWanted: (UInt8) -> Bool) -> ArraySlice<UInt8> {
    let start = index
    while let next, isWanted(next) { index += 1 }
    return bytes[start..<index]
  }

  /// A number of at most so many digits; nil without digits. More digits than that stay.
  mutating func number(digits: Int = 5, radix: Int = 10) -> Int? {
    var value: Int?
    var count = 0
    while count < digits, let next, let digit = Character(Unicode.Scalar(next)).hexDigitValue, digit < radix {
      value = (value ?? 0) * radix + digit
      count += 1
      index += 1
    }
    return value
  }

  /// `2}`, `2,}` or `2,5}`, behind the brace; in a basic pattern with a backslash before the last brace. Nil, and
  /// nothing is taken, if it is something else.
  mutating func interval(_ dialect: PatternDialect) -> (Int, Int)? {
    let start = index
    if let least = number() ?? (dialect != .perl && next == UInt8(ascii: ",") ? 0 : nil) {
      var most = least
      if take(",") { most = number() ?? Int.max }
      if dialect == .basic ? take("\\}") : take("}"), most >= least { return (least, most) }
    }
    index = start
    return nil
  }

  /// The members of a bracket, behind its opening: `^`, ranges, classes, and in Perl's language escapes.
  mutating func bracket(isPerl: Bool, isCaseless: Bool) -> ByteSet {
    let isNegated = take("^")
    var set = ByteSet()
    var isFirst = true
    while let byte = take() {
      if byte == UInt8(ascii: "]"), !isFirst { break }
      isFirst = false
      if byte == UInt8(ascii: "["), let kind = next, ":.=".utf8.contains(kind) {
        index += 1
        let name = take(through: kind)
        _ = take("]")
        if kind == UInt8(ascii: ":") {
          let isInverted = name.first == UInt8(ascii: "^")
          let named = NamedClasses.named(isInverted ? name.dropFirst() : name) ?? ByteSet()
          set.formUnion(isInverted ? named.inverted : named)
        } else if let only = name.first, name.count == 1 {
          set.insert(only)
        }
        continue
      }
      var first = byte
      if isPerl, byte == UInt8(ascii: "\\") {
        guard let escape = take() else { break }
        if let named = NamedClasses.escaped(escape, isPerl: true) {
          set.formUnion(named)
          continue
        }
        first = PerlEscape.byte(escape, &self, inBracket: true)
      }
      set.insert(first)
      insertRange(from: first, to: &set, isPerl: isPerl)
    }
    if isCaseless { set = set.ignoringCase }
    return isNegated ? set.inverted : set
  }

  private mutating func insertRange(from first: UInt8, to set: inout ByteSet, isPerl: Bool) {
    guard next == UInt8(ascii: "-"), index + 1 < bytes.count, bytes[index + 1] != UInt8(ascii: "]") else { return }
    index += 1
    guard var last = take() else { return }
    if last == UInt8(ascii: "["), let kind = next, ".=".utf8.contains(kind) {
      index += 1
      last = take(through: kind).first ?? first
      _ = take("]")
    } else if isPerl, last == UInt8(ascii: "\\"), let escape = take() {
      last = PerlEscape.byte(escape, &self, inBracket: true)
    }
    for byte in first...max(first, last) { set.insert(byte) }
  }
}
