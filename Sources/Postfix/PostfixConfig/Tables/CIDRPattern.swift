// One address pattern: net/bits, [net]/bits, [net/bits], or an address.
//
// The prefix length is kept in one byte, as Postfix keeps it: "/264" means "/8". Host bits must be zero.
// Source: cidr_match.c.

import Bytes

enum CIDRPattern {
  struct Problem: Error, Sendable {
    let isHostBits: Bool
    let message: String
  }

  static func parse(_ pattern: ArraySlice<UInt8>) throws(Problem) -> IPNetwork {
    var address = pattern
    // Where "/bits" is looked for: in the brackets, or behind them.
    var tail = pattern
    if pattern.first == UInt8(ascii: "[") {
      let inside = pattern.dropFirst()
      guard let close = inside.firstIndex(of: UInt8(ascii: "]")) else {
        throw bad("missing ']' character after \"[\(ByteString(inside))\"")
      }
      address = inside[..<close]
      tail = inside[(close + 1)...]
      if tail.isEmpty {
        tail = address
      } else if tail.first != UInt8(ascii: "/") {
        throw bad("garbage after \"[\(ByteString(address))]\"")
      }
    }
    guard let slash = tail.firstIndex(of: UInt8(ascii: "/")) else { return try single(address) }
    // Only inside the brackets, or without them, does the address end at the slash.
    if slash < address.endIndex { address = address[..<slash] }
    return try network(address, bits: tail[(slash + 1)...])
  }

  private static func single(_ address: ArraySlice<UInt8>) throws(Problem) -> IPNetwork {
    guard let network = IPNetwork(address: ByteString(address)) else {
      throw bad("bad address pattern: \"\(ByteString(address))\"")
    }
    return network
  }

  private static func network(_ address: ArraySlice<UInt8>, bits: ArraySlice<UInt8>) throws(Problem) -> IPNetwork {
    let shown = "\"\(ByteString(address))/\(ByteString(bits))\""
    guard !bits.isEmpty, bits.allSatisfy(\.isASCIIDigit) else { throw bad("bad mask value in \(shown)") }
    let number = DecimalNumber.prefix(of: bits)?.value ?? Int.max
    let length = Int(UInt8(truncatingIfNeeded: number))
    guard length <= (address.contains(UInt8(ascii: ":")) ? 128 : 32) else { throw bad("bad mask length in \(shown)") }
    guard let bytes = IPAddressText.parse(ByteString(address)),
      let network = IPNetwork(address: bytes, prefixLength: length)
    else { throw bad("bad network value in \(shown)") }
    guard let masked = network.masked, masked == network else {
      let better = "\(network.masked?.addressText ?? .empty)/\(length)"
      throw Problem(
        isHostBits: true,
        message: "non-null host address bits in \(shown), perhaps you should use \"\(better)\" instead")
    }
    return network
  }

  private static func bad(_ message: String) -> Problem { Problem(isHostBits: false, message: message) }
}
