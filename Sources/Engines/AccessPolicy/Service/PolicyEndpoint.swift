// The address of a policy service, `transport:endpoint`, of which smtpd dies when it starts if it cannot use it.
//
// Sources: smtpd_check.c (policy_client_register), attr_clnt.c, auto_clnt.c.

import Bytes
import PostfixConfig

enum PolicyEndpoint {
  private static let transports: Set<ByteString> = ["inet", "local", "unix"]

  /// - Parameter word: as it stands in the list; in braces the address comes first, then settings.
  static func problem(of word: ByteString) -> String? {
    var service = word
    if word.bytes.first == UInt8(ascii: "{") {
      let inside = word.bytes.dropFirst().prefix { $0 != UInt8(ascii: "}") }
      guard let first = Words.ofList(ByteString(inside)).first else { return "empty policy service: \"\(word)\"" }
      service = first.text
    }
    guard let colon = service.bytes.firstIndex(of: UInt8(ascii: ":")), colon > 0, colon + 1 < service.count else {
      return "need service transport:endpoint instead of \"\(service)\""
    }
    let transport = ByteString(service.bytes[..<colon])
    return transports.contains(transport) ? nil : "invalid transport name: \(transport) in service: \(service)"
  }
}
