// Domains that two of the lists have which say whose a domain is.
//
// The first list decides, and trivial-rewrite warns: "do not list domain example.com in BOTH mydestination and
// virtual_alias_domains". It asks no other list about a domain of mydestination than those of virtual domains.
// Source: trivial-rewrite/resolve.c.

public import Bytes
import PostfixConfig

public struct SharedDomain: Hashable, Sendable {
  public let domain: ByteString
  /// The list that decides.
  public let first: ByteString
  /// The one that has it in vain.
  public let second: ByteString
}

extension AccessPolicy {
  /// How many keys of one table are looked at.
  private static let keyLimit = 1000

  /// As far as lists and tables can be read; a name without a dot may be a user's in the tables that lists are made of.
  public var sharedDomains: [SharedDomain] {
    let local = resolver.localDomains.destinations
    let lists = resolver.classes.lists.map(\.list)
    var seen: Set<ByteString> = []
    let domains = ([local] + lists).flatMap(listed).filter { seen.insert($0).inserted }
    return domains.flatMap { domain -> [SharedDomain] in
      var owners: [ByteString] = Self.has(local, domain) ? [local.name] : []
      for list in lists where Self.has(list, domain) {
        // No virtual list is looked at behind mydestination but to warn, and relay_domains may have local domains; what it
        // is by default has no fault of its own.
        if list.name == "relay_domains", owners.first == local.name || !isSet(list) { continue }
        owners.append(list.name)
      }
      guard let first = owners.first else { return [] }
      return owners.dropFirst().map { SharedDomain(domain: domain, first: first, second: $0) }
    }
  }

  private func isSet(_ list: MatchList) -> Bool {
    configuration.value(list.name, in: resolver.service)?.isSet ?? false
  }

  /// Names in a list, and keys of tables that are lists of domains and nothing else.
  private func listed(_ list: MatchList) -> [ByteString] {
    let hasTables = isSet(list)
    let names = list.elements.flatMap { element -> [ByteString] in
      guard !element.isNegated else { return [] }
      switch element.kind {
      case .pattern(let name): return [name]
      case .table(let table) where hasTables:
        return (table.entries ?? []).prefix(Self.keyLimit).filter { $0.kind == .key }.map(\.key.lowercased)
      default: return []
      }
    }
    return names.filter { $0.bytes.contains(UInt8(ascii: ".")) && HostSyntax.isHostName($0.bytes[...]) }
  }

  /// Whether a list has the domain itself, not just a parent of it.
  private static func has(_ list: MatchList, _ domain: ByteString) -> Bool {
    let match = list.subject == .strings ? list.matches(string: domain) : list.matches(hostName: domain)
    guard case .matched(let element) = match else { return false }
    switch element.kind {
    case .pattern(let name): return name == domain
    case .table(let table): return table.lookup(domain).value != nil
    case .failing, .cannotTell: return false
    }
  }
}
