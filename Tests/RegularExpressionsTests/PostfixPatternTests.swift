// The patterns of lookup tables against recorded answers of postmap(1).

import Bytes
import RegularExpressions
import Testing

@Suite struct PostfixPatternTests {
  @Test("A pattern matches what it matches in Postfix, with the same groups", arguments: PostmapFixture.all)
  func agreesWithPostmap(_ fixture: PostmapFixture) {
    do {
      let ours = try fixture.ours()
      #expect(ours.answer == fixture.answer)
      // Postfix warns at a pattern that it skips, at a match that fails, and at the flag that it ignores.
      if let warning = fixture.warning, !warning.contains("obsolete") {
        #expect(ours.failure == warning)
      } else {
        #expect(ours.failure == nil)
      }
    } catch {
      #expect(fixture.answer == nil)
      let warning = fixture.warning ?? "(none)"
      if let offset = error.offset {
        #expect(warning == "error in regex at offset \(offset): \(error.message)")
      } else if warning.contains("unknown regexp option") {
        #expect(error.message.hasPrefix("the flag"))
      } else {
        #expect(warning == error.message)
      }
    }
  }

  @Test("The recorded answers are there, with matches, failures and warnings")
  func fixturesAreThere() {
    #expect(PostmapFixture.all.count > 100)
    #expect(PostmapFixture.all.contains { $0.answer != nil && $0.type == "pcre" })
    #expect(PostmapFixture.all.contains { $0.answer != nil && $0.type == "regexp" })
    #expect(PostmapFixture.all.contains { $0.warning != nil })
  }

  @Test("A pattern that backtracks without end fails instead of hanging")
  func endlessPatternFails() throws {
    let text = ByteString(String(repeating: "a", count: 60) + "b")
    guard case .failed(let reason) = try PCREPattern("^(a+)+$").match(text) else {
      Issue.record("no failure")
      return
    }
    #expect(reason == "match limit exceeded")
  }

  @Test(
    "A POSIX pattern that would exhaust memory or stack is refused",
    arguments: [
      String(repeating: "(", count: 50_000) + String(repeating: ")", count: 50_000),
      "((a{1,999}){1,999}){1,999}", "((((a{9}){99}){99}){99}){99}", "(a{1,200}){200,}",
      String(repeating: "a?", count: 50_000),
    ])
  func oversizedPatternsAreRefused(_ pattern: String) {
    let error = #expect(throws: PatternError.self) { try POSIXPattern(ByteString(pattern)) }
    #expect(error?.offset != nil)
  }

  @Test(
    "The largest POSIX patterns that are allowed compile and match",
    arguments: [
      String(repeating: "(", count: 249) + "a" + String(repeating: ")", count: 249),
      String(repeating: "a?", count: 9_000), "(a{1,100}){1,90}", String(repeating: "a|", count: 9_000) + "b",
      "^[^[:space:]]{1,64}@[^@]{1,255}$|a",
    ])
  func largePatternsCompile(_ pattern: String) throws {
    #expect(try POSIXPattern(ByteString(pattern)).match("aa").isMatch)
  }

  @Test("POSIX sees no NUL byte: a text with one fails, a pattern with one is refused")
  func nulBytes() throws {
    #expect(try POSIXPattern("a").match("a\0b") == .failed(reason: "the text holds a NUL byte"))
    let error = #expect(throws: PatternError.self) { try POSIXPattern("a\0b") }
    #expect(error?.offset == 1)
  }

  @Test("One pattern serves many tasks at once")
  func concurrentMatching() async throws {
    let posix = try POSIXPattern("^(.*)@(.*)$")
    let pcre = try PCREPattern("^(.*)@(.*)$")
    await withTaskGroup(of: Bool.self) { group in
      for size in 1...200 {
        group.addTask {
          let text = ByteString(String(repeating: "x", count: size) + "@example.com")
          let expected = MatchResult.matched(groups: [0..<size + 12, 0..<size, size + 1..<size + 12])
          return posix.match(text) == expected && pcre.match(text) == expected
        }
      }
      for await isRight in group { #expect(isRight) }
    }
  }
}
