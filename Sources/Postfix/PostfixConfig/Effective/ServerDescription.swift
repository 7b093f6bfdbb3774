// The next hop of an SMTP client: `host`, `host:port`, `[host]:port`. The client dies of a wrong one, at each delivery.
//
// Source: smtp_connect.c and host_port.c, measured with smtp(8).

import Bytes

enum ServerDescription {
  /// What the client says when it dies; nil for what it can use, as far as that can be told without /etc/services.
  static func problem(of text: ByteString) -> String? {
    let bytes = text.bytes
    let host: ByteString
    var port: ByteString?
    if bytes.first == UInt8(ascii: "[") {
      guard let end = bytes.firstIndex(of: UInt8(ascii: "]")) else {
        return "missing \"]\" in server description: \(text)"
      }
      host = ByteString(bytes[1..<end])
      let rest = bytes[(end + 1)...]
      guard rest.isEmpty || rest.first == UInt8(ascii: ":") else {
        return "garbage after \"]\" in server description: \(text)"
      }
      if !rest.isEmpty { port = ByteString(rest.dropFirst()) }
    } else if let colon = bytes.lastIndex(of: UInt8(ascii: ":")) {
      host = ByteString(bytes[..<colon])
      port = ByteString(bytes[(colon + 1)...])
      guard !host.isEmpty else { return "missing host information in server description: \(text)" }
    } else {
      host = text
    }
    guard isHost(host) else { return "valid hostname or network address required in server description: \(text)" }
    return port.flatMap(problem(ofPort:))
  }

  private static func isHost(_ host: ByteString) -> Bool {
    HostSyntax.isHostName(host.bytes[...])
      || HostSyntax.isAddress(host.bytes[...]) || HostSyntax.bareAddress(host.bytes[...]) != nil
  }

  private static func problem(ofPort port: ByteString) -> String? {
    if port.bytes.allSatisfy(\.isASCIIDigit) {
      guard let number = DecimalNumber.prefix(of: port.bytes[...])?.value, 1...65_535 ~= number else {
        return "bad network port: \(port)"
      }
      return nil
    }
    // The name of a service.
    let isName = port.bytes.allSatisfy { $0.isASCIIAlphanumeric || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
    return isName ? nil : "unknown service: \(port)/tcp"
  }
}
