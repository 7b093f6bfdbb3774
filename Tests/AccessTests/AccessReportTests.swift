// What is told about access: for people without a way to control their terminal, for programs as the schemas say.

import AccessPolicy
import Bytes
import ConfigurationDirectory
import JSONText
import PostfixConfig
import SystemAccess
import TestSupport
import Testing

@testable import Access

@Suite("Reports about access")
struct AccessReportTests {
  static let decision = AccessVerdict.Decision(
    list: "smtpd_relay_restrictions", restriction: "permit_mynetworks",
    place: AccessPlace(file: "main.cf", line: 12, column: 3))
  static let step = TraceStep(
    stage: .relay, list: "smtpd_relay_restrictions", restriction: "permit_mynetworks", place: decision.place,
    findings: ["mynetworks: \u{1B}[31m203.0.113.5"], result: "permit")
  static let open = RelayAnswer(
    service: "smtp/inet", verdict: .open, decidedBy: decision, means: [.network, .anything],
    example: AccessSession(service: "smtp/inet", sender: ""), trace: [step],
    remarks: [.init(.largeNetwork, "mynetworks trusts 4294967296 addresses.", place: decision.place)])
  static let closed = RelayAnswer(
    service: "submission/inet", verdict: .closed,
    decidedBy: .init(list: "smtpd_relay_restrictions", restriction: "reject_unauth_destination", place: nil),
    trace: [step])
  static let depending = RelayAnswer(
    service: "10.0.0.1:2525/inet", verdict: .openIf, decidedBy: decision, means: [.sender],
    unknowns: [AccessUnknown(.table, "ldap:/etc/postfix/users.cf", key: "it's@b.example")])
  static let fatal = RelayAnswer(
    service: "x/inet", verdict: .fatal, decidedBy: nil,
    problem: ServiceProblem("in parameter smtpd_relay_restrictions \u{9B}31m"))

  static func report(_ answers: [RelayAnswer]) -> RelayReport {
    RelayReport(
      directory: "./postfix", version: PostfixVersion(3, 7, 11), versionSource: .option, answers: answers)
  }

  static func schema(_ name: String) throws -> JSONSchema {
    JSONSchema(
      try JSONReader().read(FileReading.contents(of: "\(Repository.root)/docs/schemas/postkeep.\(name)-1.schema.json")))
  }

  @Test("The schema of relay describes every verdict, means and remark")
  func relaySchema() throws {
    var answers = [Self.open, Self.closed, Self.depending, Self.fatal]
    answers += RelayAnswer.Verdict.allCases.map { verdict in
      RelayAnswer(
        service: "smtp/inet", verdict: verdict, decidedBy: nil, means: Set(RelayAnswer.Means.allCases),
        remarks: RelayAnswer.Remark.Kind.allCases.map { .init($0, "Some.", place: nil) })
    }
    let json = try JSONReader().read(Self.report(answers).json)
    #expect(try Self.schema("relay").problems(of: json) == [])
    #expect(json["services"]?.elements?.count == answers.count)
    #expect(json["services"]?.elements?.first?["example"]?["sender"]?.text == "")
  }

  @Test("The schema of verdicts describes every outcome and unknown")
  func verdictSchema() throws {
    let schema = try Self.schema("verdict")
    let kinds: [AccessUnknown.Kind] = [
      .table, .policyService, .dns, .certificate, .addressVerification, .interface, .value,
    ]
    for outcome in AccessVerdict.Outcome.allCases {
      for stage in AccessStage.allCases {
        let verdict = AccessVerdict(
          service: "smtp/inet", outcome: outcome, reply: SMTPReply(554, "5.7.1", "no\u{1B}"), stage: stage,
          decidedBy: Self.decision, unknowns: kinds.map { AccessUnknown($0, "x") }, trace: [Self.step])
        for showsTrace in [true, false] {
          var json = JSONWriter()
          VerdictJSON.write(
            verdict, showsTrace: showsTrace, context: .init(number: 3, expected: outcome), to: &json)
          #expect(try schema.problems(of: JSONReader().read(json.bytes)) == [])
          #expect(json.bytes.count { $0 == 0x0A } == 1)
        }
      }
    }
  }

  @Test("A headline tells service, verdict and what decides, one line for each service")
  func headlines() {
    let text = Self.report([Self.open, Self.closed, Self.depending, Self.fatal]).text(
      TerminalStyle(isColored: false), isQuiet: true)
    #expect(
      text == """
        smtp/inet           open       permit_mynetworks in smtpd_relay_restrictions (main.cf:12)
        submission/inet     closed     reject_unauth_destination in smtpd_relay_restrictions (default)
        10.0.0.1:2525/inet  open-if    permit_mynetworks in smtpd_relay_restrictions (main.cf:12)
        x/inet              fatal      in parameter smtpd_relay_restrictions \u{FFFD}31m

        """)
  }

  @Test("An open service shows the session, a command to try it, the steps and the remarks")
  func evidence() {
    let text = Self.report([Self.open]).text(TerminalStyle(isColored: false))
    #expect(text.contains("swaks --server SERVER --helo stranger.example --from '<>' --to victim@victim.example"))
    #expect(text.contains("a stranger needs: nothing but a connection, an address of a trusted network"))
    #expect(text.contains("mynetworks: \u{FFFD}[31m203.0.113.5"))
    #expect(text.contains("mynetworks trusts 4294967296 addresses. (main.cf:12)"))
  }

  @Test("The steps of a closed service are shown only on demand")
  func closedSteps() {
    let report = Self.report([Self.closed])
    #expect(!report.text(TerminalStyle(isColored: false)).contains("permit_mynetworks"))
    #expect(report.text(TerminalStyle(isColored: false), isVerbose: true).contains("permit_mynetworks: permit"))
  }

  @Test("What would have to be asked comes with a command that a shell takes as it is")
  func questions() {
    let text = Self.report([Self.depending]).text(TerminalStyle(isColored: false))
    #expect(text.contains(#"postmap -q 'it'\''s@b.example' ldap:/etc/postfix/users.cf"#))
  }

  @Test("Nothing from the configuration reaches the terminal as a control character, with colours or without")
  func controlCharacters() {
    let report = Self.report([Self.open, Self.fatal])
    let plain = report.text(TerminalStyle(isColored: false), isVerbose: true)
    #expect(plain.unicodeScalars.allSatisfy { $0 == "\n" || PrintableText.isHarmless($0) })
    let colored = report.text(TerminalStyle(isColored: true), isVerbose: true)
    #expect(colored.contains("\u{1B}[1;31mopen"))
    #expect(!colored.contains("\u{1B}[31m203"))
  }

  @Test(
    "A service that is open outweighs one that could not be told",
    arguments: [
      ([.closed], .closed), ([], .closed), ([.closed, .limited], .open), ([.fatal, .openIf], .open),
      ([.undecided, .closed], .incomplete), ([.fatal], .incomplete),
    ] as [([RelayAnswer.Verdict], RelayReport.Conclusion)])
  func conclusion(verdicts: [RelayAnswer.Verdict], conclusion: RelayReport.Conclusion) {
    let answers = verdicts.map { RelayAnswer(service: "smtp/inet", verdict: $0, decidedBy: nil) }
    #expect(Self.report(answers).conclusion == conclusion)
  }

  @Test("Without master.cf nothing is told, and nothing is closed")
  func noMaster() {
    let report = RelayReport(
      directory: "x", version: PostfixVersion(3, 7), versionSource: .newest, hasMaster: false, answers: [])
    #expect(report.conclusion == .incomplete)
    #expect(report.text(TerminalStyle(isColored: false)).contains("there is no master.cf"))
  }
}
