// Addresses of nobody's network, and of networks that are trusted although they are too large to be anybody's.

import Bytes
import PostfixConfig

struct StrangerAddresses {
  /// An IPv4 address that mynetworks does not have; nil if it seems to have them all.
  private(set) var plain: ByteString?
  private(set) var plainIPv6: ByteString?
  /// One that it has, among addresses all over the Internet.
  private(set) var trusted: ByteString?
  /// Whether a good part of the Internet is trusted.
  private(set) var isMostlyTrusted = false
  /// Addresses of networks that are large, but small parts of the Internet.
  private(set) var trustedRare: [ByteString] = []
  /// Client names that are trusted because of a very short pattern.
  private(set) var trustedNames: [ByteString] = []

  /// Larger networks than these belong to no single organisation that would run one mail server.
  static let largestIPv4 = 12
  static let largestIPv6 = 32

  /// - Parameter tables: access tables in which a plain stranger is not listed.
  init(_ smtp: SMTPService, usesIPv6: Bool, listedIn tables: StrangerTables) {
    func freshest(of addresses: [ByteString]) -> ByteString? {
      tables.freshest(of: addresses) { $0.have(address: $1) }
    }
    guard let networks = smtp.tables.networks else {
      plain = freshest(of: Self.everywhere)
      plainIPv6 = usesIPv6 ? freshest(of: Self.everywhereIPv6) : nil
      return
    }
    func isTrusted(_ address: ByteString) -> Bool {
      networks.matches(name: "unknown", address: address).isMatch == true
    }
    // An address that a small network happens to have is one of the administrator's own clients.
    let trustedAddresses = Self.everywhere.filter { Self.surroundings(of: $0).allSatisfy(isTrusted) }
    trusted = trustedAddresses.first
    isMostlyTrusted = trustedAddresses.count * 8 >= Self.everywhere.count
    plain = freshest(of: Self.everywhere.filter { !isTrusted($0) })
    if usesIPv6 {
      plainIPv6 = freshest(of: Self.everywhereIPv6.filter { !isTrusted($0) })
      if plainIPv6 == nil {
        trusted = "2001:db8:bad::5"
        isMostlyTrusted = true
      }
    }
    for element in networks.elements where !element.isNegated {
      guard case .pattern(let text) = element.kind else { continue }
      if let network = IPNetwork(pattern: text) {
        let isLarge = network.prefixLength < (network.isIPv4 ? Self.largestIPv4 : Self.largestIPv6)
        if isLarge, !network.isPrivate, let inside = Self.address(in: network), isTrusted(inside) {
          trustedRare.append(inside)
        }
      } else if !text.bytes.contains(UInt8(ascii: ".")) || text.bytes.lastIndex(of: UInt8(ascii: ".")) == 0,
        networks.matchesParents || text.bytes.first == UInt8(ascii: ".")
      {
        let name = text.bytes.first == UInt8(ascii: ".") ? "stranger" + text : "stranger." + text
        if HostSyntax.isHostName(name.bytes[...]) { trustedNames.append(name) }
      }
    }
  }

  /// Addresses in all parts of the Internet; those of documentation first, because they are nobody's.
  static let everywhere: [ByteString] = {
    var addresses: [ByteString] = ["203.0.113.5", "198.51.100.9", "192.0.2.77", "8.8.8.8"]
    for first in stride(from: 1, to: 224, by: 4) where first != 10 && first != 127 {
      addresses.append(ByteString("\(first).\((first * 37) % 256).\((first * 91) % 256).\(first % 250 + 3)"))
    }
    return addresses
  }()

  private static let everywhereIPv6: [ByteString] = ["2001:db8:bad::5", "2a00:1450::5", "2600::1"]

  /// An address inside, not its first.
  static func address(in network: IPNetwork) -> ByteString? {
    guard var bytes = network.masked?.address, let last = bytes.indices.last else { return nil }
    if network.prefixLength < bytes.count * 8 - 3 { bytes[last] |= 5 }
    return IPNetwork(address: bytes, prefixLength: bytes.count * 8)?.addressText
  }

  /// The address, and others that every larger network has which has it.
  private static func surroundings(of address: ByteString) -> [ByteString] {
    guard let network = IPNetwork(address: address), network.isIPv4 else { return [address] }
    let masks: [[UInt8]] = [[0, 0, 0, 0], [0, 0x10, 0, 0], [0, 0x15, 0x55, 0x55], [0, 0x0A, 0xAA, 0xAA]]
    return masks.compactMap { mask in
      IPNetwork(address: zip(network.address, mask).map { $0 ^ $1 }, prefixLength: 32)?.addressText
    }
  }

  /// The address that a key of an access table stands for: an address, or the beginning of one.
  static func address(from key: ByteString) -> ByteString? {
    if let network = IPNetwork(address: key) { return network.addressText }
    let parts = key.bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    let isBeginning =
      parts.count < 4
      && parts.allSatisfy { part in
        (1...3).contains(part.count) && part.allSatisfy(\.isASCIIDigit)
      }
    if isBeginning {
      return IPNetwork(address: key + ByteString(String(repeating: ".5", count: 4 - parts.count)))?.addressText
    }
    guard !key.bytes.contains(UInt8(ascii: "/")) else { return nil }
    // The beginnings of 2001:db8::5 are 2001:db8:, 2001:db8 and 2001.
    let beginning = key.lowercased
    for end: ByteString in ["5", ":5", "::5"] {
      if let text = IPNetwork(address: beginning + end)?.addressText, text.hasPrefix(beginning) { return text }
    }
    return nil
  }

  /// Whether every client table entry that has the address has nearly every address.
  func isEverywhere(_ address: ByteString, in asked: AskedTables, _ smtp: SMTPService) -> Bool {
    guard let value = value(of: address, in: asked, smtp) else { return false }
    let same = Self.everywhere.count { self.value(of: $0, in: asked, smtp) == value }
    return same * 8 >= Self.everywhere.count
  }

  private func value(of address: ByteString, in asked: AskedTables, _ smtp: SMTPService) -> [ByteString?]? {
    let values = (asked.tables[.client] ?? []).sorted().map { smtp.lists.tables[$0].lookup(address).value }
    return values.allSatisfy { $0 == nil } ? nil : values
  }
}
