// Parameters whose value is one of a few words.
//
// Sources: tls_level.c, smtpd.c, postscreen_smtpd.c, smtp.c, smtp_tls_policy.c, milter8.c, inet_proto.c, mynetworks.c,
// mail_error.c, postscreen.c, input_transp.c, cleanup_map11.c, ext_prop.c.

import Bytes

/// The words that a parameter may hold, and what becomes of any other.
struct EnumeratedValues {
  let words: [String]
  /// name_code() ignores case, name_mask() does not.
  var ignoresCase = true
  /// Words that the program replaces by another, with a warning.
  var replaced: [String] = []
  /// Whether the program dies of any other word. If not, it warns when it needs the value.
  var isFatal = true

  func accepts(_ word: ByteString) -> Bool { holds(word, words) }
  func replaces(_ word: ByteString) -> Bool { holds(word, replaced) }

  private func holds(_ word: ByteString, _ words: [String]) -> Bool {
    words.contains((ignoresCase ? word.lowercased : word).description)
  }

  /// Nil for parameters that take any text.
  init?(of name: ByteString, at version: PostfixVersion) {
    switch name {
    case "mynetworks_style":
      words = ["class", "subnet", "host"]
      ignoresCase = false
    case "inet_protocols":
      words = ["all", "ipv4", "ipv6"]
      ignoresCase = false
    case "smtpd_tls_security_level", "postscreen_tls_security_level":
      words = ["none", "may", "encrypt", ""]
      replaced = ["verify", "secure", "fingerprint"]
    case "smtp_tls_security_level", "lmtp_tls_security_level":
      let common = ["none", "may", "encrypt", "verify", "secure", "fingerprint", ""]
      words = common + (version >= PostfixVersion(2, 11) ? ["dane", "dane-only"] : [])
    case "notify_classes":
      words = ["bounce", "2bounce", "data", "delay", "policy", "protocol", "resource", "software"]
      ignoresCase = false
    case "receive_override_options":
      words = ["no_unknown_recipient_checks", "no_address_mappings", "no_header_body_checks", "no_milters"]
      ignoresCase = false
    case "canonical_classes", "sender_canonical_classes", "recipient_canonical_classes", "masquerade_classes":
      words = ["envelope_sender", "envelope_recipient", "header_sender", "header_recipient"]
      ignoresCase = false
    case "propagate_unmatched_extensions":
      words = ["canonical", "virtual", "alias", "forward", "include", "generic"]
      ignoresCase = false
    case "smtpd_upstream_proxy_protocol", "postscreen_upstream_proxy_protocol":
      words = ["haproxy"]
      ignoresCase = false
    case "milter_default_action":
      var known = ["accept", "reject", "tempfail"]
      if version >= PostfixVersion(2, 6) { known.append("quarantine") }
      if version >= PostfixVersion(3, 7) { known.append("shutdown") }
      words = known
      isFatal = false
    case "postscreen_greet_action", "postscreen_dnsbl_action", "postscreen_bare_newline_action",
      "postscreen_pipelining_action", "postscreen_non_smtp_command_action":
      words = ["ignore", "enforce", "drop", "continue"]
    case "postscreen_denylist_action", "postscreen_blacklist_action":
      words = ["ignore", "enforce", "drop", "continue"]
    case "smtp_dns_support_level", "lmtp_dns_support_level": words = ["disabled", "enabled", "dnssec", ""]
    case "smtp_address_preference", "lmtp_address_preference": words = ["any", "ipv4", "ipv6"]
    case "smtpd_forbid_bare_newline" where version >= PostfixVersion(3, 9):
      words = ["normalize", "reject", "note", "yes", "no"]
    default: return nil
    }
  }
}
