// relay --verify: the real smtpd is held to the same answer.

import Access
import AccessPolicy
import ConfigurationDirectory
import PostfixConfig
import TestSupport
import Testing

@Suite("Live: relay --verify", .enabled(if: RealSMTPD.isAvailable, "needs root and a network namespace"))
struct RelayVerificationTests {
  @Test("A service that only its DATA list closes is confirmed")
  func closedByDataList() throws {
    let directory = try PrivateDirectory()
    try directory.write(
      """
      compatibility_level = 3.6
      myhostname = mail.local.test
      mynetworks = 0.0.0.0/0
      smtpd_data_restrictions = check_sender_access static:{550 nothing goes out}

      """, to: "main.cf")
    try directory.write("smtp inet n - n - - smtpd\n", to: "master.cf")
    let placed = try PlacedConfiguration(directory.path, version: try RealSMTPD.build.get().version)
    let answers = AccessPolicy(placed).relayAnswers()
    #expect(answers.map(\.verdict) == [.closed])
    let verification = try RelayVerification(of: answers, on: placed)
    #expect(verification.isConfirmed, "\(verification.text)")
  }

  @Test("What depends on tables of another host is not asked, and no contradiction")
  func otherHost() throws {
    let directory = try PrivateDirectory()
    try directory.write(
      """
      compatibility_level = 3.6
      myhostname = mail.local.test
      virtual_alias_domains = hash:/etc/postfix/no-such-domains
      smtpd_relay_restrictions = reject_unauth_destination
      smtpd_client_restrictions = check_client_access cidr:/etc/postfix/no-such-clients

      """, to: "main.cf")
    try directory.write("virtual.test x\n", to: "no-such-domains")
    try directory.write("198.51.100.0/24 REJECT\n", to: "no-such-clients")
    try directory.write("smtp inet n - n - - smtpd\n", to: "master.cf")
    let placed = try PlacedConfiguration(directory.path, version: try RealSMTPD.build.get().version)
    let answers = AccessPolicy(placed).relayAnswers()
    let verification = try RelayVerification(of: answers, on: placed)
    #expect(!verification.isRefuted && !verification.isConfirmed, "\(verification.text)")
    #expect(verification.text.contains("not here: hash:/etc/postfix/no-such-domains"), "\(verification.text)")
    #expect(!verification.text.contains("DIFFERS"), "\(verification.text)")
  }
}
