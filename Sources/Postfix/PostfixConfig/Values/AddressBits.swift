// An IP address as one number, for searches that compare many of them.
//
// The bits of both families begin at the top, so that a prefix covers the same bits in either: an IPv4 address is
// followed by zeros. Addresses of different families are different even with equal bits.

import Bytes

struct AddressBits: Hashable, Sendable {
  let isIPv4: Bool
  let bits: UInt128

  /// - Parameter address: 4 or 16 bytes, network order.
  init(_ address: some Collection<UInt8>) {
    isIPv4 = address.count == 4
    bits = address.reduce(0) { $0 << 8 | UInt128($1) } << (isIPv4 ? 96 : 0)
  }

  private init(bits: UInt128, isIPv4: Bool) {
    self.bits = bits
    self.isIPv4 = isIPv4
  }

  private init(ipv4 number: UInt32) { self.init(bits: UInt128(number) << 96, isIPv4: true) }

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

  // MARK: Other addresses of the family

  /// With all bits set that the mask leaves free: the last address of a network.
  func filled(outside mask: UInt128) -> AddressBits {
    AddressBits(bits: (bits | ~mask) & AddressBits.mask(isIPv4 ? 32 : 128), isIPv4: isIPv4)
  }

  /// The next address or the one before; nil where there is none.
  func neighbour(isNext: Bool) -> AddressBits? {
    let one: UInt128 = isIPv4 ? 1 << 96 : 1
    let (sum, overflow) = isNext ? bits.addingReportingOverflow(one) : bits.subtractingReportingOverflow(one)
    return overflow ? nil : AddressBits(bits: sum, isIPv4: isIPv4)
  }

  var text: ByteString {
    IPAddressText.format((0..<(isIPv4 ? 4 : 16)).map { UInt8(truncatingIfNeeded: bits >> (120 - 8 * $0)) })
  }
}
