// Addresses that a rule of a cidr: table answers.
//
// The lowest address that earlier rules and conditions leave over is the first of one of the networks, or stands
// right behind one; so nothing else needs to be tried.

import Bytes

extension CIDRTable {
  func sampleKeys(of entry: TableEntry) -> [ByteString] {
    guard case .network(let own, let isNegated) = entry.kind else { return [] }
    let network = NetworkBits(own)
    // The first address is that of the network itself; behind it stand hosts.
    let inside = [
      network.first.neighbour(isNext: true), network.first, network.last.neighbour(isNext: false), network.last,
    ]
    let outside = [network.behind, network.before] + Self.stock
    let near = (isNegated ? outside : inside).compactMap { $0 }.filter { answers($0, with: entry) }
    if !near.isEmpty { return near.map(\.text) }
    for rule in rules {
      switch rule {
      case .match(let other, _, let index):
        for edge in other.edges where answers(edge, with: entry) { return [edge.text] }
        if isEntry(index, entry) { return [] }
      case .ifMatch(let other, _, _):
        for edge in other.edges where answers(edge, with: entry) { return [edge.text] }
      case .endif: break
      }
    }
    return []
  }

  private func answers(_ address: AddressBits, with entry: TableEntry) -> Bool {
    self.position(for: address).map { isEntry($0, entry) } ?? false
  }

  private func isEntry(_ index: Int, _ entry: TableEntry) -> Bool { entries[index].place == entry.place }

  private static let stock = (["192.0.2.1", "10.1.2.3", "127.0.0.1", "2001:db8::1", "fe80::1", "::1"] as [ByteString])
    .compactMap { AddressBits($0) }
}

extension NetworkBits {
  fileprivate var first: AddressBits { prefix }
  /// The last address of the network.
  fileprivate var last: AddressBits { prefix.filled(outside: mask) }
  fileprivate var behind: AddressBits? { last.neighbour(isNext: true) }
  fileprivate var before: AddressBits? { first.neighbour(isNext: false) }
  fileprivate var edges: [AddressBits] { [first] + (behind.map { [$0] } ?? []) }
}
