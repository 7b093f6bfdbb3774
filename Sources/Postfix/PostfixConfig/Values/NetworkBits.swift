// A network as numbers, whose only question is whether it holds an address.

struct NetworkBits: Sendable {
  let prefix: AddressBits
  let mask: UInt128

  init(_ network: IPNetwork) {
    prefix = AddressBits(network.address)
    mask = AddressBits.mask(network.prefixLength)
  }

  /// Families do not mix: an address of the other one does not match, negated or not.
  func matches(_ address: AddressBits, isNegated: Bool = false) -> Bool {
    prefix.isIPv4 == address.isIPv4 && ((prefix.bits ^ address.bits) & mask == 0) != isNegated
  }
}
