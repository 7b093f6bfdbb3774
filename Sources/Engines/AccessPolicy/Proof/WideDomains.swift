// relay_domains that has more domains than it shows: a parent of domains that nobody meant, or a pattern without an end.

import Bytes
import PostfixConfig

struct WideDomains {
  /// One sentence.
  let text: String
  let place: AccessPlace?
  /// A domain that nobody meant, and that the list has.
  let sample: ByteString
  /// Whether a service that does not take mail for the sample takes none for others that the element stands for. A table may
  /// have more of them.
  let isProof: Bool

  /// The first elements of the list that have more than they show, each with a domain to try.
  static func found(in smtp: SMTPService) -> [WideDomains] {
    guard let relay = smtp.resolver.classes.lists.first(where: { $0.class == .relay })?.list else { return [] }
    let setting = smtp.configurationValue(Self.parameter)
    let place = setting?.valueSpan.map { AccessPlace($0) }
    let found = relay.elements.lazy.filter { !$0.isNegated }.compactMap { element -> WideDomains? in
      switch element.kind {
      case .pattern(let name) where relay.matchesParents && HostSyntax.isHostName(name.bytes[...]):
        if !name.bytes.contains(UInt8(ascii: ".")), name != "localhost" {
          return WideDomains("relay_domains has \(name), and so every domain below it.", place, below: name)
        }
        guard case .local = smtp.localDomains.contains(name.bytes[...]), setting?.isSet != true else { return nil }
        return WideDomains(
          "relay_domains defaults to $mydestination, so mail for every subdomain of \(name) is relayed.", place,
          below: name)
      case .table(let table): return Self.found(in: table, place)
      default: return nil
      }
    }
    return Array(found.prefix(most))
  }

  /// There may be others behind so many.
  static let most = 8

  static let parameter: ByteString = "relay_domains"

  private init(_ text: String, _ place: AccessPlace?, sample: ByteString, isProof: Bool = false) {
    (self.text, self.place, self.sample, self.isProof) = (text, place, sample, isProof)
  }

  private init(_ text: String, _ place: AccessPlace?, below parent: ByteString) {
    self.init(text, place, sample: "kx7q-victim." + parent, isProof: true)
  }

  private static func found(in table: LookupTable, _ place: AccessPlace?) -> WideDomains? {
    if let (entry, domain) = endlessPattern(in: table) {
      return WideDomains(
        "relay_domains has no end to its pattern \(entry.key), so that mail for \(domain) is relayed, too.",
        AccessPlace(entry.place) ?? place, sample: domain)
    }
    let refusing = (table.entries ?? []).prefix(1000).first { entry in
      let word = entry.value.lowercased
      return word.hasPrefix("reject") || word == "no" || word.hasPrefix("5")
    }
    return refusing.map { entry in
      WideDomains(
        "relay_domains looks only for keys: \(table.name) has \(entry.key) = \(entry.value), which relays.", place,
        sample: table.sampleKeys(of: entry).first ?? entry.key)
    }
  }

  /// A pattern that a domain of somebody else's choice matches, because more may follow.
  private static func endlessPattern(in table: LookupTable) -> (TableEntry, domain: ByteString)? {
    for entry in (table.entries ?? []).prefix(1000) {
      guard case .pattern(isNegated: false) = entry.kind else { continue }
      for sample in table.sampleKeys(of: entry).prefix(3) {
        let domain = sample + ".victim.example"
        guard HostSyntax.isHostName(domain.bytes[...]), case .found(_, at: [entry.place]) = table.lookup(domain) else {
          continue
        }
        return (entry, domain)
      }
    }
    return nil
  }
}
