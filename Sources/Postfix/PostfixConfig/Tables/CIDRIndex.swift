// The rules of a cidr: table without conditions, so that a long table is not searched rule by rule.
//
// Networks are indexed. Negated ones match nearly every address, so they are asked in turn, as long as they stand
// before the network that matches.

struct CIDRIndex: Sendable {
  private var networks = NetworkIndex()
  /// In the order of the table.
  private var negated: [(network: NetworkBits, position: Int)] = []

  /// - Parameter position: higher than all before.
  mutating func add(_ network: IPNetwork, isNegated: Bool, at position: Int) {
    if isNegated {
      negated.append((NetworkBits(network), position))
    } else {
      networks.add(network, at: position)
    }
  }

  /// The position of the first rule that matches.
  func first(matching address: AddressBits) -> Int? {
    let plain = networks.first(holding: address)
    for (network, position) in negated {
      if let plain, plain < position { break }
      if network.matches(address, isNegated: true) { return position }
    }
    return plain
  }
}
