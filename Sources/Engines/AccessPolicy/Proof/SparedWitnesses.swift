// Keys that pass because a refusal is for all others: `!/@partner\.example$/ REJECT`, or `if !` around it.
//
// Nothing in such a table permits, but what it spares may be all that stands between a list that is open and a stranger.

import Bytes
import PostfixConfig

extension KeyWitnesses {
  private static let exclamationMark = UInt8(ascii: "!")

  /// How many keys one negation leads to.
  private static let spareLimit = 12

  /// - Parameters:
  ///   - entries: those that refuse.
  ///   - source: the table that has them.
  ///   - table: what is asked, which may be made of several tables.
  mutating func addSpared(by entries: [TableEntry], of source: LookupTable, in table: LookupTable) {
    var seen: Set<[ByteString]> = []
    for entry in entries where Self.mayHaveNegation(entry) {
      // Rules inside the same conditions spare the same keys.
      var isNegated = entry.key.bytes.dropFirst().contains(Self.exclamationMark)
      switch entry.kind {
      case .pattern(isNegated: true), .network(_, isNegated: true): isNegated = true
      default: break
      }
      guard seen.insert(entry.conditions + (isNegated ? [entry.key] : [])).inserted,
        let samples = Self.networks(sparedBy: entry) ?? source.keysSpared(by: entry)
      else { continue }
      var passing: [ByteString] = []
      for key in samples.flatMap(Self.surroundings) where !passing.contains(key) {
        if Self.refusal(of: key, in: table) == nil { passing.append(key) }
      }
      let refusals = samples.compactMap { Self.refusal(of: $0, in: table) }
      addSpared(Array(passing.prefix(Self.spareLimit)))
      // Where a rule for everybody has them all, nobody is spared.
      let isHidden =
        !refusals.isEmpty
        && refusals.allSatisfy { place in
          source.entries?.contains { $0.place == place && Self.isForEverybody($0, in: source) } ?? false
        }
      if passing.isEmpty, !isHidden { addUnsampled(table, entry) }
    }
  }

  private static func mayHaveNegation(_ entry: TableEntry) -> Bool {
    switch entry.kind {
    case .pattern, .network:
      entry.key.bytes.contains(exclamationMark) || entry.conditions.contains { $0.bytes.contains(exclamationMark) }
    case .key, .anything: false
    }
  }

  /// An address of each network that the entry or a condition around it leaves out.
  private static func networks(sparedBy entry: TableEntry) -> [ByteString]? {
    guard case .network(let network, let isNegated) = entry.kind else { return nil }
    var spared = isNegated ? [network] : []
    for condition in entry.conditions where condition.bytes.first == exclamationMark {
      let text = condition.bytes.dropFirst().drop(while: \.isASCIISpace)
      if let network = IPNetwork(pattern: ByteString(text)) { spared.append(network) }
    }
    return spared.isEmpty ? nil : spared.compactMap(StrangerAddresses.address)
  }

  /// A pattern without an anchor has a key in it, as the domain of an address or as a part of a longer domain.
  private static func surroundings(of key: ByteString) -> [ByteString] {
    let end: ByteString = ".victim.example"
    let user: ByteString = "stranger"
    // An address without a user is an odd example.
    if key.bytes.first == UInt8(ascii: "@") { return [user + key, user + key + end, key, key + end] }
    return [key, user + key, key + end, user + key + end]
  }

  /// The entry that refuses the key.
  private static func refusal(of key: ByteString, in table: LookupTable) -> TablePlace? {
    guard case .found(let value, let places) = table.lookup(key), TableValues.effect(of: value) == .refusal else {
      return nil
    }
    return places.first
  }

  /// Whether the entry takes any key that comes to it: `/./`, or a network of all addresses.
  private static func isForEverybody(_ entry: TableEntry, in table: LookupTable) -> Bool {
    switch entry.kind {
    case .network(let network, isNegated: false): network.prefixLength == 0
    case .pattern(isNegated: false): table.matchesEveryKey(entry)
    default: false
    }
  }
}
