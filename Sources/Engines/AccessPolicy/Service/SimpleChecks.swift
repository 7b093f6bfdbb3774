// The restrictions by name: those that stand alone, those with a table, and those with the name of a DNS list.

import Bytes

enum SimpleChecks {
  static let kinds: [ByteString: Check.Kind] = [
    "warn_if_reject": .warnIfReject, "permit": .permit, "reject": .reject, "defer": .defer,
    "defer_if_permit": .deferIfPermit, "defer_if_reject": .deferIfReject,
    "reject_unauth_pipelining": .nothing, "reject_multi_recipient_bounce": .nothing,
    "reject_plaintext_session": .plaintextSession,
    "reject_unknown_client_hostname": .unknownClient, "reject_unknown_client": .unknownClient,
    "reject_unknown_reverse_client_hostname": .unknownReverseClient,
    "permit_inet_interfaces": .ownAddress, "permit_mynetworks": .networks, "permit_sasl_authenticated": .login,
    "permit_tls_clientcerts": .clientCertificate(anyTrusted: false),
    "permit_tls_all_clientcerts": .clientCertificate(anyTrusted: true),
    "reject_invalid_helo_hostname": .invalidHelo, "reject_invalid_hostname": .invalidHelo,
    "reject_non_fqdn_helo_hostname": .partialHelo, "reject_non_fqdn_hostname": .partialHelo,
    "reject_unknown_helo_hostname": .unknownHelo, "reject_unknown_hostname": .unknownHelo,
    "permit_naked_ip_address": .nakedAddress,
    "reject_unknown_address": .unknownDomain(.sender), "reject_unknown_sender_domain": .unknownDomain(.sender),
    "reject_unknown_recipient_domain": .unknownDomain(.recipient),
    "reject_unverified_sender": .unverified(.sender), "reject_unverified_recipient": .unverified(.recipient),
    "reject_non_fqdn_sender": .partialAddress(.sender), "reject_non_fqdn_recipient": .partialAddress(.recipient),
    "reject_authenticated_sender_login_mismatch": .loginMismatch(.authenticated),
    "reject_known_sender_login_mismatch": .loginMismatch(.known),
    "reject_unauthenticated_sender_login_mismatch": .loginMismatch(.unauthenticated),
    "reject_unlisted_sender": .unlisted(.sender), "reject_unlisted_recipient": .unlisted(.recipient),
    "check_recipient_maps": .unlisted(.recipient),
    "permit_auth_destination": .destination(.permit), "reject_unauth_destination": .destination(.reject),
    "defer_unauth_destination": .destination(.defer),
    "check_relay_domains": .relayDomains, "permit_mx_backup": .backupExchanger,
  ]

  static let tableKinds: [ByteString: @Sendable (AccessTable) -> Check.Kind] = [
    "check_client_access": { .access(.client, $0) },
    "check_reverse_client_hostname_access": { .access(.reverseClient, $0) },
    "check_helo_access": { .access(.helo, $0) },
    "check_sender_access": { .access(.sender, $0) },
    "check_recipient_access": { .access(.recipient, $0) },
    "check_sasl_access": { .access(.sasl, $0) },
    "check_ccert_access": { .access(.certificate, $0) },
    "check_etrn_access": { .access(.etrn, $0) },
    "check_client_ns_access": { .serverAccess(.client, $0) },
    "check_client_mx_access": { .serverAccess(.client, $0) },
    "check_client_a_access": { .serverAccess(.client, $0) },
    "check_reverse_client_hostname_ns_access": { .serverAccess(.reverseClient, $0) },
    "check_reverse_client_hostname_mx_access": { .serverAccess(.reverseClient, $0) },
    "check_reverse_client_hostname_a_access": { .serverAccess(.reverseClient, $0) },
    "check_helo_ns_access": { .serverAccess(.helo, $0) },
    "check_helo_mx_access": { .serverAccess(.helo, $0) },
    "check_helo_a_access": { .serverAccess(.helo, $0) },
    "check_sender_ns_access": { .serverAccess(.sender, $0) },
    "check_sender_mx_access": { .serverAccess(.sender, $0) },
    "check_sender_a_access": { .serverAccess(.sender, $0) },
    "check_recipient_ns_access": { .serverAccess(.recipient, $0) },
    "check_recipient_mx_access": { .serverAccess(.recipient, $0) },
    "check_recipient_a_access": { .serverAccess(.recipient, $0) },
  ]

  static let domainKinds: [ByteString: @Sendable (ByteString) -> Check.Kind] = [
    "reject_rbl_client": { .addressList($0, permits: false) },
    "reject_rbl": { .addressList($0, permits: false) },
    "permit_dnswl_client": { .addressList($0, permits: true) },
    "reject_rhsbl_client": { .domainList(.client, $0, permits: false) },
    "permit_rhswl_client": { .domainList(.client, $0, permits: true) },
    "reject_rhsbl_reverse_client": { .domainList(.reverseClient, $0, permits: false) },
    "reject_rhsbl_helo": { .domainList(.helo, $0, permits: false) },
    "reject_rhsbl_sender": { .domainList(.sender, $0, permits: false) },
    "reject_rhsbl_recipient": { .domainList(.recipient, $0, permits: false) },
  ]
}
