// Restriction lists by chance.

import TestSupport

extension AccessConfigurationGenerator {
  /// Where a list stands; it decides what a bare table is asked for.
  enum Place { case client, helo, sender, recipient, relay, data, any }

  mutating func restrictions() -> [String] {
    var lines: [String] = []
    let isRelayEmpty = random.chance(15)
    if isRelayEmpty {
      lines.append("smtpd_relay_restrictions =")
    } else if random.chance(55) {
      lines.append("smtpd_relay_restrictions = \(guarded(list(.relay)))")
    }
    if random.chance(isRelayEmpty ? 95 : 45) {
      let list = list(.recipient)
      lines.append("smtpd_recipient_restrictions = \(isRelayEmpty ? guarded(list) : list)")
    }
    if random.chance(35) { lines.append("smtpd_client_restrictions = \(list(.client))") }
    if random.chance(30) { lines.append("smtpd_helo_restrictions = \(list(.helo))") }
    if random.chance(35) { lines.append("smtpd_sender_restrictions = \(list(.sender))") }
    if random.chance(12) { lines.append("smtpd_data_restrictions = \(list(.data))") }
    if random.chance(8) { lines.append("smtpd_end_of_data_restrictions = \(list(.data))") }
    return lines
  }

  /// With something that the start-up check is content with, mostly.
  private mutating func guarded(_ list: String) -> String {
    guard random.chance(91) else { return list }
    let guardian = random.pick([
      "reject_unauth_destination", "reject_unauth_destination", "reject_unauth_destination", "defer_unauth_destination",
      "reject", "defer", "defer_if_permit", "check_relay_domains", "Reject_Unauth_Destination",
    ])
    // Behind a `permit` it does not count.
    let end = random.chance(6) ? ", permit, " : ", "
    return list.isEmpty ? guardian : random.chance(80) ? list + end + guardian : guardian + end + list
  }

  mutating func list(_ place: Place) -> String {
    guard depth < 3 else { return "permit_mynetworks" }
    depth += 1
    defer { depth -= 1 }
    if random.chance(2) { return "" }
    let items = (0..<(1 + random.below(4))).map { _ in restriction(place) }
    return items.joined(separator: random.pick([", ", " ", ","]))
  }

  mutating func restriction(_ place: Place) -> String {
    switch random.below(100) {
    case ..<9: return "warn_if_reject " + restriction(place)
    case ..<15 where !classes.isEmpty: return random.pick(classes)
    case ..<52: return lookup(place)
    case ..<57: return random.pick(["defer_if_permit", "defer_if_reject", "defer_if_reject", "sleep 0"])
    case ..<60: return random.pick(["permit", "reject", "defer", "PERMIT", "permit"])
    case ..<76:
      return random.pick([
        "permit_mynetworks", "permit_mynetworks", "permit_sasl_authenticated", "permit_sasl_authenticated",
        "permit_auth_destination", "reject_unauth_destination", "defer_unauth_destination", "check_relay_domains",
        "permit_naked_ip_address", "permit_tls_clientcerts", "permit_tls_all_clientcerts", "Permit_MyNetworks",
      ])
    case ..<97: return plain()
    case ..<98:
      return random.pick([
        "no_such_restriction", "C1", "reject_unknown_forward_client_hostname", "check_client_access",
        "check_sender_access static", "c9", "permit_mynetwork",
        "check_recipient_access hash:@DIR@/missing", "check_helo_access nosuchtype:x", "check_client_access fail:x",
        "reject_rbl_client", "check_sender_access permit", "static:", "check_client_access regexp:@DIR@/missing",
      ])
    default:
      return random.pick([
        "reject_unknown_sender_domain", "reject_unknown_recipient_domain", "reject_unknown_helo_hostname",
        "reject_rbl_client bl.test", "permit_dnswl_client wl.test", "reject_rhsbl_sender bl.test",
        "reject_rhsbl_helo bl.test", "permit_mx_backup", "check_sender_mx_access static:OK",
        "check_helo_ns_access static:OK", "check_recipient_a_access static:DUNNO", "check_client_mx_access static:OK",
        "reject_unverified_sender", "reject_unverified_recipient", "permit_rhswl_client wl.test", "reject_maps_rbl",
        "check_reverse_client_hostname_mx_access static:OK",
      ])
    }
  }

  /// Without tables and DNS.
  private mutating func plain() -> String {
    random.pick([
      "reject_unlisted_sender", "reject_unlisted_sender",
      "reject_invalid_helo_hostname", "reject_invalid_hostname", "reject_non_fqdn_helo_hostname",
      "reject_non_fqdn_hostname", "reject_non_fqdn_sender", "reject_non_fqdn_recipient", "reject_unlisted_recipient",
      "reject_unlisted_recipient", "reject_unknown_client_hostname", "reject_unknown_client",
      "reject_unknown_reverse_client_hostname", "reject_sender_login_mismatch",
      "reject_authenticated_sender_login_mismatch", "reject_known_sender_login_mismatch",
      "reject_unauthenticated_sender_login_mismatch", "reject_multi_recipient_bounce", "reject_unauth_pipelining",
      "reject_plaintext_session", "check_recipient_maps",
    ])
  }

  private mutating func lookup(_ place: Place) -> String {
    let kinds: [(String, Keys)] = [
      ("check_client_access", .clients), ("check_client_access", .clients), ("check_helo_access", .helos),
      ("check_sender_access", .addresses), ("check_sender_access", .addresses), ("check_recipient_access", .addresses),
      ("check_recipient_access", .addresses), ("check_recipient_access", .routed), ("check_sasl_access", .logins),
      ("check_reverse_client_hostname_access", .clients), ("check_ccert_access", .logins),
      ("check_client_access", .names),
    ]
    if random.chance(7) {
      switch place {
      case .client: return table(keys: .clients, values: .actions)
      case .helo: return table(keys: .helos, values: .actions)
      case .sender, .recipient, .relay, .data, .any: return table(keys: .addresses, values: .actions)
      }
    }
    let (keyword, keys) = random.pick(kinds)
    // A name that is found with DUNNO hides the address; the reverse name may not be permitted.
    let isWary = keys == .names || keyword == "check_reverse_client_hostname_access"
    return keyword + " " + table(keys: keys, values: isWary ? .dunnoFirst : .actions)
  }
}
