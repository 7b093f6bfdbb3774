// The classes that patterns name: [:alpha:] in brackets, \d and its like behind a backslash.

import Bytes

enum NamedClasses {
  static func isWord(_ byte: UInt8) -> Bool { byte.isASCIIAlphanumeric || byte == UInt8(ascii: "_") }
  static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
  private static func isVertical(_ byte: UInt8) -> Bool { (0x0A...0x0D).contains(byte) }
  private static func isVisible(_ byte: UInt8) -> Bool { (0x21...0x7E).contains(byte) }

  /// [:name:]; nil for a name that nobody knows.
  static func named(_ name: ArraySlice<UInt8>) -> ByteSet? {
    switch String(decoding: name, as: UTF8.self) {
    case "alpha": ByteSet(where: \.isASCIILetter)
    case "digit": ByteSet(where: \.isASCIIDigit)
    case "alnum": ByteSet(where: \.isASCIIAlphanumeric)
    case "lower": ByteSet(where: \.isASCIILowercase)
    case "upper": ByteSet(where: \.isASCIIUppercase)
    case "space": ByteSet(where: \.isASCIISpace)
    case "blank": ByteSet(where: isBlank)
    case "punct": ByteSet { isVisible($0) && !$0.isASCIIAlphanumeric }
    case "graph": ByteSet(where: isVisible)
    case "print": ByteSet { isVisible($0) || $0 == 0x20 }
    case "cntrl": ByteSet { $0 < 0x20 || $0 == 0x7F }
    case "xdigit": ByteSet { $0.isASCIIDigit || (0x61...0x66).contains($0 | 0x20) }
    case "word": ByteSet(where: isWord)
    case "ascii": ByteSet { $0 < 0x80 }
    default: nil
    }
  }

  /// The letter behind a backslash; nil for one that names no class. POSIX patterns have `\w` and `\s` only.
  static func escaped(_ letter: UInt8, isPerl: Bool) -> ByteSet? {
    let lower = letter | 0x20
    guard letter.isASCIILetter, isPerl || lower == UInt8(ascii: "w") || lower == UInt8(ascii: "s") else { return nil }
    let set: ByteSet
    switch lower {
    case UInt8(ascii: "w"): set = ByteSet(where: isWord)
    case UInt8(ascii: "s"): set = ByteSet(where: \.isASCIISpace)
    case UInt8(ascii: "d"): set = ByteSet(where: \.isASCIIDigit)
    case UInt8(ascii: "h"): set = ByteSet(where: isBlank)
    case UInt8(ascii: "v"): set = ByteSet(where: isVertical)
    case UInt8(ascii: "n") where letter != lower: return ByteSet { $0 != 0x0A }
    case UInt8(ascii: "r") where letter != lower: return ByteSet(where: isVertical)
    default: return nil
    }
    return letter == lower ? set : set.inverted
  }
}
