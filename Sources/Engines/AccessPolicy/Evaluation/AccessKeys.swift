// The keys that are made of a name, an address or a mail address, and what a table says to the first that it has.
//
// Partial keys are only asked of tables with fixed keys. Source: smtpd_check.c (check_domain_access, check_addr_access),
// mail_addr_find.c.

import Bytes
import MailAddresses
import PostfixConfig

extension Evaluation {
  typealias Hit = (key: ByteString, lookup: Lookup)

  /// A host name, then its parents.
  mutating func find(name: ByteString, in table: LookupTable) -> Hit {
    var rest = name.bytes[...]
    var isPartial = false
    while !rest.isEmpty {
      let key = ByteString(rest)
      let lookup = lookUp(key, in: table, partial: isPartial)
      if case .notFound = lookup {} else { return (key, lookup) }
      if !isPartial, !table.hasFixedKeys || HostSyntax.isAddress(rest) { break }
      guard let dot = rest.dropFirst().firstIndex(of: UInt8(ascii: ".")) else { break }
      rest = rest[(settings.matchesParents ? dot + 1 : dot)...]
      isPartial = true
    }
    return (name, .notFound)
  }

  /// An address, then its beginnings.
  mutating func find(address: ByteString, in table: LookupTable) -> Hit {
    var rest = address.bytes[...]
    let separator = rest.contains(UInt8(ascii: ":")) ? UInt8(ascii: ":") : UInt8(ascii: ".")
    var isPartial = false
    while true {
      let key = ByteString(rest)
      let lookup = lookUp(key, in: table, partial: isPartial)
      if case .notFound = lookup {} else { return (key, lookup) }
      guard table.hasFixedKeys, let cut = rest.lastIndex(of: separator) else { return (address, .notFound) }
      rest = rest[..<cut]
      isPartial = true
    }
  }

  /// user+box@domain, user@domain, domain and its parents, user+box@, user@.
  mutating func find(mail address: ByteString, in table: LookupTable) -> (key: ByteString, lookup: Lookup) {
    let isFixed = table.hasFixedKeys
    let bare = smtp.search.withoutExtension(address)
    var result = ask(address, in: table, partial: false)
    if case .notFound = result.lookup {} else { return result }
    guard isFixed, let at = address.bytes.lastIndex(of: UInt8(ascii: "@")) else { return result }
    func isOver(_ result: (key: ByteString, lookup: Lookup)) -> Bool {
      if case .notFound = result.lookup { false } else { true }
    }
    if let bare {
      result = ask(bare, in: table, partial: true)
      if isOver(result) { return result }
    }
    var domain = address.bytes[(at + 1)...]
    while !domain.isEmpty {
      let key = ByteString(domain)
      let lookup = lookUp(key, in: table, partial: true)
      if isOver((key, lookup)) { return (key, lookup) }
      guard let dot = domain.dropFirst().firstIndex(of: UInt8(ascii: ".")) else { break }
      domain = domain[(settings.matchesParents ? dot + 1 : dot)...]
    }
    for name in [address, bare] {
      guard let name, let at = name.bytes.lastIndex(of: UInt8(ascii: "@")) else { continue }
      result = ask(ByteString(name.bytes[...at]), in: table, partial: true)
      if isOver(result) { return result }
    }
    return (address, .notFound)
  }

  /// The external form first, then the internal one.
  private mutating func ask(
    _ address: ByteString, in table: LookupTable, partial: Bool
  ) -> (key: ByteString, lookup: Lookup) {
    let external = ByteString(AddressQuoting.quoted(address.bytes))
    let lookup = lookUp(external, in: table, partial: partial)
    if case .notFound = lookup, external != address { return (address, lookUp(address, in: table, partial: partial)) }
    return (external, lookup)
  }
}
