// Comparing an address with a literal of a match list.
//
// Only what looks like a network or an IPv6 address is taken apart; the rest is compared as text, so that domain names
// and old mistakes do no harm. A network pattern that is wrong fails the comparison.
// Source: match_ops.c (match_hostaddr).

import Bytes

enum AddressMatch {
  private static let v4Bytes = Set("0123456789.".utf8)
  private static let v6Bytes = v4Bytes.union("abcdefABCDEF:".utf8)
  private static let patternBytes = v6Bytes.union("[]/".utf8)

  static func isAddressText(_ text: ByteString) -> Bool { text.bytes.allSatisfy(v6Bytes.contains) }

  /// Whether a literal is taken apart.
  static func isNetworkPattern(_ pattern: ByteString) -> Bool {
    pattern.bytes.contains { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "/") }
      && pattern.bytes.allSatisfy(patternBytes.contains)
  }

  /// - Parameter address: text for which `isAddressText` holds.
  static func matches(_ address: ByteString, _ pattern: ByteString) throws(CIDRPattern.Problem) -> Bool {
    if address == pattern || pattern.bytes == [UInt8(ascii: "[")] + address.bytes + [UInt8(ascii: "]")] { return true }
    let isIPv6 = address.bytes.contains(UInt8(ascii: ":"))
    guard isIPv6 == pattern.bytes.contains(UInt8(ascii: ":")), isNetworkPattern(pattern) else { return false }
    let network = try CIDRPattern.parse(pattern.bytes[...])
    guard let single = IPNetwork(address: address) else { return false }
    return network.contains(single)
  }
}
