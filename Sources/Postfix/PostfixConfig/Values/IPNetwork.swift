// An IPv4 or IPv6 network: an address and a prefix length.

public import Bytes

/// A network, or one address when the prefix covers all bits.
public struct IPNetwork: Hashable, Sendable {
  /// 4 or 16 bytes, network order.
  public let address: [UInt8]
  public let prefixLength: Int

  /// Nil when the address has another size or the prefix is out of range.
  public init?(address: [UInt8], prefixLength: Int) {
    guard address.count == 4 || address.count == 16, (0...address.count * 8).contains(prefixLength) else { return nil }
    self.address = address
    self.prefixLength = prefixLength
  }

  /// Reads an address without prefix: "192.0.2.1" or "2001:db8::1".
  public init?(address text: ByteString) {
    guard let bytes = IPAddressText.parse(text) else { return nil }
    address = bytes
    prefixLength = bytes.count * 8
  }

  public var isIPv4: Bool { address.count == 4 }

  /// The same network with all host bits cleared.
  public var masked: IPNetwork? {
    var bytes = address
    for index in bytes.indices {
      let kept = prefixLength - index * 8
      if kept <= 0 { bytes[index] = 0 } else if kept < 8 { bytes[index] &= ~(0xFF >> UInt8(kept)) }
    }
    return IPNetwork(address: bytes, prefixLength: prefixLength)
  }

  public var hasHostBits: Bool { masked != self }

  /// Whether every address of `other` is in this network. Families do not mix.
  public func contains(_ other: IPNetwork) -> Bool {
    guard address.count == other.address.count, prefixLength <= other.prefixLength,
      let cut = IPNetwork(address: other.address, prefixLength: prefixLength)
    else { return false }
    return cut.masked?.address == masked?.address
  }

  public var isLoopback: Bool { Self.loopback.contains { $0.contains(self) } }
  /// Loopback, RFC 1918, RFC 4193, link-local, and IPv4-mapped forms of these: never a stranger on the Internet.
  public var isPrivate: Bool { Self.privateNetworks.contains { $0.contains(self) } }

  private static let loopback = ["127.0.0.0/8", "::1/128", "::ffff:127.0.0.0/104"].compactMap(pattern)
  private static let privateNetworks =
    loopback
    + [
      "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "fc00::/7", "fe80::/10",
      "::ffff:10.0.0.0/104", "::ffff:172.16.0.0/108", "::ffff:192.168.0.0/112", "::ffff:169.254.0.0/112",
    ].compactMap(pattern)

  private static func pattern(_ text: String) -> IPNetwork? { IPNetwork(pattern: ByteString(text)) }

  /// Reads "net/bits", "[net]/bits" or an address.
  public init?(pattern text: ByteString) {
    var bytes = text.bytes[...]
    var length: Int?
    if let slash = bytes.lastIndex(of: UInt8(ascii: "/")) {
      let digits = bytes[(slash + 1)...]
      guard digits.allSatisfy(\.isASCIIDigit), let number = DecimalNumber.prefix(of: digits) else { return nil }
      length = number.value
      bytes = bytes[..<slash]
    }
    if bytes.first == UInt8(ascii: "["), bytes.last == UInt8(ascii: "]") { bytes = bytes.dropFirst().dropLast() }
    guard let address = IPAddressText.parse(ByteString(bytes)) else { return nil }
    self.init(address: address, prefixLength: length ?? address.count * 8)
  }

  public var addressText: ByteString { IPAddressText.format(address) }
}

extension IPNetwork: CustomStringConvertible {
  public var description: String {
    prefixLength == address.count * 8 ? addressText.description : "\(addressText)/\(prefixLength)"
  }
}
