// Answers that do not depend on who asks: what smtpd dies of, and replies. Each was tried with smtpd 3.7.11.

import AccessPolicy
import Bytes
import PostfixConfig
import Testing

@Suite("Settled answers")
struct SettledAnswerTests {
  static func verdict(_ settings: String, _ session: AccessSession = AccessSession(recipient: "u@local.test")) throws
    -> AccessVerdict
  {
    try #require(HiddenWayTests.policy(settings + "\n").verdict(for: session))
  }

  // MARK: Start

  @Test(
    "smtpd dies of a broken $ in any parameter that it reads",
    arguments: [
      "mydestination", "virtual_alias_maps", "smtpd_sender_login_maps", "relay_domains", "smtpd_banner", "mynetworks",
      "smtpd_milters", "relay_recipient_maps",
    ])
  func brokenMacro(_ name: String) throws {
    #expect(try Self.verdict("\(name) = pcre:{ {/^spam@.*$/ x} }").outcome == .fatal)
  }

  @Test(
    "smtpd dies of a number, a time or a switch that is none, or out of bounds",
    arguments: [
      "smtpd_recipient_limit=0", "smtpd_soft_error_limit=0", "smtpd_junk_command_limit=0", "smtpd_timeout=1x",
      "smtpd_client_port_logging=bogus",
    ])
  func badValue(_ setting: String) throws {
    #expect(try Self.verdict(setting).outcome == .fatal)
    let policy = HiddenWayTests.policy("", master: "smtp inet n - n - - smtpd -o \(setting)\n")
    #expect(policy.verdict(for: AccessSession())?.outcome == .fatal)
  }

  @Test("smtpd does not die of what other programs read")
  func othersValues() throws {
    #expect(try Self.verdict("transport_maps = $\nsmtp_connect_timeout = 1x").outcome == .permit)
  }

  // MARK: Order

  @Test("Without smtpd_delay_reject the first lists are asked before a client can log in or use a certificate")
  func immediateReject() throws {
    let start = "smtpd_delay_reject = no\nsmtpd_sasl_auth_enable = yes\nrelay_clientcerts = inline:{AB=me}\n"
    let user = AccessSession(
      usesTLS: true, certificateFingerprint: "AB", saslUsername: "me", recipient: "u@local.test")
    for (setting, outcome) in [
      ("smtpd_client_restrictions = permit_sasl_authenticated, reject", AccessVerdict.Outcome.reject),
      ("smtpd_client_restrictions = permit_tls_clientcerts, reject", .reject),
      ("smtpd_client_restrictions = permit_tls_clientcerts, reject\nsmtpd_tls_wrappermode = yes", .permit),
      ("smtpd_helo_restrictions = permit_sasl_authenticated, reject", .reject),
      ("smtpd_helo_restrictions = permit_tls_clientcerts, reject", .reject),
      ("smtpd_sender_restrictions = permit_sasl_authenticated, reject", .permit),
    ] {
      #expect(try Self.verdict(start + setting, user).outcome == outcome, "\(setting)")
      let delayed = setting + "\nsmtpd_delay_reject = yes"
      #expect(try Self.verdict(start + delayed, user).outcome == .permit, "\(delayed)")
    }
  }

  // MARK: Hidden values

  @Test("A default that only the host knows is not empty")
  func hiddenValue() throws {
    let policy = HiddenWayTests.policy(
      "smtpd_relay_restrictions = ${mynetworks?{permit_mynetworks}:{permit}}, reject\n", networks: nil)
    #expect(policy.verdict(for: AccessSession())?.outcome == .reject)
    #expect(policy.verdict(for: AccessSession(clientAddress: "127.0.0.1"))?.outcome == .permit)
  }

  // MARK: Domains

  @Test("A domain that may be ours may lack the user")
  func hiddenDomain() throws {
    let verdict = try Self.verdict(
      """
      inet_interfaces = all
      virtual_mailbox_domains = [192.0.2.1]
      virtual_mailbox_maps = inline:{other@example.com=x}
      smtpd_helo_restrictions = reject_unlisted_recipient, no_such
      """, AccessSession(recipient: "u@[192.0.2.1]"))
    #expect(verdict.reply == nil)
  }

  // MARK: Syntax

  @Test("A domain that is no ASCII is bad syntax even where the lookup of its class fails")
  func failingClass() throws {
    let session = AccessSession(recipient: "u@bücher.test")
    #expect(try Self.verdict("virtual_alias_maps = fail:x", session).reply?.code == 501)
    #expect(try Self.verdict("virtual_alias_maps = fail:x").reply?.code == 451)
  }

  // MARK: Replies

  @Test("A refusal of DATA names the command, and an unknown user need not tell the table")
  func texts() throws {
    #expect(
      try Self.verdict("smtpd_data_restrictions = reject").reply?.text.hasPrefix("<DATA>: Data command rejected")
        == true)
    let unknown = "local_recipient_maps = inline:{x=x}\n"
    #expect(try Self.verdict(unknown).reply?.text.hasSuffix("User unknown in local recipient table") == true)
    #expect(
      try Self.verdict(unknown + "show_user_unknown_table_name = no").reply?.text.hasSuffix("User unknown") == true)
  }
}
