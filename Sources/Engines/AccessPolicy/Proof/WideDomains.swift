// relay_domains that has more domains than it shows: a parent of domains that nobody meant, or a pattern without an end.

import Bytes
import PostfixConfig

struct WideDomains {
  /// One sentence.
  let text: String
  let place: AccessPlace?
  /// A domain that nobody meant, and that the list has.
  let sample: ByteString

  init?(_ smtp: SMTPService) {
    guard let relay = smtp.resolver.classes.lists.first(where: { $0.class == .relay })?.list else { return nil }
    let setting = smtp.configurationValue(Self.parameter)
    let place = setting?.valueSpan.map { AccessPlace($0) }
    for element in relay.elements where !element.isNegated {
      switch element.kind {
      case .pattern(let name) where relay.matchesParents && HostSyntax.isHostName(name.bytes[...]):
        if !name.bytes.contains(UInt8(ascii: ".")), name != "localhost" {
          self.init("relay_domains has \(name), and so every domain below it.", place, below: name)
          return
        }
        if case .local = smtp.localDomains.contains(name.bytes[...]), setting?.isSet != true {
          self.init(
            "relay_domains defaults to $mydestination, so mail for every subdomain of \(name) is relayed.", place,
            below: name)
          return
        }
      case .table(let table):
        if let found = Self.found(in: table, place) {
          self = found
          return
        }
      default: break
      }
    }
    return nil
  }

  static let parameter: ByteString = "relay_domains"

  private init(_ text: String, _ place: AccessPlace?, sample: ByteString) {
    (self.text, self.place, self.sample) = (text, place, sample)
  }

  private init(_ text: String, _ place: AccessPlace?, below parent: ByteString) {
    self.init(text, place, sample: "kx7q-victim." + parent)
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
