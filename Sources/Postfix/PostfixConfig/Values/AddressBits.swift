// An IP address as one number, for searches that compare many of them.
//
// The bits of both families begin at the top, so that a prefix covers the same bits in either: an IPv4 address is followed
// by zeros. Addresses of different families are different even with equal bits.

import Bytes

struct AddressBits: Hashable, Sendable {
  let isIPv4: Bool
  let bits: UInt128

  /// - Parameter address: 4 or 16 bytes, network order.
  init(_ address: some Collection<UInt8>) {
    isIPv4 = address.count == 4
    bits = address.reduce(0) { $0 << 8 | UInt128($1) } << (isIPv4 ? 96 : 0)
  }

  private init(ipv4 number: UInt32) {
    isIPv4 = true
    bits = UInt128(number) << 96
  }

  /// Reads an address as `IPNetwork.init(address:)` does.
  init?(_ text: ByteString) {
    if text.bytes.contains(UInt8(ascii: ":")) {
      guard let address = IPAddressText.parse(text) else { return nil }
      self.init(address)
    } else {
      guard let number = IPAddressText.parseIPv4(text.bytes[...]) else { return nil }
      self.init(ipv4: number)
    }
  }

  /// The bits that a prefix covers; none for a length below 1.
  static func mask(_ prefixLength: Int) -> UInt128 { ~0 << (128 - prefixLength) }
}
