// Parameters whose value is one of a few words.
//
// Only those are listed whose programs refuse anything else. Source: postconf(5).

import Bytes

enum EnumeratedValues {
  /// The words that a parameter may hold; nil for parameters that take any text.
  static func words(of name: ByteString, at version: PostfixVersion) -> [String]? {
    switch name {
    case "mynetworks_style": return ["class", "subnet", "host"]
    case "inet_protocols": return ["all", "ipv4", "ipv6"]
    case "smtpd_tls_security_level", "postscreen_tls_security_level": return ["none", "may", "encrypt", ""]
    case "smtp_tls_security_level", "lmtp_tls_security_level":
      var words = ["none", "may", "encrypt", "verify", "secure", "fingerprint", ""]
      if version >= PostfixVersion(2, 11) { words += ["dane", "dane-only"] }
      return words
    case "milter_default_action":
      var words = ["accept", "reject", "tempfail"]
      if version >= PostfixVersion(2, 6) { words.append("quarantine") }
      if version >= PostfixVersion(3, 7) { words.append("shutdown") }
      return words
    case "smtp_dns_support_level", "lmtp_dns_support_level": return ["disabled", "enabled", "dnssec", ""]
    case "smtp_address_preference", "lmtp_address_preference": return ["any", "ipv4", "ipv6"]
    case "smtpd_forbid_bare_newline" where version >= PostfixVersion(3, 9):
      return ["normalize", "reject", "note", "yes", "no"]
    default: return nil
    }
  }
}
