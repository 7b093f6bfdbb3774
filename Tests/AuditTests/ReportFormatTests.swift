// What the readers of each format demand, also of reports about hostile files.

import JSONText
import PostfixConfig
import SystemAccess
import TestSupport
import Testing

@testable import Audit

@Suite("Report formats")
struct ReportFormatTests {
  /// A careless server, hostile text, a missing master.cf, a folder with odd letters, and one that cannot be read.
  private static func run() throws -> AuditRun {
    let careless = try #require(HostFixture.all.first { $0.name == "careless" })
    return AuditRun(
      [
        try careless.report(.pedantic), SmallAudit.report(SmallAudit.hostile, directory: "./a b%c:d"),
        SmallAudit.report("biff = no\n", master: nil, directory: "/etc/postfix"),
      ],
      failures: [AuditFailure(.unreadable, path: "gone", "cannot read gone/main.cf: <&>", advice: "Look.\u{07}")])
  }

  @Test("SARIF fits the schema of what it uses, and is silent about nothing")
  func sarif() throws {
    let schema = try JSONReader().read(
      FileReading.contents(of: "\(Repository.root)/Fixtures/reports/sarif-2.1.0-subset.schema.json"))
    let run = try Self.run()
    let sarif = try JSONReader().read(run.written(as: .sarif, ReportStyle(toolVersion: "1")))
    #expect(JSONSchema(schema).problems(of: sarif) == [])
    let invocation = try #require(sarif["runs"]?.elements?.first?["invocations"]?.elements?.first)
    #expect(invocation["executionSuccessful"]?.bool == false)
    let notes = try #require(invocation["toolExecutionNotifications"]?.elements)
    let unanswered = run.reports.reduce(0) { $0 + $1.skipped.count + $1.cannotTell.count }
    #expect(notes.count == unanswered + 2)
  }

  @Test("A URI of SARIF is relative to SRCROOT or absolute, and holds no byte that a URI may not")
  func addresses() throws {
    let sarif = try JSONReader().read(Self.run().written(as: .sarif, ReportStyle(toolVersion: "1")))
    let results = try #require(sarif["runs"]?.elements?.first?["results"]?.elements)
    var uris: Set<String> = []
    for result in results {
      let place = try #require(result["locations"]?.elements?.first?["physicalLocation"]?["artifactLocation"])
      let uri = try #require(place["uri"]?.text)
      uris.insert(uri)
      #expect((place["uriBaseId"]?.text == "SRCROOT") == !uri.hasPrefix("file:///"))
      #expect(uri.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"<>\"\\^`{|}".utf8.contains($0) })
    }
    #expect(uris.contains("a%20b%25c%3Ad/main.cf"))
    #expect(uris.contains("file:///etc/postfix/main.cf"))
  }

  @Test("Columns of SARIF count characters, those of JSON bytes")
  func columns() throws {
    let run = AuditRun([SmallAudit.report("compatibility_level = 3.6\nmynetworks = é 0.0.0.0/0\n", only: ["RLY001"])])
    let sarif = SmallAudit.text(run, as: .sarif)
    #expect(sarif.contains("\"endColumn\": 25\n"))
    let json = SmallAudit.text(run, as: .json)
    #expect(json.contains("\"endColumn\": 26,"))
  }

  @Test("JSON with hostile text and failures fits its schema")
  func json() throws {
    let schema = try JSONReader().read(
      FileReading.contents(of: "\(Repository.root)/docs/schemas/postkeep.audit-1.schema.json"))
    let report = try JSONReader().read(Self.run().written(as: .json, ReportStyle(toolVersion: "1")))
    #expect(JSONSchema(schema).problems(of: report) == [])
    #expect(report["failures"]?.elements?.count == 1)
  }

  @Test("JUnit is well-formed, and its counts are right")
  func junit() throws {
    let run = try Self.run()
    let xml = try WellFormedXML(SmallAudit.text(run, as: .junit))
    var suites = zip(xml.elements, xml.attributes).filter { $0.0 == "testsuite" }.map(\.1)
    #expect(suites.count == 4)
    #expect(suites.removeLast()["errors"] == "1")
    var counts: [String: Int] = [:]
    for element in xml.elements { counts[element, default: 0] += 1 }
    for (element, attribute) in [("failure", "failures"), ("skipped", "skipped"), ("testcase", "tests")] {
      let sum = suites.compactMap { Int($0[attribute] ?? "") }.reduce(0, +)
      #expect(sum == counts[element, default: 0] - (element == "testcase" ? 1 : 0), "\(attribute)")
    }
    #expect(suites.compactMap { Int($0["errors"] ?? "") }.reduce(0, +) + 1 == counts["error"])
  }

  @Test("GitHub's commands stand on a line each, and no text can begin or end one")
  func gitHub() throws {
    let lines = try SmallAudit.text(Self.run(), as: .github).split(separator: "\n")
    for line in lines {
      #expect(line.wholeMatch(of: /::(error|warning|notice) [a-zA-Z]+=[^:]*::.*/) != nil, "\(line)")
      #expect(!line.unicodeScalars.contains { $0.value < 0x20 }, "\(line)")
    }
    #expect(lines.contains { $0.contains("file=a b%25c%3Ad/main.cf,") })
    let skipped = lines.filter { $0.contains(/title=[0-9]+ rules skipped::/) }
    #expect(skipped.count == 3 && skipped.allSatisfy { $0.hasPrefix("::notice ") && $0.contains("needs the ") })
    #expect(GitHubReport.escaped("50%\r\n::x") == "50%25%0D%0A::x")
    #expect(GitHubReport.escapedProperty("a:b,c%\n") == "a%3Ab%2Cc%25%0A")
  }

  @Test("No text of a file can steer the terminal", arguments: [false, true])
  func terminal(isColored: Bool) {
    var text = SmallAudit.text(AuditRun([SmallAudit.report(SmallAudit.hostile)]), isColored: isColored, isVerbose: true)
    text.replace(/\u{1B}\[[0-9;]*m/, with: "")
    #expect(!text.unicodeScalars.contains { ($0.value < 0x20 && $0 != "\n") || $0.value == 0x202E })
  }

  @Test("A report without colours is the coloured one without its escapes")
  func colors() throws {
    let run = try Self.run()
    let colored = SmallAudit.text(run, isColored: true)
    #expect(colored.contains("\u{1B}["))
    #expect(colored.replacing(/\u{1B}\[[0-9;]*m/, with: "") == SmallAudit.text(run))
  }

  @Test("With nothing found there is one clear line; quietly there is none")
  func nothingFound() {
    let run = AuditRun([SmallAudit.report("maximal_backoff_time = 4000s\n", only: ["QUE002"])])
    #expect(SmallAudit.text(run).hasPrefix("x: nothing found. 1 rule asked, 0 skipped, 0 cannot tell.\n"))
    #expect(SmallAudit.text(run, isQuiet: true) == "")
    #expect(SmallAudit.text(run, as: .github) == "")
  }

  @Test("A continuation line is shown with the line that it continues")
  func continuation() {
    let main = "minimal_backoff_time = 2h\nmaximal_backoff_time =\n# why\n\n  30m\n"
    let text = SmallAudit.text(AuditRun([SmallAudit.report(main, only: ["QUE002"])]))
    #expect(text.contains("    2 | maximal_backoff_time =\n    … | \n    5 |   30m\n      |   ^^^"))
  }

  @Test(
    "What a report says about a password does not tell it",
    arguments: [
      "smtp_sasl_password_maps = user:Geheim22\n", "foo_password = ab${Geheim23\n",
      "smtp_sasl_password_maps = static:user:$Geheim22\n", "smtp_sasl_password_maps : static:u:Geheim61\n",
      "smtp_sasl_password_maps = static:u:${Geheim\n", "my_part = \"Geheim7\"\nfoo_password = $my_part\n",
      "smtp_sasl_password_maps = user:Geheim22\nproxy_read_maps = $smtp_sasl_password_maps\n",
    ])
  func secretMessages(main: String) throws {
    let master =
      "smtp unix - - n - - smtp\n  -o smtp_sasl_password_maps=static:u:$Geheim9\n  -o { foo_password = a${Geheim8 }\n"
    for (main, master) in [(main, SmallAudit.usualMaster), ("", master)] {
      let report = SmallAudit.report(main, master: master)
      #expect(!report.findings.isEmpty)
      for format in ReportFormat.allCases {
        let text = SmallAudit.text(AuditRun([report]), as: format, isVerbose: true)
        #expect(!text.contains("Geheim"), "\(text.split(separator: "\n").filter { $0.contains("Geheim") })")
      }
    }
  }

  @Test(
    "A password in another line of the setting or service is not shown either",
    arguments: [
      "smtp_sasl_password_maps = static:u:hunter2secret,\n   foo:/x\n   hash:/etc/nope $undefined\n",
      "smtp_sasl_password_maps =\n   static:u:hunter2secret\n   foo:/x\n",
      "smtp_sasl_password_maps = foo:/x\n   regexp:{ {/x/ u:hunter2secret} }\n",
      "smtp_sasl_password_maps = foo:/x regexp:{ {/x/ u:hunter2secret} }, hash:/etc/x\n",
    ])
  func secretNeighbour(main: String) throws {
    let master = "smtp unix - - n - - smtp\n  -o smtp_sasl_password_maps=static:u:hunter2secret\n  -o smtp_x=y z\n"
    let run = AuditRun([SmallAudit.report(main, master: master)])
    #expect(try #require(run.reports.first).findings.contains { $0.line != nil })
    for format in ReportFormat.allCases {
      #expect(!SmallAudit.text(run, as: format, isVerbose: true).contains("hunter2"), "\(format)")
    }
  }
}
