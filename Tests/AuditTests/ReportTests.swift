// Reports are golden files: re-record with POSTKEEP_RECORD=1 and review the diff.

import Audit
import Bytes
import ConfigurationDirectory
import JSONText
import MessageSelections
import PostfixConfig
import SystemAccess
import TestSupport
import Testing

@Suite("Reports")
struct ReportTests {
  private static func run() throws -> AuditRun {
    let host = try #require(HostFixture.all.first { $0.name == "careless" })
    return AuditRun([try host.report()], failures: [])
  }

  private static func report(_ format: ReportFormat) throws -> [UInt8] {
    try run().written(as: format, ReportStyle(toolVersion: "VERSION"))
  }

  @Test("A report is what the golden file says", arguments: ReportFormat.allCases)
  func golden(format: ReportFormat) throws {
    let path = "\(Repository.root)/Fixtures/reports/careless.\(format.rawValue)"
    let report = try Self.report(format)
    if Host.environment("POSTKEEP_RECORD") != nil { try FileWriting.write(report, to: path) }
    let golden = (try? FileReading.contents(of: path)) ?? []
    #expect(String(decoding: report, as: UTF8.self) == String(decoding: golden, as: UTF8.self))
  }

  @Test("The JSON report fits its schema")
  func jsonSchema() throws {
    let schema = try JSONReader().read(
      FileReading.contents(of: "\(Repository.root)/docs/schemas/postkeep.audit-1.schema.json"))
    let report = try JSONReader().read(Self.report(.json))
    #expect(JSONSchema(schema).problems(of: report) == [])
  }

  @Test("The SARIF report has the shape that its schema requires")
  func sarifShape() throws {
    let sarif = try JSONReader().read(Self.report(.sarif))
    #expect(sarif["version"]?.text == "2.1.0")
    #expect(sarif["$schema"]?.text?.contains("sarif-2.1.0") == true)
    let run = try #require(sarif["runs"]?.elements?.first)
    let driver = try #require(run["tool"]?["driver"])
    #expect(driver["name"]?.text == "postkeep")
    let rules = try #require(driver["rules"]?.elements)
    for rule in rules {
      #expect(rule["id"]?.text?.isEmpty == false)
      #expect(rule["shortDescription"]?["text"]?.text?.isEmpty == false)
      #expect(rule["help"]?["text"]?.text?.isEmpty == false)
    }
    let results = try #require(run["results"]?.elements)
    #expect(!results.isEmpty)
    for result in results {
      #expect(["error", "warning", "note"].contains(result["level"]?.text))
      #expect(result["message"]?["text"]?.text?.isEmpty == false)
      let index = try #require(result["ruleIndex"]?.integer)
      #expect(rules[Int(index)]["id"] == result["ruleId"])
      #expect(result["partialFingerprints"]?.members?.isEmpty == false)
      let place = try #require(result["locations"]?.elements?.first?["physicalLocation"])
      let uri = try #require(place["artifactLocation"]?["uri"]?.text)
      #expect(!uri.hasPrefix("/") && !uri.contains(" "))
      if let region = place["region"] {
        for name in ["startLine", "startColumn", "endColumn"] { #expect((region[name]?.integer ?? 1) >= 1) }
      }
    }
    #expect(run["invocations"]?.elements?.first?["executionSuccessful"]?.bool != nil)
  }

  @Test("Fingerprints stay the same when lines move")
  func fingerprints() throws {
    func prints(_ main: String) throws -> [JSONValue?] {
      let report = Audit(RuleCase.all.map(\.rule), Audit.Selection(only: ["QUE002", "PAR004"])).report(
        on: AuditInput(
          directory: "x", main: MainFile(Array(main.utf8)), master: nil, build: PostfixBuild(PostfixVersion(3, 11)),
          versionSource: .option, host: nil, files: FixtureFiles(folder: "/nowhere"), today: RuleExampleTests.today))
      let sarif = try JSONReader().read(
        AuditRun([report], failures: []).written(as: .sarif, ReportStyle(toolVersion: "1")))
      return (sarif["runs"]?.elements?.first?["results"]?.elements ?? []).map { $0["partialFingerprints"] }
    }
    let plain = "minimal_backoff_time = 2h\nmaximal_backoff_time = 30m\nbiff = no\nbiff = yes\n"
    let moved = "# new\n\n\nminimal_backoff_time = 2h\nmaximal_backoff_time   =  30m\nbiff = no\nbiff = yes\n"
    #expect(try prints(plain).count == 2)
    #expect(try prints(plain) == prints(moved))
  }

  @Test("A password never reaches a report", arguments: ReportFormat.allCases)
  func secrets(format: ReportFormat) throws {
    let main = "relayhost = [smtp.example.com]:587\nsmtp_sasl_password_maps = static:user:hunter2secret\n"
    let report = Audit(RuleCase.all.map(\.rule), Audit.Selection(profile: .pedantic)).report(
      on: AuditInput(
        directory: "x", main: MainFile(Array(main.utf8)), master: MasterFile([]),
        build: PostfixBuild(PostfixVersion(3, 11)), versionSource: .option, host: nil,
        files: FixtureFiles(folder: "/nowhere"), today: RuleExampleTests.today))
    #expect(report.findings.contains { $0.rule.id == "PAR022" })
    let text = AuditRun([report], failures: []).written(as: format, ReportStyle(toolVersion: "1", isVerbose: true))
    #expect(!String(decoding: text, as: UTF8.self).contains("hunter2secret"))
  }

  @Test(
    "Long lines, tabs, carriage returns and other scripts do not break an excerpt",
    arguments: [
      "mynetworks =\t0.0.0.0/0\r\n", "mynetworks = " + String(repeating: "192.0.2.1 ", count: 500) + "0.0.0.0/0\n",
      "mynetworks = 0.0.0.0/0 # é ü 日本\n",
    ])
  func excerpts(line: String) throws {
    let main = "compatibility_level = 3.6\n" + line
    let report = Audit(RuleCase.all.map(\.rule), Audit.Selection(only: ["RLY001"])).report(
      on: AuditInput(
        directory: "x", main: MainFile(Array(main.utf8)),
        master: MasterFile(Array("smtp inet n - n - - smtpd\n".utf8)), build: PostfixBuild(PostfixVersion(3, 11)),
        versionSource: .option, host: nil, files: FixtureFiles(folder: "/nowhere"), today: RuleExampleTests.today))
    #expect(!report.findings.isEmpty)
    let text = AuditRun([report], failures: []).written(as: .text, ReportStyle(toolVersion: "1"))
    for row in String(decoding: text, as: UTF8.self).split(separator: "\n") where !row.contains("Fix:") {
      #expect(row.count <= 80, "\(row)")
    }
  }

  @Test("Findings that follow from a missing compatibility_level stand under it")
  func rootCause() throws {
    let report = Audit(RuleCase.all.map(\.rule), Audit.Selection(profile: .strict)).report(
      on: AuditInput(
        directory: "x", main: MainFile(Array("myhostname = a.example.com\n".utf8)),
        master: MasterFile(Array("smtp inet n - n - - smtpd\n".utf8)), build: PostfixBuild(PostfixVersion(3, 11)),
        versionSource: .option, host: nil, files: FixtureFiles(folder: "/nowhere"), today: RuleExampleTests.today))
    let root = try #require(report.findings.first { $0.rule.id == "PAR017" })
    // At level 0 no list refuses strangers, so smtpd does not start.
    #expect(root.consequences.contains { $0.rule.id == "RLY005" })
    #expect(root.severity == .critical)
    #expect(!report.findings.contains { $0.rule.id == "RLY005" })
  }

  @Test("A list that relays further than it shows stands under the rule that names its element")
  func wideRelayDomains() throws {
    let report = SmallAudit.report(
      """
      compatibility_level = 3.6
      myhostname = a.example.com
      mydestination = localhost
      mynetworks = 127.0.0.0/8
      relay_domains = com

      """)
    let root = try #require(report.findings.first { $0.rule.id == "RLY009" })
    #expect(root.consequences.map(\.rule.id) == ["RLY038"])
    #expect(root.evidence.contains { $0.contains("kx7q-victim.com") })
    #expect(!report.findings.contains { ["RLY033", "RLY038"].contains($0.rule.id) })
  }

  @Test("What smtpd dies of stands under the rule that names the fault, once for all services")
  func fatalProof() throws {
    let master = "smtp inet n - y - - smtpd\nsubmission inet n - y - - smtpd\n"
    for (setting, rule) in [
      ("mynetworks = 127.0.0.0/8, ::1/128", "RLY026"), ("mynetworks = $mynetworks", "PAR010"),
      ("smtpd_upstream_proxy_protocol = bogus", "PAR008"), ("soft_bounce = no # never", "PAR011"),
    ] {
      let main = "compatibility_level = 3.6\nmyhostname = a.example.com\n\(setting)\n"
      let report = SmallAudit.report(main, master: master)
      let root = try #require(report.findings.first { $0.rule.id == rule }, "\(setting)")
      let proof = try #require(root.consequences.last { $0.rule.id == "RLY035" }, "\(setting)")
      #expect(proof.services == ["smtp/inet", "submission/inet"] && root.severity == .critical)
      #expect(report.findings.allSatisfy { $0.line != 3 || $0.rule.id == rule }, "\(setting)")
    }
  }

  @Test("A table that several parameters name is repaired once")
  func sharedTable() throws {
    let main = "virtual_alias_maps = hash:/etc/postfix/x\ntransport_maps = hash:/etc/postfix/x, hash:/etc/postfix/y\n"
    let report = SmallAudit.report(main, only: ["PAR028"])
    #expect(report.findings.map(\.line) == [1, 2] && report.findings.map(\.consequences.count) == [1, 0])
  }

  @Test("A restriction that stands twice in a list is marked where it is meant, and no key of a DNS list is shown")
  func secondRestriction() throws {
    let key = "abcdefghij0123456789abcd"
    let setting = "smtpd_sender_restrictions = reject_rbl_client \(key).zen.dq.spamhaus.net,"
    let report = SmallAudit.report("\(setting) reject_rbl_client dnsbl.sorbs.net\n", only: ["SPM003", "SPM014"])
    let finding = try #require(report.findings.first { $0.rule.id == "SPM003" })
    #expect(finding.location.span?.start.offset == setting.utf8.count + 1)
    let run = AuditRun([report], failures: [])
    let text = String(decoding: try run.written(as: .text, ReportStyle(toolVersion: "VERSION")), as: UTF8.self)
    #expect(text.contains("SPM014") && !text.contains(key))
    #expect(text.contains("dnsbl.sorbs.net"), "which list is meant is no secret")
  }

  @Test("A default that a service is to replace is shown at the service")
  func serviceDefault() throws {
    let report = SmallAudit.report(
      "compatibility_level = 3.6\nmyhostname = a.example.com\n", master: "submission inet n - y - - smtpd\n")
    let finding = try #require(report.findings.first { $0.rule.id == "AUT012" })
    #expect(finding.location.file == .master && finding.line == 1)
  }

  @Test("Tables outside a copy are counted, each once")
  func unseenTables() throws {
    struct Elsewhere: ReferencedFiles {
      var areOfHost = false
      func state(of path: String) -> FileState { .unknown("it is not part of the copy") }
      func content(of path: String) -> [UInt8]? { nil }
    }
    func report(_ main: String, _ files: Elsewhere = Elsewhere()) -> AuditReport {
      SmallAudit.report(Array(main.utf8), files: files)
    }
    let one = report("alias_maps = hash:/etc/aliases\nalias_database = hash:/etc/aliases\nlocal_recipient_maps =\n")
    #expect(one.unseenTables == ["hash:/etc/aliases"])
    #expect(SmallAudit.text(AuditRun([one])).contains("1 table outside this copy was not looked at.\n"))
    let main = "alias_maps = hash:/etc/aliases\nheader_checks = regexp:/no/such\n"
    let two = report(main)
    #expect(SmallAudit.text(AuditRun([two])).contains("2 tables outside this copy were not looked at.\n"))
    #expect(SmallAudit.text(AuditRun([two]), as: .json).contains("\"regexp:/no/such\""))
    for report in [report("alias_maps = inline:{a=b}\n"), report(main, Elsewhere(areOfHost: true))] {
      #expect(report.unseenTables.isEmpty)
      #expect(!SmallAudit.text(AuditRun([report])).contains("outside this copy"))
    }
  }
}
