// How an address is looked up in tables: the whole, without its extension, the name alone if local, the domain.
//
// The external form is tried first, then the internal one. Extensions are cut by recipient_delimiter, but for names that
// mean something as a whole. Sources: mail_addr_find.c, strip_addr.c, split_addr.c.

import Bytes
import MailAddresses
import PostfixConfig

struct AddressSearch: Sendable {
  /// recipient_delimiter.
  let delimiters: [UInt8]
  /// owner_request_special.
  let keepsOwnerAndRequest: Bool
  /// double_bounce_sender.
  let doubleBounceSender: ByteString

  /// user+box@domain, user@domain, then user+box and user if the domain is local, then @domain.
  /// - Parameter isLocal: whether the domain is myorigin or local; nil with a result that ends the search.
  func find(
    _ address: ByteString, in maps: MapList, isLocal: (ArraySlice<UInt8>) -> (isLocal: Bool, failure: LookupResult?)
  ) -> LookupResult {
    let bare = withoutExtension(address)
    if let result = found(findAddress(address, bare, in: maps)) { return result }
    guard let at = address.bytes.lastIndex(of: UInt8(ascii: "@")) else { return .notFound }
    let answer = isLocal(address.bytes[(at + 1)...])
    if let failure = answer.failure { return failure }
    if answer.isLocal {
      for key in [address, bare].compactMap({ $0 }) {
        let name = ByteString(key.bytes[..<(key.bytes.lastIndex(of: UInt8(ascii: "@")) ?? key.bytes.endIndex)])
        if let result = found(ask(maps, name, partial: true, isLocalPart: true)) { return result }
      }
    }
    return maps.lookup(ByteString(address.bytes[at...]), partial: true)
  }

  /// user+box@domain, user@domain, then the domain and its parents: transport(5).
  func findTransport(_ address: ByteString, in maps: MapList, matchesParents: Bool) -> LookupResult {
    if let result = found(findAddress(address, withoutExtension(address), in: maps)) { return result }
    guard let at = address.bytes.lastIndex(of: UInt8(ascii: "@")) else { return .notFound }
    var domain = address.bytes[(at + 1)...]
    while !domain.isEmpty {
      if let result = found(maps.lookup(ByteString(domain), partial: true)) { return result }
      guard let dot = domain.dropFirst().firstIndex(of: UInt8(ascii: ".")) else { break }
      domain = domain[(matchesParents ? dot + 1 : dot)...]
    }
    return .notFound
  }

  private func findAddress(_ address: ByteString, _ bare: ByteString?, in maps: MapList) -> LookupResult {
    if let result = found(ask(maps, address, partial: false)) { return result }
    return bare.map { ask(maps, $0, partial: true) } ?? .notFound
  }

  private func ask(
    _ maps: MapList, _ key: ByteString, partial: Bool, isLocalPart: Bool = false
  ) -> LookupResult {
    let external = ByteString(AddressQuoting.quoted(key.bytes, isLocalPart: isLocalPart))
    if let result = found(maps.lookup(external, partial: partial)) { return result }
    return external == key ? .notFound : maps.lookup(key, partial: partial)
  }

  /// Anything but "not found" ends a search.
  private func found(_ result: LookupResult) -> LookupResult? { if case .notFound = result { nil } else { result } }

  /// Nil if the address has no extension.
  func withoutExtension(_ address: ByteString) -> ByteString? {
    guard !delimiters.isEmpty, address.bytes.contains(where: delimiters.contains) else { return nil }
    let at = address.bytes.lastIndex(of: UInt8(ascii: "@")) ?? address.bytes.endIndex
    let name = address.bytes[..<at]
    guard let cut = name.firstIndex(where: delimiters.contains), cut > name.startIndex, !isWhole(ByteString(name))
    else { return nil }
    return ByteString(name[..<cut] + address.bytes[at...])
  }

  private func isWhole(_ name: ByteString) -> Bool {
    let folded = name.lowercased
    if folded == "postmaster" || folded == "mailer-daemon" || folded == doubleBounceSender.lowercased { return true }
    guard keepsOwnerAndRequest, delimiters.contains(UInt8(ascii: "-")) else { return false }
    return folded.hasPrefix("owner-") || (folded.count > 8 && folded.hasSuffix("-request"))
  }
}
