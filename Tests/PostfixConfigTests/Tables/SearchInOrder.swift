// Searches element by element, as Postfix does it, to compare the indexed searches with.

import Bytes
import PostfixConfig

enum SearchInOrder {
  enum Answer: Equatable {
    case decided(position: Int)
    case failed(position: Int)
    case cannotTell(position: Int)
    case nothing
  }

  /// What the first element says that is no plain no: for each element the name comes first, then the address.
  static func answer(of list: MatchList, string: ByteString?, name: ByteString?, address: ByteString?) -> Answer {
    for (position, element) in list.elements.enumerated() {
      for key in [string, name, address] {
        guard let key, key == string || key != name || !key.isEmpty else { continue }
        let isAddress = key == address
        if isAddress, !key.bytes.allSatisfy("0123456789.:abcdefABCDEF".utf8.contains) { continue }
        switch element.kind {
        case .failing: return .failed(position: position)
        case .cannotTell: return .cannotTell(position: position)
        case .table(let table):
          var rest = key
          while true {
            switch table.lookup(rest) {
            case .found: return .decided(position: position)
            case .failed: return .failed(position: position)
            case .cannotTell: return .cannotTell(position: position)
            case .notFound: break
            }
            guard key == name, table.hasFixedKeys,
              let dot = rest.bytes.dropFirst().firstIndex(of: UInt8(ascii: "."))
            else { break }
            rest = ByteString(rest.bytes[(list.matchesParents ? dot + 1 : dot)...])
            if rest.isEmpty { break }
          }
        case .pattern(let literal):
          if key == literal { return .decided(position: position) }
          if key == name, isSubdomain(key, of: literal, list.matchesParents) { return .decided(position: position) }
          guard isAddress else { continue }
          switch holds(literal, key) {
          case true?: return .decided(position: position)
          case false?: break
          case nil: return .failed(position: position)
          }
        }
      }
    }
    return .nothing
  }

  private static func isSubdomain(_ name: ByteString, of literal: ByteString, _ matchesParents: Bool) -> Bool {
    if matchesParents { return name.hasSuffix("." + literal) }
    return literal.hasPrefix(".") && name.hasSuffix(literal)
  }

  /// Nil for a network that is wrong.
  private static func holds(_ literal: ByteString, _ address: ByteString) -> Bool? {
    if literal == "[" + address + "]" { return true }
    let bytes = literal.bytes
    guard bytes.allSatisfy("0123456789.:abcdef[]/".utf8.contains), bytes.contains(where: ":/".utf8.contains),
      bytes.contains(UInt8(ascii: ":")) == address.bytes.contains(UInt8(ascii: ":"))
    else { return false }
    guard let network = IPNetwork(pattern: literal), !network.hasHostBits else { return nil }
    return IPNetwork(address: address).map(network.contains) ?? false
  }

  /// The first rule of a cidr table without conditions that matches.
  static func rule(of entries: [TableEntry], for key: ByteString) -> Int? {
    guard let address = IPNetwork(address: key) else { return nil }
    return entries.firstIndex { entry in
      guard case .network(let network, let isNegated) = entry.kind, network.isIPv4 == address.isIPv4 else {
        return false
      }
      return network.contains(address) != isNegated
    }
  }
}
