// The character classes that Postfix uses, on bytes: the ASCII part of C's isspace(3) and friends.

extension UInt8 {
  /// Blank, TAB, LF, VT, FF, CR: Postfix's ISSPACE.
  @inlinable public var isASCIISpace: Bool { self == 0x20 || (self >= 0x09 && self <= 0x0D) }
  @inlinable public var isASCIIDigit: Bool { self >= 0x30 && self <= 0x39 }
  @inlinable public var isASCIIUppercase: Bool { self >= 0x41 && self <= 0x5A }
  @inlinable public var isASCIILowercase: Bool { self >= 0x61 && self <= 0x7A }
  @inlinable public var isASCIILetter: Bool { isASCIIUppercase || isASCIILowercase }
  @inlinable public var isASCIIHexDigit: Bool { isASCIIDigit || (self | 0x20 >= 0x61 && self | 0x20 <= 0x66) }
  @inlinable public var isASCIIAlphanumeric: Bool { isASCIILetter || isASCIIDigit }
  /// Blank, TAB, CR, LF: Postfix's CHARS_SPACE, which separates words.
  @inlinable public var isWordSeparator: Bool { self == 0x20 || self == 0x09 || self == 0x0D || self == 0x0A }
  /// Comma or a word separator: Postfix's CHARS_COMMA_SP, which separates list elements.
  @inlinable public var isListSeparator: Bool { self == 0x2C || isWordSeparator }
}
