// What relay_domains lets through besides the domains that it shows.

import AccessPolicy
import Bytes
import PostfixConfig
import Testing

@Suite("A list that relays further than it shows")
struct WideDomainsTests {
  private static func answer(_ main: String) throws -> RelayAnswer {
    let common = """
      mynetworks = 127.0.0.0/8
      smtpd_relay_restrictions = permit_mynetworks, reject_unauth_destination

      """
    let policy = AccessPolicy(
      Configuration(
        main: MainFile(Array((common + main).utf8)), master: MasterFile(Array("smtp inet n - n - - smtpd\n".utf8)),
        build: PostfixBuild(PostfixVersion(3, 7, 11))),
      sources: TableSources { _ in .unreadable("it is not part of the test") })
    return try #require(policy.relayAnswers().first)
  }

  @Test("The list is named, with a session that is accepted")
  func example() throws {
    let answer = try Self.answer("compatibility_level = 3.6\nmydestination = local.test\nrelay_domains = museum\n")
    #expect(answer.verdict == .limited)
    #expect(answer.decidedBy?.restriction == "relay_domains")
    #expect(answer.decidedBy?.place?.line == 5)
    #expect(answer.means == [.recipient])
    #expect(answer.example?.recipient.hasSuffix(".museum") == true)
  }

  @Test("By default the line is that of mydestination")
  func byDefault() throws {
    let answer = try Self.answer("mydestination = local.test\n")
    #expect(answer.verdict == .limited)
    #expect(answer.decidedBy?.restriction == "relay_domains")
    #expect(answer.decidedBy?.place?.line == 3)
    #expect(answer.example?.recipient.hasSuffix(".local.test") == true)
    #expect(try Self.answer("mydestination = local.test\nrelay_domains =\n").verdict == .closed)
  }

  @Test("Where other recipients are refused, nothing is open")
  func knownRecipients() throws {
    let main = "compatibility_level = 3.6\nmydestination = local.test\nrelay_domains = museum\n"
    #expect(try Self.answer(main + "relay_recipient_maps = inline:{a@b.museum=x}\n").verdict == .closed)
  }

  @Test("A list with a domain that is refused and one that is not is told by the latter")
  func second() throws {
    let main = "compatibility_level = 3.6\nmydestination = local.test\nrelay_domains = museum, aero\n"
    let refused = "smtpd_recipient_restrictions = check_recipient_access inline:{museum=reject}\n"
    let answer = try Self.answer(main + refused)
    #expect(answer.verdict == .limited)
    #expect(answer.example?.recipient.hasSuffix(".aero") == true)
  }
}
