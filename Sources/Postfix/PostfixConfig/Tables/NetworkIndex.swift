// Finds the first of many networks that holds an address, without asking each.
//
// The networks of each prefix length are hashed by the bits of their prefix, so that an address is looked for once for
// each length that occurs. Positions are those of the list that is indexed; the lowest wins.

struct NetworkIndex: Sendable {
  /// The networks of one prefix length.
  private struct Level: Sendable {
    let mask: UInt128
    /// No network of this level comes before.
    let start: Int
    var positions: [UInt128: Int]
  }

  /// In the order of their starts.
  private var ipv4: [Level] = []
  private var ipv6: [Level] = []

  /// - Parameter position: higher than all before.
  mutating func add(_ network: IPNetwork, at position: Int) {
    let address = AddressBits(network.address)
    let mask = AddressBits.mask(network.prefixLength)
    if address.isIPv4 {
      Self.add(address.bits & mask, mask, at: position, to: &ipv4)
    } else {
      Self.add(address.bits & mask, mask, at: position, to: &ipv6)
    }
  }

  private static func add(_ prefix: UInt128, _ mask: UInt128, at position: Int, to levels: inout [Level]) {
    guard let level = levels.firstIndex(where: { $0.mask == mask }) else {
      levels.append(Level(mask: mask, start: position, positions: [prefix: position]))
      return
    }
    if levels[level].positions[prefix] == nil { levels[level].positions[prefix] = position }
  }

  /// The lowest position of a network that holds the address.
  func first(holding address: AddressBits) -> Int? {
    var best: Int?
    for level in address.isIPv4 ? ipv4 : ipv6 {
      if let best, best < level.start { break }
      if let position = level.positions[address.bits & level.mask], position < best ?? .max { best = position }
    }
    return best
  }
}
