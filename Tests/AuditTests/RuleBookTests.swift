// The rule book as a whole: nothing twice, nothing about parameters that do not exist.

import Bytes
import PostfixConfig
import TestSupport
import Testing

@testable import Audit

@Suite("Rule book")
struct RuleBookTests {
  @Test("No id and no name is given twice, and no name looks like an id")
  func unique() throws {
    let files = RuleBook.embeddedFiles
    let rules = try files.flatMap { try RuleBook([$0]).rules }
    #expect(Set(rules.map(\.id)).count == files.count)
    #expect(Set(rules.map(\.name)).count == files.count)
    #expect(rules.allSatisfy { $0.name.wholeMatch(of: /[a-z0-9]+(-[a-z0-9]+)*/) != nil })
  }

  @Test("Every parameter that a fix sets exists", arguments: RuleCase.all)
  func fixes(_ example: RuleCase) {
    for name in example.rule.fix.parameters {
      #expect(ParameterFacts.known[ByteString(name)] != nil, "\(name)")
    }
  }

  @Test("Every rule that another one names as its cause exists")
  func causes() throws {
    let rules = try RuleBook(RuleBook.embeddedFiles).rules
    let ids = Set(rules.map(\.id))
    for rule in rules { #expect(rule.followsFrom.ids.isSubset(of: ids), "\(rule.id)") }
  }

  @Test("A page explains every rule, at most 100 columns wide", arguments: RuleCase.all)
  func pages(_ example: RuleCase) throws {
    let book = try RuleBook(RuleBook.embeddedFiles.filter { $0.path == example.rule.source })
    let page = try book.explanation(of: example.rule.id)
    #expect(page.hasPrefix("\(example.rule.id) \(example.rule.name)\n"))
    for part in ["  severity ", "  why ", "  when ", "  since "] { #expect(page.contains(part), "\(part)") }
  }

  @Test("Every parameter can be explained")
  func parameters() throws {
    let book = try RuleBook(RuleBook.embeddedFiles)
    for parameter in ParameterFacts.known.parameters {
      let page = try book.explanation(of: parameter.name.description, version: PostfixVersion(2, 11))
      #expect(page.hasPrefix("\(parameter.name)\n"))
    }
    for name in ["smtp_destination_concurrency_limit", "relay_destination_rate_delay"] {
      let page = try book.explanation(of: name, version: PostfixVersion(3, 7, 11))
      #expect(!page.contains("does not have it") && !page.contains("gone") && !page.contains("removed"))
    }
    let page = try book.explanation(of: "maximal_queue_lifetime")
    #expect(page.contains("5d in Postfix"))
    #expect(page.contains("a number without a unit means days"))
    #expect(page.contains("QUE"))
    #expect(try book.explanation(of: "smtpd_recipient_restrictions").contains("from 2.10.0: (empty)"))
  }

  @Test("The test of rule files finds what is wrong with each, with its place")
  func testOfRuleFiles() throws {
    let text = try Repository.text("Rules/queue/QUE002-backoff-inverted.yaml")
    func problems(_ files: [String: String]) -> [String] {
      RuleFilesTest(
        files.sorted { $0.key < $1.key }.map { RuleBook.File(path: $0.key, bytes: Array($0.value.utf8)) },
        today: RuleExampleTests.today
      ).problems
    }
    #expect(problems(["a.yaml": text]) == [])
    #expect(
      problems(["a.yaml": text, "b.yaml": text]) == [
        "b.yaml:1: the id QUE002 is taken by a.yaml", "b.yaml:1: the name backoff-inverted is taken by a.yaml",
      ])
    let wrong = problems([
      "a.yaml": text.replacing("when: maximal_backoff_time <", with: "when: maximal_backoff_time >")
    ])
    #expect(!wrong.isEmpty)
    #expect(wrong.allSatisfy { $0.wholeMatch(of: /a\.yaml:[0-9]+: QUE002: .+/) != nil }, "\(wrong)")
    #expect(
      problems(["a.yaml": text.replacing("says:", with: "follows_from: { same_place: [QUE999, RLY005] }\nsays:")]) == [
        "a.yaml:1: follows_from has QUE999, and there is no such rule"
      ])
    let end = try #require(text.firstRange(of: "examples:"))
    #expect(
      problems(["a.yaml": String(text[..<end.lowerBound])]) == [
        "a.yaml:1: QUE002: there is no bad example", "a.yaml:1: QUE002: there is no good example",
      ])
  }
}
