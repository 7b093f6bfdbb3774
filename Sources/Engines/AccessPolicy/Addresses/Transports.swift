// Which delivery agent and which next hop a resolved address has.
//
// The class decides first, then the transport map, then relocated_maps. A result "transport:nexthop" may leave out either
// part. Sources: trivial-rewrite/resolve.c, transport.c.

import Bytes
import PostfixConfig

struct Transports: Sendable {
  private let ofClass: [ResolvedAddress.AddressClass: ByteString]
  private let relayHost: ByteString
  private let transportMaps: MapList?
  private let matchesParents: Bool
  private let relocatedMaps: MapList?
  private let senderTransports: MapList?
  private let senderRelayHosts: MapList?
  private let nullSenderTransportKey: ByteString
  private let nullSenderRelayHostKey: ByteString
  private let aliasReason: ByteString
  private let search: AddressSearch
  private let usesUTF8: Bool
  private let origin: ByteString
  private let localDomains: LocalDomains

  init(_ values: ServiceValues, origin: ByteString, localDomains: LocalDomains) {
    ofClass = [
      .local: values.text("local_transport"), .virtualAlias: "error",
      .virtualMailbox: values.text("virtual_transport"), .relay: values.text("relay_transport"),
      .default: values.text("default_transport"),
    ]
    relayHost = values.text("relayhost")
    transportMaps = values.maps("transport_maps")
    matchesParents = values.matchesParents("transport_maps")
    relocatedMaps = values.maps("relocated_maps", allowsSubstitution: true)
    senderTransports = values.maps("sender_dependent_default_transport_maps")
    senderRelayHosts = values.maps("sender_dependent_relayhost_maps")
    nullSenderTransportKey = values.text("empty_address_default_transport_maps_lookup_key")
    nullSenderRelayHostKey = values.text("empty_address_relayhost_maps_lookup_key")
    let namesTable = values.isYes("show_user_unknown_table_name")
    aliasReason = namesTable ? "5.1.1 User unknown in virtual alias table" : "5.1.1 User unknown"
    search = AddressSearch(values)
    usesUTF8 = values.usesUTF8
    self.origin = origin
    self.localDomains = localDomains
  }

  /// Whether the sender has a say.
  var dependsOnSender: Bool { senderTransports != nil || senderRelayHosts != nil }

  /// Gives an address of a known class its transport and next hop, or a failure.
  func choose(for address: inout ResolvedAddress, domain: ByteString, sender: ByteString) {
    guard chooseByClass(for: &address, domain, sender) else { return }
    if let (transport, nextHop) = split(address.transport) {
      address.transport = transport
      if !nextHop.isEmpty { address.nextHop = nextHop }
    }
    if address.transport.isEmpty { return address.outcome = .failed("null transport is not allowed") }
    if let transportMaps, address.addressClass != .virtualAlias {
      switch lookUpTransport(address.recipient, in: transportMaps) {
      case .found(let value, _): apply(value, to: &address, domain)
      case .failed(let why): return address.outcome = .failed("\(transportMaps.name): \(why)")
      case .cannotTell(let table, _): address.note(table, key: address.recipient)
      case .notFound: break
      }
    }
    if let relocatedMaps {
      switch find(address.recipient, in: relocatedMaps) {
      case .found(let value, _):
        address.transport = "error"
        address.nextHop = "5.1.6 User has moved to " + value
      case .failed(let why): return address.outcome = .failed("\(relocatedMaps.name): \(why)")
      case .cannotTell(let table, _): address.note(table, key: address.recipient)
      case .notFound: break
      }
    }
  }

  /// False if a lookup fails.
  private func chooseByClass(
    for address: inout ResolvedAddress, _ domain: ByteString, _ sender: ByteString
  ) -> Bool {
    address.transport = ofClass[address.addressClass] ?? .empty
    address.nextHop = address.addressClass == .virtualAlias ? aliasReason : domain
    guard address.addressClass == .default || address.addressClass == .relay else { return true }
    if address.addressClass == .default, let senderTransports {
      let key = sender.isEmpty ? nullSenderTransportKey : sender
      switch find(key, in: senderTransports) {
      case .found(let value, _): if value.lowercased != "dunno" { address.transport = value }
      case .failed(let why):
        address.outcome = .failed("\(senderTransports.name): \(why)")
        return false
      case .cannotTell(let table, _): address.note(table, key: key)
      case .notFound: break
      }
    }
    if !relayHost.isEmpty { address.nextHop = relayHost }
    guard let senderRelayHosts else { return true }
    let key = sender.isEmpty ? nullSenderRelayHostKey : sender
    switch find(key, in: senderRelayHosts) {
    case .found(let value, _): if value.lowercased != "dunno" { address.nextHop = value }
    case .failed(let why):
      address.outcome = .failed("\(senderRelayHosts.name): \(why)")
      return false
    case .cannotTell(let table, _): address.note(table, key: key)
    case .notFound: break
    }
    return true
  }

  private func find(_ address: ByteString, in maps: MapList) -> LookupResult {
    search.find(address, in: maps) { domain in
      let name = ByteString(domain)
      if CaseFolding.fold(name, usesUTF8: usesUTF8) == CaseFolding.fold(origin, usesUTF8: usesUTF8) {
        return (true, nil)
      }
      switch localDomains.contains(domain) {
      case .local: return (true, nil)
      case .foreign: return (false, nil)
      case .failed(let why): return (false, .failed(why))
      // The name alone is not looked for then; what is hidden is noted where the domain itself is resolved.
      case .cannotTell: return (false, nil)
      }
    }
  }

  private func lookUpTransport(_ recipient: ByteString, in maps: MapList) -> LookupResult {
    let result = search.findTransport(recipient, in: maps, matchesParents: matchesParents)
    if case .notFound = result { return maps.lookup("*") }
    return result
  }

  /// `:` changes nothing, `:nexthop` the next hop, `transport:` both: the next hop becomes the domain again.
  private func apply(_ value: ByteString, to address: inout ResolvedAddress, _ domain: ByteString) {
    let (transport, nextHop) = split(value) ?? (value, .empty)
    if transport.isEmpty {
      if !nextHop.isEmpty { address.nextHop = nextHop }
      return
    }
    address.transport = transport
    if !nextHop.isEmpty {
      address.nextHop = nextHop
    } else {
      let hasReason = transport == "error" || transport == "retry"
      address.nextHop = hasReason ? "Address is undeliverable" : domain
    }
  }

  private func split(_ value: ByteString) -> (transport: ByteString, nextHop: ByteString)? {
    guard let colon = value.bytes.firstIndex(of: UInt8(ascii: ":")) else { return nil }
    return (ByteString(value.bytes[..<colon]), ByteString(value.bytes[(colon + 1)...]))
  }
}

extension AddressSearch {
  init(_ values: ServiceValues) {
    self.init(
      delimiters: values.text("recipient_delimiter").bytes,
      keepsOwnerAndRequest: values.isYes("owner_request_special"),
      doubleBounceSender: values.text("double_bounce_sender"))
  }
}

extension ResolvedAddress {
  /// Keeps the first table that hides its answer. The class is known nevertheless.
  fileprivate mutating func note(_ table: TableName, key: ByteString) {
    if unknown == nil { unknown = AccessUnknown(.table, table.text, key: key) }
  }
}
