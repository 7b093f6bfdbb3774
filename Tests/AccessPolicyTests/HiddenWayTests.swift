// Ways in that no key of a table shows. Each was tried with smtpd 3.7.11, which answered as the comment says.

import AccessPolicy
import Bytes
import PostfixConfig
import Testing

@Suite("Hidden ways in")
struct HiddenWayTests {
  static func answer(
    _ settings: String, master: String = "smtp inet n - n - - smtpd\n", networks: String = "127.0.0.0/8"
  ) throws -> RelayAnswer {
    try #require(policy(settings, master: master, networks: networks).relayAnswers().first)
  }

  static func policy(
    _ settings: String, master: String = "smtp inet n - n - - smtpd\n", networks: String? = "127.0.0.0/8"
  ) -> AccessPolicy {
    let base = """
      compatibility_level = 3.6
      myhostname = mail.local.test
      mydestination = local.test
      inet_interfaces = 127.0.0.1
      local_recipient_maps =

      """
    let trust = networks.map { "mynetworks = \($0)\n" } ?? ""
    return AccessPolicy(
      Configuration(
        main: MainFile(Array((base + trust + settings + "\n").utf8)), master: MasterFile(Array(master.utf8)),
        build: PostfixBuild(PostfixVersion(3, 7, 11))), sources: .none)
  }

  // MARK: Negated patterns

  @Test(
    "Whom a refusal of all others spares is found",
    arguments: [
      "pcre:{{!/@partner\\.example$$/ REJECT}}", "pcre:{{if !/@partner\\.example$$/},{/./ REJECT},{endif}}",
      "regexp:{{/./!/@partner\\.example$$/ REJECT}}",
    ])
  func sparedSender(_ table: String) throws {
    let settings =
      "smtpd_relay_restrictions = check_sender_access \(table), permit_auth_destination, "
      + "check_client_access static:OK, reject"
    let answer = try Self.answer(settings)
    #expect(answer.verdict == .open)
    #expect(answer.means == [.sender])
    #expect(answer.example?.sender == "stranger@partner.example")
    // 250
  }

  @Test("A negated pattern without an end spares domains of anybody's choice")
  func sparedRecipient() throws {
    let answer = try Self.answer(
      """
      smtpd_recipient_restrictions = check_recipient_access pcre:{{!/@local\\.test/ REJECT}}, permit
      smtpd_relay_restrictions = check_client_access static:OK, reject
      """)
    #expect(answer.verdict == .limited)
    // RCPT TO:<u@local.test.example>: 250
  }

  @Test("A network that a refusal leaves out is a way for those in it")
  func sparedNetwork() throws {
    func verdict(_ rules: String) throws -> RelayAnswer.Verdict {
      try Self.answer(
        "smtpd_relay_restrictions = check_client_access cidr:{\(rules)}, check_client_access static:OK, reject"
      ).verdict
    }
    #expect(try verdict("{!198.18.0.0/15 REJECT}, {::/0 REJECT}") == .limited)
    // Negated or not, a pattern says nothing of the other family.
    #expect(try verdict("{!198.18.0.0/15 REJECT}") == .open)
    #expect(try verdict("{if !198.18.0.0/15}, {0.0.0.0/0 REJECT}, {endif}, {::/0 REJECT}") == .limited)
    #expect(try verdict("{!127.0.0.0/8 REJECT}, {::/0 REJECT}") == .closed)
  }

  @Test("A negated refusal opens no closed server")
  func sparedForNothing() throws {
    let table = "pcre:{{!/@partner\\.example$$/ REJECT}, {/./ REJECT}}"
    #expect(
      try Self.answer(
        "smtpd_relay_restrictions = check_sender_access \(table), check_client_access static:OK, reject"
      ).verdict == .closed)
    #expect(
      try Self.answer(
        "smtpd_sender_restrictions = check_sender_access pcre:{{!/@local\\.test$$/ REJECT}}\n"
          + "smtpd_relay_restrictions = permit_mynetworks, reject_unauth_destination"
      ).verdict == .closed)
  }

  @Test("A pattern that nobody understands leaves a server closed that it does not guard")
  func unsampledPattern() throws {
    // What it spares has a control character, and more than any sample tries.
    let table = "pcre:{{!/^(?=.{70})(?=.*[0-9]{9})(?!.*[a-z])[^@]+@(?<=[0-9]@).+$$/ REJECT}}"
    let closed = "permit_mynetworks, reject_unauth_destination"
    #expect(
      try Self.answer(
        "smtpd_sender_restrictions = check_sender_access \(table)\nsmtpd_relay_restrictions = \(closed)"
      ).verdict == .closed)
    let open = try Self.answer(
      "smtpd_relay_restrictions = check_sender_access \(table), check_client_access static:OK, reject")
    #expect(open.verdict == .undecided || open.verdict == .open)
  }

  // MARK: Joined patterns

  /// What the proof says of two tables that are asked for the sender.
  static func answer(_ first: String, and second: String, type: String = "pcre") throws -> RelayAnswer {
    try answer(
      "smtpd_sender_restrictions = check_sender_access pcre:{\(first)}\n"
        + "smtpd_relay_restrictions = check_sender_access \(type):{\(second)}, reject")
  }

  @Test("A sender who suits two patterns at once is found")
  func joinedPatterns() throws {
    // MAIL FROM:<abc-partner@x.y>: 250
    #expect(try Self.answer("{/partner/ DUNNO}, {/./ REJECT}", and: "{/^abc/ OK}").verdict == .open)
    #expect(try Self.answer("{/@partner\\.example$$/ DUNNO}, {/./ REJECT}", and: "{/^abc/ OK}").verdict == .open)
    #expect(try Self.answer("{/partner/ DUNNO}, {/./ REJECT}", and: "{abc@=OK}", type: "inline").verdict == .open)
    #expect(try Self.answer("{!/partner/ REJECT}", and: "{/^abc/ OK}").verdict == .open)
  }

  @Test("Patterns that no sample suits together leave it undecided, unless they say the same")
  func contestedPatterns() throws {
    // abc1234567@x.y
    let hard = try Self.answer("{/^.{3}(?=[0-9]{7}@)/ DUNNO}, {/./ REJECT}", and: "{/^abc/ OK}")
    #expect(hard.verdict == .undecided || hard.verdict == .open)
    #expect(try Self.answer("{/^abc/ REJECT}", and: "{/^abc/ OK}").verdict == .closed)
    #expect(try Self.answer("{/./ REJECT}", and: "{/^abc/ OK}").verdict == .closed)
  }

  @Test("Tables that contradict each other leave a server closed whose relay list is closed")
  func contestedForNothing() throws {
    let answer = try Self.answer(
      """
      smtpd_client_restrictions = check_sender_access pcre:{{/^abc/ OK}}, reject_rbl_client dnsbl.example
      smtpd_sender_restrictions = check_sender_access pcre:{{/partner[0-9]/ DUNNO}, {/^ab/ REJECT}}
      smtpd_relay_restrictions = permit_mynetworks, reject_unauth_destination
      """)
    #expect(answer.verdict == .closed)
  }

  // MARK: Rewriting

  @Test("Canonical tables make addresses of the sender's choice as aliases do")
  func canonical() throws {
    let table = "pcre:{ {/^(.*)=(.*)@local\\.test$$/ $$1@$$2} }"
    for name in ["virtual_alias_maps", "recipient_canonical_maps", "canonical_maps"] {
      let answer = try Self.answer("\(name) = \(table)")
      #expect(answer.verdict == .open, "\(name)")
      #expect(answer.decidedBy?.restriction == ByteString(name))
      // 250, and the queue file has victim@victim.example.
    }
    #expect(try Self.answer("canonical_maps = \(table)\ncanonical_classes = envelope_sender").verdict == .closed)
    #expect(try Self.answer("sender_canonical_maps = \(table)").verdict == .closed)
  }

  // MARK: Impersonation

  @Test("Whoever may use the PROXY protocol may be any trusted client")
  func proxiedNetwork() throws {
    let master = "smtp inet n - n - - smtpd -o smtpd_upstream_proxy_protocol=haproxy\n"
    let answer = try Self.answer("", master: master, networks: "10.0.0.0/8")
    #expect(answer.verdict == .open)
    #expect(answer.example?.clientAddress.hasPrefix("10.") == true)
    #expect(try Self.answer("", master: master, networks: "").verdict == .closed)
  }

  @Test("Whoever may use XCLIENT may be a trusted client, or somebody who has logged in")
  func extendedClient() throws {
    let everybody = "smtpd_authorized_xclient_hosts = 0.0.0.0/0\n"
    #expect(try Self.answer(everybody, networks: "10.0.0.0/8").verdict == .open)
    #expect(try Self.answer(everybody, networks: "").verdict == .closed)
    let login = try Self.answer(everybody + "smtpd_sasl_auth_enable = yes", networks: "")
    #expect(login.verdict == .open)
    #expect(login.means == [.login])
    #expect(login.trace.contains { $0.restriction == "permit_sasl_authenticated" && $0.result == "permit" })
    // Two refusals that depend on a policy service are no way in.
    let refusing = try Self.answer(
      everybody + "smtpd_relay_restrictions = check_policy_service unix:x, reject_unlisted_sender, no_such, reject",
      networks: "10.0.0.0/8")
    #expect(refusing.verdict != .open)
    let guarded = try Self.answer(
      everybody + "smtpd_relay_restrictions = reject_unknown_client_hostname, reject_rbl_client x.example, reject",
      networks: "10.0.0.0/8")
    #expect(guarded.verdict == .closed)
    let table = try Self.answer(
      everybody + "smtpd_relay_restrictions = check_client_access cidr:{{10.1.0.0/16 OK}}, reject", networks: "")
    #expect(table.verdict == .open)
  }

  // MARK: Accusations

  @Test("A local part that a table has is a privilege, whatever its name")
  func userOfTable() throws {
    let recipient = try Self.answer(
      "smtpd_relay_restrictions = check_recipient_access inline:{ {victim@=OK} }, reject_unauth_destination")
    #expect(recipient.verdict == .limited)
    #expect(recipient.example?.recipient.hasPrefix("victim@") == true)
    let pattern = try Self.answer(
      "smtpd_relay_restrictions = check_recipient_access pcre:{ {/^victim@/ OK} }, reject_unauth_destination")
    #expect(pattern.verdict == .limited)
    let sender = try Self.answer(
      "smtpd_relay_restrictions = check_sender_access inline:{ {stranger@=OK} }, reject_unauth_destination")
    #expect(sender.means == [.sender])
  }

  // MARK: Own addresses

  @Test("permit_inet_interfaces does not look at proxy_interfaces")
  func proxyInterfaces() throws {
    let settings = """
      inet_interfaces = 192.0.2.1
      proxy_interfaces = 203.0.113.5
      smtpd_relay_restrictions = permit_inet_interfaces, reject
      """
    #expect(try Self.answer(settings).verdict == .closed)
    let policy = Self.policy(settings)
    func outcome(_ address: ByteString) -> AccessVerdict.Outcome? {
      policy.verdict(for: AccessSession(clientAddress: address))?.outcome
    }
    #expect(outcome("203.0.113.5") == .reject)
    #expect(outcome("192.0.2.1") == .permit)
  }

  @Test("The default of mynetworks has the addresses that inet_interfaces names")
  func defaultNetworks() {
    func outcome(_ address: ByteString, _ settings: String = "") -> AccessVerdict.Outcome? {
      Self.policy(settings, networks: nil).verdict(for: AccessSession(clientAddress: address))?.outcome
    }
    #expect(outcome("127.0.0.1") == .permit)
    // 454 4.7.1
    #expect(outcome("127.0.0.2") == .defer)
    #expect(outcome("::1") == .defer)
    #expect(outcome("127.0.0.2", "mynetworks_style = subnet") == .permit)
    #expect(outcome("::1", "mynetworks_style = subnet") == .defer)
    #expect(outcome("::1", "inet_interfaces = all") == .depends)
    #expect(outcome("192.0.2.1", "inet_interfaces = 192.0.2.1") == .permit)
  }
}
