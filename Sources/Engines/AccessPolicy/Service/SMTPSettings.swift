// The switches, numbers and short texts of an smtpd service.

import Bytes
import PostfixConfig

struct SMTPSettings: Sendable {
  let version: PostfixVersion
  let delaysReject: Bool
  let asksRelayListFirst: Bool
  /// Whether the newer default of smtpd_relay_restrictions is only tried, for the log.
  let triesRelayDefault: Bool
  let requiresHelo: Bool
  let requiresTLS: Bool
  let isWrapped: Bool
  let usesSASL: Bool
  /// Whether AUTH ANONYMOUS is possible.
  let offersAnonymousLogin: Bool
  let needsTLSForSASL: Bool
  let isSoft: Bool
  let allowsRouting: Bool
  let isStrict: Bool
  let isStrictUTF8: Bool
  let usesUTF8: Bool
  let rejectsUnlistedSender: Bool
  let rejectsUnlistedRecipient: Bool
  let checksRecipients: Bool
  let namesUnknownUserTable: Bool
  let hasProxyFilter: Bool
  let hasCommandFilter: Bool
  /// smtpd_access_maps in parent_domain_matches_subdomains.
  let matchesParents: Bool
  let nullSenderKey: ByteString
  let doubleBounceSender: ByteString
  let origin: ByteString
  /// address_verify_sender, rewritten by the caller; nil for the null sender.
  let verifySender: ByteString?
  let policyDefaultAction: ByteString
  let localRewriteClients: [ByteString]
  let codes: ReplyCodes
  /// Whether a failure that may pass only puts off a permission (defer_if_permit), or defers at once.
  let putsOffUnknownHostname, putsOffUnknownAddress, putsOffUnverifiedSender, putsOffUnverifiedRecipient: Bool

  init(_ values: ServiceValues, _ problems: inout ServiceProblems) {
    func flag(_ name: ByteString, _ fallback: Bool = false) -> Bool {
      guard let value = values.configuration.value(name, in: values.service) else { return fallback }
      switch value.text?.lowercased {
      case "yes": return true
      case "no": return false
      case let text?:
        problems.note("bad boolean configuration: \(name) = \(text)", of: name)
        return fallback
      case nil:
        problems.note(value.problem, of: name)
        return fallback
      }
    }
    let program: ByteString = "smtpd"
    for problem in ValueCheck.startUpProblems(of: program, in: values.service, values.configuration) {
      problems.note(problem.message, of: problem.parameter)
    }
    for name in Self.startUpParameters {
      problems.note(ValueCheck.fatalProblem(name, in: values.service, values.configuration), of: name)
    }
    version = values.configuration.build.version
    delaysReject = flag("smtpd_delay_reject", true)
    requiresHelo = flag("smtpd_helo_required")
    isWrapped = flag("smtpd_tls_wrappermode")
    let level = values.text("smtpd_tls_security_level").lowercased
    requiresTLS = !isWrapped && (level.isEmpty ? flag("smtpd_enforce_tls") : level == "encrypt" || level == "secure")
    usesSASL = flag("smtpd_sasl_auth_enable")
    let options = ["smtpd_sasl_security_options", "smtpd_sasl_tls_security_options"] as [ByteString]
    offersAnonymousLogin =
      usesSASL
      && options.contains { name in
        !Words.ofList(values.text(name)).contains { $0.text.lowercased == "noanonymous" }
      }
    needsTLSForSASL = flag("smtpd_tls_auth_only") || requiresTLS
    isSoft = flag("soft_bounce")
    allowsRouting = flag("allow_untrusted_routing")
    isStrict = flag("strict_rfc821_envelopes")
    isStrictUTF8 = flag("strict_smtputf8")
    usesUTF8 = flag("smtputf8_enable")
    rejectsUnlistedSender = flag("smtpd_reject_unlisted_sender")
    rejectsUnlistedRecipient = flag("smtpd_reject_unlisted_recipient", true)
    namesUnknownUserTable = flag("show_user_unknown_table_name", true)
    let overrides = Words.ofList(values.text("receive_override_options")).map(\.text.lowercased)
    checksRecipients = !overrides.contains("no_unknown_recipient_checks")
    hasProxyFilter = !values.text("smtpd_proxy_filter").isEmpty
    hasCommandFilter = !values.text("smtpd_command_filter").isEmpty
    matchesParents = values.matchesParents("smtpd_access_maps")
    nullSenderKey = values.text("smtpd_null_access_lookup_key")
    doubleBounceSender = values.text("double_bounce_sender")
    origin = values.text("myorigin")
    let verify = values.text("address_verify_sender")
    verifySender = verify.isEmpty || verify == "<>" ? nil : verify
    policyDefaultAction =
      values.known("smtpd_policy_service_default_action") ?? "451 4.3.5 Server configuration problem"
    localRewriteClients = Words.ofList(values.text("local_header_rewrite_clients")).map(\.text)
    codes = ReplyCodes(values, &problems)
    func putsOff(_ name: ByteString) -> Bool { values.known(name)?.lowercased != "defer" }
    putsOffUnknownHostname = putsOff("unknown_helo_hostname_tempfail_action")
    putsOffUnknownAddress = putsOff("unknown_address_tempfail_action")
    putsOffUnverifiedSender = putsOff("unverified_sender_tempfail_action")
    putsOffUnverifiedRecipient = putsOff("unverified_recipient_tempfail_action")

    // Postfix 3.6 turned the order of the two lists; a configuration that relies on old defaults keeps the old one.
    let hasRelayList = version >= PostfixVersion(2, 10)
    triesRelayDefault = Self.hasOldRelayDefault(values)
    asksRelayListFirst =
      hasRelayList && flag("smtpd_relay_before_recipient_restrictions") && !triesRelayDefault
  }

  /// Parameters whose words smtpd takes apart when it starts or when a client comes, and dies of if it cannot use them;
  /// the words of others are looked at where they are used.
  private static let startUpParameters: [ByteString] = [
    "smtpd_tls_security_level", "smtpd_upstream_proxy_protocol", "smtpd_command_filter", "smtpd_reject_footer_maps",
    "smtpd_dns_reply_filter", "notify_classes", "receive_override_options", "myhostname", "mydomain",
  ]

  /// Whether smtpd only tries what the newer default of smtpd_relay_restrictions would say.
  static func hasOldRelayDefault(_ values: ServiceValues) -> Bool {
    guard values.configuration.build.version >= PostfixVersion(3, 3),
      values.configuration.value("smtpd_relay_restrictions", in: values.service)?.isSet != true,
      let level = CompatibilityLevel(values.text("compatibility_level"))
    else { return false }
    return level.major < 1
  }

  /// Whether a login can have happened.
  func offersLogin(withTLS usesTLS: Bool) -> Bool { usesSASL && (usesTLS || isWrapped || !needsTLSForSASL) }
}
