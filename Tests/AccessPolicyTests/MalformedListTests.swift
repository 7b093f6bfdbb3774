// Restriction lists with mistakes in them: the answer is the one that smtpd gives, never a crash.

import AccessPolicy
import Bytes
import PostfixConfig
import Testing

@Suite("Malformed restriction lists")
struct MalformedListTests {
  static func policy(_ main: String) -> AccessPolicy {
    let base =
      "compatibility_level = 3.6\nmyhostname = mail.local.test\nmydestination = local.test\n"
      + "mynetworks = 127.0.0.0/8\nlocal_recipient_maps =\n"
    return AccessPolicy(
      Configuration(
        main: MainFile(Array((base + main).utf8)), master: MasterFile(Array("smtp inet n - n - - smtpd\n".utf8)),
        build: PostfixBuild(PostfixVersion(3, 7, 11))), sources: .none)
  }

  struct Mistake: Sendable, CustomStringConvertible {
    let list: String
    let code: Int
    let status: ByteString
    var description: String { list }
  }

  static let mistakes = [
    Mistake(list: "permit_mynetwork, reject_unauth_destination", code: 451, status: "4.3.5"),
    Mistake(list: "reject_unauth_destination, permit_mynetwork", code: 554, status: "5.7.1"),
    Mistake(list: "check_client_access, reject_unauth_destination", code: 451, status: "4.3.5"),
    Mistake(list: "check_sender_access reject, reject_unauth_destination", code: 451, status: "4.3.5"),
    Mistake(list: "reject_rbl_client", code: 554, status: "5.7.1"),
    Mistake(list: "sleep soon, reject", code: 451, status: "4.3.5"),
    Mistake(list: "check_client_access nosuchtype:x, reject", code: 451, status: "4.3.5"),
    Mistake(list: "REJECT_UNAUTH_DESTINATION", code: 554, status: "5.7.1"),
    Mistake(list: "static:loop, reject", code: 451, status: "4.3.5"),
  ]

  @Test("A mistake is answered as smtpd answers it", arguments: mistakes)
  func mistake(_ mistake: Mistake) throws {
    // What refuses by default stands in the recipient list, so that smtpd starts.
    let policy = Self.policy(
      "smtpd_relay_restrictions = \(mistake.list)\nsmtpd_recipient_restrictions = reject_unauth_destination\n"
        + "smtpd_relay_before_recipient_restrictions = yes\n")
    let verdict = try #require(policy.verdict(for: AccessSession()))
    #expect(verdict.reply?.code == mistake.code)
    #expect(verdict.reply?.status == mistake.status)
  }

  @Test("A class that contains itself crashes smtpd, not Postkeep")
  func endlessClass() throws {
    let client = Self.policy(
      "smtpd_restriction_classes = a b\na = b\nb = a\nsmtpd_client_restrictions = a\n")
    #expect(client.verdict(for: AccessSession())?.outcome == .fatal)
    let relay = Self.policy("smtpd_restriction_classes = a\na = a\nsmtpd_relay_restrictions = a, reject\n")
    #expect(relay.verdict(for: AccessSession())?.outcome == .fatal)
    #expect(relay.relayAnswers().map(\.verdict) == [.fatal])
  }

  @Test("A table whose result leads back to a class ends with a server error")
  func endlessTable() {
    let policy = Self.policy(
      "smtpd_restriction_classes = loop\nloop = check_client_access static:loop\nsmtpd_client_restrictions = loop\n")
    #expect(policy.verdict(for: AccessSession())?.reply?.status == "4.3.5")
  }

  @Test("A class without a definition keeps smtpd from starting")
  func undefinedClass() {
    #expect(Self.policy("smtpd_restriction_classes = nobody\n").verdict(for: AccessSession())?.outcome == .fatal)
  }

  @Test(
    "smtpd does not start with the address of a policy service that it cannot use",
    arguments: [
      ("smtpd_client_restrictions = check_policy_service private/policy", "need service transport:endpoint"),
      ("smtpd_end_of_data_restrictions = check_policy_service, permit", "need service transport:endpoint"),
      ("smtpd_restriction_classes = c\nc = check_policy_service foo:bar", "invalid transport name: foo"),
    ])
  func policyService(_ settings: String, _ problem: String) throws {
    let verdict = try #require(Self.policy(settings + "\n").verdict(for: AccessSession()))
    #expect(verdict.outcome == .fatal)
    #expect(verdict.decidedBy?.restriction.description.hasPrefix(problem) == true)
  }

  @Test(
    "The address of a policy service may have options, of which a bad one keeps smtpd from starting",
    arguments: [
      ("timeout=1s, default_action=DUNNO", nil), ("max_idle=1m,max_ttl=1h try_limit=+3", nil), ("request_limit=0", nil),
      ("{ default_action = 451 try later }", nil), ("default_action={451 x}", nil), ("timeout=2147483647", nil),
      ("timeuot=1s", "unknown option: \"timeuot = 1s\""), ("TIMEOUT=3", "unknown option"),
      ("smtpd_policy_service_timeout=3", "unknown option"), ("timeout = 3", "malformed option"),
      ("{}", "malformed option"),
      ("=3", "malformed option"), ("{timeout=3}x", "policy service syntax error"),
      ("{ timeout = 3", "policy service syntax error"), ("timeout=0", "invalid"), ("timeout=10x", "parameter"),
      ("timeout=1y", "parameter"), ("timeout=35791394m", "parameter"), ("retry_delay=0", "invalid"),
      ("try_limit=0", "invalid"),
      ("try_limit=0x3", "bad numerical"), ("request_limit=-1", "invalid"), ("try_limit=99999999999", "bad numerical"),
      ("policy_context=", "option policy_context"), ("default_action=", "option default_action"),
    ] as [(String, String?)])
  func policyServiceInBraces(_ options: String, _ problem: String?) {
    let list = "check_policy_service { inet:127.0.0.1:1, \(options) }, unix:x, permit"
    let verdict = Self.policy("smtpd_client_restrictions = \(list)\n").verdict(for: AccessSession())
    #expect((verdict?.outcome == .fatal) == (problem != nil))
    if let problem {
      #expect(verdict?.decidedBy?.restriction.description.hasPrefix(problem) == true, "\(String(describing: verdict))")
    }
  }

  @Test("A very long list is followed to its end")
  func longList() {
    let list = String(repeating: "reject_non_fqdn_sender, ", count: 50_000)
    let policy = Self.policy("smtpd_sender_restrictions = \(list) reject\n")
    #expect(policy.verdict(for: AccessSession())?.stage == .sender)
  }

  @Test("Unknown answers beyond counting are told, not guessed")
  func manyUnknowns() {
    let list = (0..<40).map { "check_policy_service inet:127.0.0.1:\(10_000 + $0)" }.joined(separator: ", ")
    let policy = Self.policy("smtpd_sender_restrictions = \(list)\n")
    #expect(policy.verdict(for: AccessSession(recipient: "u@local.test"))?.outcome == .depends)
    #expect(policy.relayAnswers().map(\.verdict) == [.closed])
  }

  @Test("Where proxymap cannot read its list, that is the reason, and not a table that it lacks")
  func brokenProxyList() throws {
    let policy = Self.policy(
      "smtp_generic_maps = regexp:{ {/^x$/ $1y} }\nrelay_domains = proxy:hash:/etc/postfix/relay\n")
    let problem = try #require(policy.verdict(for: AccessSession())?.decidedBy).restriction.description
    #expect(problem.hasPrefix("the proxymap service, which it asks, does not start: proxy_read_maps: "), "\(problem)")
  }

  @Test("With a name that is none nothing starts", arguments: ["myhostname = \"mail.example.com\"", "mydomain = a..b"])
  func badName(_ setting: String) throws {
    #expect(Self.policy(setting + "\n").verdict(for: AccessSession())?.outcome == .fatal)
    #expect(Self.policy("mydomain = a_b.example\n").verdict(for: AccessSession())?.outcome != .fatal)
  }
}
