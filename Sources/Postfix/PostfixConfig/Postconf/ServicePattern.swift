// "smtp", "smtp/inet", "smtp/inet/smtpd_banner": which master.cf entries a command is about. "*" matches anything.
//
// Source: postconf_match.c.

public import Bytes

/// A pattern for master.cf entries.
public struct ServicePattern: Hashable, Sendable {
  public let text: ByteString
  let service: ByteString?
  let type: ByteString?
  /// The field or parameter after the second slash.
  let member: ByteString?

  /// Nil when there are more parts than `maximumParts`, or "*" stands beside other text.
  public init?(_ text: ByteString, maximumParts: Int) {
    guard text.bytes.first != UInt8(ascii: "/") else { return nil }
    let parts = text.bytes.split(separator: UInt8(ascii: "/")).map { ByteString($0) }
    guard (1...maximumParts).contains(parts.count) else { return nil }
    guard parts.allSatisfy({ $0 == "*" || !$0.bytes.contains(UInt8(ascii: "*")) }) else { return nil }
    func part(_ index: Int) -> ByteString? { index < parts.count && parts[index] != "*" ? parts[index] : nil }
    self.text = text
    service = part(0)
    type = part(1)
    member = part(2)
  }

  public func matches(_ entry: MasterEntry) -> Bool {
    (service == nil || service == entry[.service]) && (type == nil || type == entry[.type])
  }
}
