// Six servers as careful postmasters write them: nobody's relay, and nothing to remark on.

import AccessPolicy
import Bytes
import PostfixConfig
import SystemAccess
import TestSupport
import Testing

@Suite("Good hosts")
struct HostTests {
  static let names = ["null-client", "mx", "submission", "relayhost-sasl", "backup-mx", "postscreen"]

  static func policy(_ name: String) throws -> AccessPolicy {
    let directory = "\(Repository.root)/Fixtures/hosts/\(name)"
    let sources = TableSources { path in
      let file = path.description.split(separator: "/").last.map(String.init) ?? ""
      guard path.hasPrefix("/etc/postfix/"), let content = try? FileReading.contents(of: "\(directory)/\(file)") else {
        return .unreadable("it is not part of the copy")
      }
      return .bytes(content)
    }
    return AccessPolicy(
      Configuration(
        main: MainFile(try FileReading.contents(of: "\(directory)/main.cf")),
        master: MasterFile(try FileReading.contents(of: "\(directory)/master.cf")),
        build: PostfixBuild(PostfixVersion(3, 7, 11), .debian)), sources: sources)
  }

  @Test("Every service is closed, without a remark", arguments: names)
  func closed(_ name: String) throws {
    let answers = try Self.policy(name).relayAnswers()
    #expect(!answers.isEmpty)
    for answer in answers {
      #expect(answer.verdict == .closed, "\(answer.service): \(answer.unknowns)")
      #expect(answer.remarks.isEmpty)
      #expect(answer.decidedBy != nil)
    }
  }

  struct Visit: Sendable, CustomStringConvertible {
    let host: String
    let session: AccessSession
    let outcome: AccessVerdict.Outcome
    var description: String { "\(host): <\(session.sender)> to <\(session.recipient)>" }
  }

  static let visits = [
    Visit(host: "mx", session: AccessSession(recipient: "anna+lists@example.com"), outcome: .depends),
    Visit(host: "mx", session: AccessSession(sender: "x@bad.example", recipient: "anna@example.com"), outcome: .reject),
    Visit(
      host: "mx", session: AccessSession(clientAddress: "203.0.113.200", recipient: "a@example.com"), outcome: .reject),
    Visit(host: "backup-mx", session: AccessSession(recipient: "shop@example.org"), outcome: .permit),
    Visit(host: "backup-mx", session: AccessSession(recipient: "nobody@example.org"), outcome: .reject),
    Visit(host: "relayhost-sasl", session: AccessSession(clientAddress: "198.51.100.40"), outcome: .permit),
    Visit(host: "relayhost-sasl", session: AccessSession(clientAddress: "198.51.100.50"), outcome: .reject),
    Visit(
      host: "submission",
      session: AccessSession(
        service: "submission", usesTLS: true, saslMethod: "PLAIN", saslUsername: "anna", sender: "info@example.com"),
      outcome: .permit),
    Visit(
      host: "submission",
      session: AccessSession(
        service: "submission", usesTLS: true, saslMethod: "PLAIN", saslUsername: "anna", sender: "ben@example.com"),
      outcome: .reject),
    Visit(
      host: "submission",
      session: AccessSession(service: "submission", saslMethod: "PLAIN", saslUsername: "anna"), outcome: .reject),
    Visit(host: "postscreen", session: AccessSession(), outcome: .reject),
  ]

  @Test("Each visitor gets the answer that the postmaster means him to have", arguments: visits)
  func visitors(_ visit: Visit) throws {
    let verdict = try #require(try Self.policy(visit.host).verdict(for: visit.session))
    #expect(verdict.outcome == visit.outcome, "\(String(describing: verdict.reply)) \(verdict.unknowns)")
  }
}
