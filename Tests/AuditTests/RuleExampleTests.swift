// Every rule proves itself: its examples are run in every form.

import Audit
import PostfixConfig
import SystemAccess
import TestSupport
import Testing

/// A rule in the list of test cases.
struct RuleCase: Sendable, CustomTestStringConvertible {
  let rule: Rule
  var testDescription: String { "\(rule.id) \(rule.name)" }

  static let all: [RuleCase] = ((try? RuleBook(RuleBook.embeddedFiles).rules) ?? []).map { RuleCase(rule: $0) }
  static let asked = all.filter { !$0.rule.isLive }
}

@Suite("Rules")
struct RuleExampleTests {
  /// Releases lose support as time passes; the examples are about this day.
  static let today = CalendarDate(year: 2026, month: 11, day: 26)

  @Test("A rule says about its examples what they expect, in every form", arguments: RuleCase.asked)
  func examples(_ example: RuleCase) {
    let result = ExampleRun.run(example.rule, today: Self.today)
    #expect(result.failures.isEmpty, "\(result.failures.map(\.description).joined(separator: "\n"))")
    #expect(result.runs >= 3)
  }

  @Test("A rule has a bad, a good and a look-alike example", arguments: RuleCase.asked)
  func kinds(_ example: RuleCase) {
    for expectation in [RuleExample.Expectation.bad, .good, .looksAlike] {
      #expect(example.rule.examples.contains { $0.expectation == expectation }, "no \(expectation.rawValue) example")
    }
  }

  @Test("All rule files are read, and there are at least 90 that can be asked")
  func count() throws {
    let files = try Repository.files(below: "Rules").filter { $0.hasSuffix(".yaml") }
    #expect(RuleCase.all.count == files.count)
    #expect(RuleCase.asked.count >= 90)
    #expect(RuleBook.problems(in: RuleBook.embeddedFiles).isEmpty)
  }

  @Test("A file is named after its rule, and stands in the folder of its group", arguments: RuleCase.all)
  func fileNames(_ example: RuleCase) {
    let folders = [
      "QUE": "queue", "VER": "version", "RLY": "relay", "AUT": "authentication", "PAR": "parameters",
      "BNC": "bounces", "TLS": "encryption", "MAS": "services", "RES": "resources", "SPM": "spam-protection",
      "CON": "concurrency", "REW": "rewriting", "MAP": "tables", "DNS": "names", "LOG": "logging",
      "PRO": "protocol",
    ]
    let folder = folders[String(example.rule.id.prefix(3))] ?? ""
    #expect(example.rule.source == "Rules/\(folder)/\(example.rule.id)-\(example.rule.name).yaml")
  }

  @Test("The words of a rule are whole: a reason, and what to do", arguments: RuleCase.all)
  func words(_ example: RuleCase) {
    #expect(example.rule.why.count > 40)
    #expect(example.rule.why.hasSuffix("."))
    #expect(!example.rule.title.hasSuffix("."))
    #expect(!example.rule.references.isEmpty || example.rule.isLive || example.rule.id == "VER008")
  }

  @Test("A misspelt name in a rule is an error with its place and a suggestion")
  func misspeltRule() throws {
    let text = String(decoding: RuleBook.embeddedFiles.first { $0.path.contains("QUE002") }?.bytes ?? [], as: UTF8.self)
    func problem(_ old: String, _ new: String) -> String {
      let file = RuleBook.File(path: "site.yaml", bytes: Array(text.replacing(old, with: new).utf8))
      return RuleBook.problems(in: [file]).map(\.description).joined()
    }
    #expect(problem("severity: high", "severity: hihg").hasPrefix("site.yaml:4:"))
    #expect(problem("when: maximal", "when: maxmal").contains("did you mean 'maximal_backoff_time'"))
    #expect(problem("references:", "refernces:").contains("did you mean"))
    #expect(problem("{minimal_backoff_time}", "{minimal_backof_time}").contains("did you mean"))
  }
}
