// Comparing an address with a literal of a match list.
//
// Only what looks like a network or an IPv6 address is taken apart; the rest is compared as text, so that domain names
// and old mistakes do no harm. A network pattern that is wrong fails the comparison, unless it equals the address as
// a text.
// Source: match_ops.c (match_hostaddr).

import Bytes

enum AddressMatch {
  static func isAddressText(_ text: ByteString) -> Bool { text.bytes.allSatisfy(isAddressByte) }

  /// Whether a literal is taken apart.
  static func isNetworkPattern(_ pattern: ByteString) -> Bool {
    var isMarked = false
    for byte in pattern.bytes {
      switch byte {
      case UInt8(ascii: ":"), UInt8(ascii: "/"): isMarked = true
      case UInt8(ascii: "["), UInt8(ascii: "]"): break
      default: if !isAddressByte(byte) { return false }
      }
    }
    return isMarked
  }

  private static func isAddressByte(_ byte: UInt8) -> Bool {
    byte.isASCIIDigit || byte == UInt8(ascii: ".") || byte == UInt8(ascii: ":") || (0x61...0x66).contains(byte | 0x20)
  }

  /// The address text that a literal may equal: itself, or what stands in its brackets.
  static func withoutBrackets(_ literal: ByteString) -> ByteString {
    guard literal.count > 1, literal.bytes.first == UInt8(ascii: "["), literal.bytes.last == UInt8(ascii: "]") else {
      return literal
    }
    return ByteString(literal.bytes.dropFirst().dropLast())
  }

  /// A literal of the other family is never taken apart.
  static func areOfOneFamily(_ address: ByteString, _ literal: ByteString) -> Bool {
    address.bytes.contains(UInt8(ascii: ":")) == literal.bytes.contains(UInt8(ascii: ":"))
  }
}
