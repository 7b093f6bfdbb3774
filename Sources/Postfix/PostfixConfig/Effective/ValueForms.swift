// Texts that have to have a form: names of hosts, servers, protocols and ciphers of TLS.
//
// Sources: mail_params.c, smtp_connect.c, postscreen_dnsbl.c, tls_misc.c, tls_level.c, measured.

import Bytes

enum ValueForms {
  struct Fault {
    let message: String
    /// The program that dies of it; nil for the one that reads the parameter.
    var program: String?
    /// If not, the program warns, and cannot do what the parameter is for.
    var isFatal = true
  }

  /// What is wrong with a value; nil for one that can be used, and for parameters that take any text.
  static func fault(in text: ByteString, of name: ByteString, _ configuration: Configuration) -> Fault? {
    let version = configuration.build.version
    switch name {
    case "myhostname", "mydomain":
      return HostSyntax.isHostName(text.bytes[...])
        ? nil : Fault(message: "parameter \(name): bad parameter value: \(text)")
    case "relayhost", "smtp_fallback_relay", "fallback_relay":
      guard sendsBySMTP(configuration) else { return nil }
      return first(in: text) { ServerDescription.problem(of: $0) }.map {
        Fault(message: $0, program: "smtp")
      }
    case "postscreen_dnsbl_sites": return first(in: text, weightFault).map { Fault(message: $0) }
    default: break
    }
    guard name.hasPrefix("smtp_tls_") || name.hasPrefix("smtpd_tls_") || name.hasPrefix("lmtp_tls_") else { return nil }
    if name.hasSuffix("_protocols") {
      return first(in: text) { protocolFault($0, name, version) }.map {
        Fault(message: $0, isFatal: false)
      }
    }
    guard name.hasSuffix("_tls_ciphers") || name.hasSuffix("_tls_mandatory_ciphers"),
      !["export", "low", "medium", "high", "null"].contains(text.lowercased)
    else { return nil }
    return Fault(message: "\(name): invalid TLS cipher grade \"\(text)\"", isFatal: false)
  }

  private static func first(
    in text: ByteString, _ problem: (ByteString) -> String?
  ) -> String? {
    for word in Words.ofList(text, grouping: false) {
      if let found = problem(word.text) { return found }
    }
    return nil
  }

  /// Whether mail for other hosts is given to smtp(8). Other programs have next hops of any form.
  private static func sendsBySMTP(_ configuration: Configuration) -> Bool {
    guard let transport = configuration.value("default_transport")?.text else { return false }
    let name = ByteString(transport.bytes.prefix { $0 != UInt8(ascii: ":") })
    return configuration.services.contains { $0.entry[.service] == name && $0.program == "smtp" }
  }

  /// `domain=filter*weight`. The element itself may hold a key, and is not shown.
  private static func weightFault(_ site: ByteString) -> String? {
    guard let star = site.bytes.firstIndex(of: UInt8(ascii: "*")) else { return nil }
    let weight = ByteString(site.bytes[(star + 1)...])
    let isNumber = DecimalNumber.prefix(of: weight.bytes[...]).map { $0.rest.isEmpty } ?? false
    if !isNumber { return "bad DNSBL weight factor \"\(weight)\"" }
    return star == 0 ? "a DNSBL weight factor without a domain" : nil
  }

  private static func protocolFault(
    _ word: ByteString, _ name: ByteString, _ version: PostfixVersion
  ) -> String? {
    // Colons part elements as well.
    for part in word.bytes.split(separator: UInt8(ascii: ":")) {
      let part = ByteString(part)
      var text = part
      if text.bytes.first == UInt8(ascii: "!") {
        text = ByteString(text.bytes.dropFirst())
      } else if text.hasPrefix(">=") || text.hasPrefix("<="), version >= PostfixVersion(3, 6) {
        text = ByteString(text.bytes.dropFirst(2))
        // A number of the protocol; or its name stands behind a blank, which works.
        if text.isEmpty || text.bytes.first.map(\.isASCIIDigit) ?? false { continue }
      }
      guard ["sslv2", "sslv3", "tlsv1", "tlsv1.1", "tlsv1.2", "tlsv1.3"].contains(text.lowercased) else {
        return "\(name): invalid TLS protocol \"\(part)\""
      }
    }
    return nil
  }
}
