// Patterns that people give: no defaults, bytes, never a hang.

import Bytes
import RegularExpressions
import TestSupport
import Testing

@Suite struct PatternTests {
  @Test(
    "Case matters and a dot stops at a line end, unless asked otherwise",
    arguments: [
      ("abc", false, "xABCx", false), ("abc", true, "xABCx", true), ("a.c", false, "a\nc", false),
      ("(?s)a.c", false, "a\nc", true), ("", false, "", true), ("", false, "x", true), ("^$", false, "", true),
      ("x", false, "", false), ("a\0b", false, "za\0b", true),
    ])
  func defaults(_ source: String, _ ignoreCase: Bool, _ text: String, _ isMatch: Bool) throws {
    let pattern = try Pattern(ByteString(source), ignoreCase: ignoreCase)
    #expect(pattern.isMatch(ByteString(text)) == isMatch)
    #expect(pattern.match(ByteString(text)).isMatch == isMatch)
  }

  @Test("Groups are byte ranges; a group that took no part has none")
  func groups() throws {
    let pattern = try Pattern("(é)|(b)(c)?")
    #expect(pattern.groupCount == 3)
    #expect(pattern.match("xé") == .matched(groups: [1..<3, 1..<3, nil, nil]))
    #expect(pattern.match("xb") == .matched(groups: [1..<2, nil, 1..<2, nil]))
  }

  @Test("Text need not be UTF-8")
  func anyBytes() throws {
    #expect(try Pattern("\\xFF.b").isMatch(ByteString([0xFF, 0xC3, 0x62])) == true)
    #expect(try Pattern("(*UTF)b").isMatch(ByteString([0xFF, 0x62])) == nil)
  }

  @Test("An error tells its place in the pattern and what is wrong")
  func errors() {
    let error = #expect(throws: PatternError.self) { try Pattern("ab(c") }
    #expect(error?.offset == 4)
    #expect(error?.description == "at byte 4 of the pattern: missing closing parenthesis")
  }

  @Test("A match that takes too many steps fails with the reason", arguments: ["^(a+)+$", "^(a|aa)*$", "(a*)*(a*)*b"])
  func matchLimit(_ source: String) throws {
    let pattern = try Pattern(ByteString(source), matchLimit: 10_000)
    let text = ByteString(String(repeating: "a", count: 60) + "c")
    #expect(pattern.match(text) == .failed(reason: "match limit exceeded") || pattern.match(text) == .noMatch)
    #expect(pattern.isMatch(text) != true)
  }

  @Test("A pattern that needs more stack than compiled code has is still answered")
  func deepRecursion() throws {
    let text = ByteString(String(repeating: "(", count: 5_000) + String(repeating: ")", count: 5_000))
    #expect(try Pattern("^(\\((?1)*\\))$").isMatch(text) == true)
  }

  @Test("Patterns are equal if they are spelt equally")
  func equality() throws {
    #expect(try Pattern("a") == Pattern("a"))
    #expect(try Pattern("a") != Pattern("a", ignoreCase: true))
  }

  @Test("Random patterns and texts never crash", arguments: 0..<20 as Range<UInt64>)
  func randomPatterns(_ seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let letters = Array("ab()[]{}*+?|\\^$.,:19-=!<>\0é #iQE".utf8)
    for _ in 0..<300 {
      let pattern = ByteString(
        (0..<Int.random(in: 0...14, using: &random)).map { _ in
          letters.randomElement(using: &random) ?? 0
        })
      let text = ByteString(
        (0..<Int.random(in: 0...12, using: &random)).map { _ in
          letters.randomElement(using: &random) ?? 0
        })
      if let compiled = try? Pattern(pattern) { check(compiled.match(text), text) }
      if let compiled = try? PCREPattern(pattern) { check(compiled.match(text), text) }
      for flags in ["", "x"] as [ByteString] {
        if let compiled = try? POSIXPattern(pattern, flags: flags) { check(compiled.match(text), text) }
      }
    }
  }

  private func check(_ result: MatchResult, _ text: ByteString) {
    guard case .matched(let groups) = result else { return }
    #expect(groups.allSatisfy { group in group.map { $0.upperBound <= text.count } ?? true })
  }
}
