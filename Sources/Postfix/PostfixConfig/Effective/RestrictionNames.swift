// The names that smtpd knows in restriction lists, whether they take an argument, and since when.
//
// Sources: smtpd_check.c, postconf(5), DEPRECATION_README.

import Bytes

enum RestrictionNames {
  struct Facts: Sendable {
    let takesArgument: Bool
    let since: PostfixVersion
    let removed: PostfixVersion?
  }

  static func isKnown(_ name: ByteString, _ version: PostfixVersion) -> Bool {
    guard let facts = known[name] else { return false }
    return version >= facts.since && facts.removed.map { version < $0 } ?? true
  }

  /// Every name that some version knows.
  static let known: [ByteString: Facts] = {
    var table: [ByteString: Facts] = [:]
    func add(_ names: String, argument: Bool = false, since: PostfixVersion = PostfixVersion(2, 0)) {
      for name in names.split(separator: " ") {
        table[ByteString(String(name))] = Facts(takesArgument: argument, since: since, removed: nil)
      }
    }
    add(
      """
      permit reject defer defer_if_permit defer_if_reject warn_if_reject permit_mynetworks permit_auth_destination \
      permit_mx_backup permit_sasl_authenticated permit_tls_clientcerts reject_invalid_hostname \
      reject_non_fqdn_hostname reject_non_fqdn_recipient reject_non_fqdn_sender reject_unauth_destination \
      reject_unauth_pipelining reject_unknown_client reject_unknown_hostname reject_unknown_recipient_domain \
      reject_unknown_sender_domain reject_sender_login_mismatch
      """)
    add(
      """
      reject_unlisted_recipient reject_unlisted_sender reject_multi_recipient_bounce reject_unverified_recipient \
      reject_unverified_sender reject_authenticated_sender_login_mismatch \
      reject_unauthenticated_sender_login_mismatch
      """, since: PostfixVersion(2, 1))
    add("permit_tls_all_clientcerts", since: PostfixVersion(2, 2))
    add("permit_inet_interfaces", since: PostfixVersion(2, 1))
    add(
      """
      reject_invalid_helo_hostname reject_non_fqdn_helo_hostname reject_unknown_helo_hostname \
      reject_unknown_client_hostname reject_unknown_reverse_client_hostname
      """, since: PostfixVersion(2, 3))
    add("defer_unauth_destination", since: PostfixVersion(2, 10))
    add("reject_known_sender_login_mismatch", since: PostfixVersion(2, 11))
    add("reject_plaintext_session", since: PostfixVersion(2, 3))
    add("check_client_access check_helo_access check_sender_access check_recipient_access", argument: true)
    add(
      "check_etrn_access reject_rbl_client reject_rhsbl_client reject_rhsbl_recipient reject_rhsbl_sender",
      argument: true)
    add("reject_rhsbl_helo check_policy_service sleep", argument: true, since: PostfixVersion(2, 1))
    add(
      """
      check_helo_mx_access check_helo_ns_access check_sender_mx_access check_sender_ns_access \
      check_recipient_mx_access check_recipient_ns_access
      """, argument: true, since: PostfixVersion(2, 1))
    add("check_ccert_access", argument: true, since: PostfixVersion(2, 2))
    add("check_reverse_client_hostname_access", argument: true, since: PostfixVersion(2, 6))
    add(
      """
      check_client_mx_access check_client_ns_access check_reverse_client_hostname_mx_access \
      check_reverse_client_hostname_ns_access permit_dnswl_client permit_rhswl_client
      """, argument: true, since: PostfixVersion(2, 8))
    add("reject_rhsbl_reverse_client", argument: true, since: PostfixVersion(2, 8))
    add("check_sasl_access", argument: true, since: PostfixVersion(2, 11))
    add(
      """
      check_client_a_access check_helo_a_access check_sender_a_access check_recipient_a_access \
      check_reverse_client_hostname_a_access
      """, argument: true, since: PostfixVersion(3, 0))
    add("reject_rbl", argument: true)
    add("reject_unknown_address check_recipient_maps")
    for name: ByteString in ["check_relay_domains", "permit_naked_ip_address", "reject_maps_rbl"] {
      table[name] = Facts(takesArgument: false, since: PostfixVersion(2, 0), removed: PostfixVersion(3, 9))
    }
    return table
  }()
}
