// Samples of patterns: what people write has some, whatever else is written does no harm.

import Bytes
import RegularExpressions
import TestSupport
import Testing

@Suite("Samples of patterns")
struct PatternSamplesTests {
  private func posix(_ source: String, _ flags: ByteString = "", wanting groups: [String] = []) throws -> [String] {
    let pattern = try POSIXPattern(ByteString(source), flags: flags)
    return try proved(PatternSamples.of(pattern, wanting: groups.map { Array($0.utf8) })) { pattern.match($0) }
  }

  private func perl(_ source: String, _ flags: ByteString = "", wanting groups: [String] = []) throws -> [String] {
    let pattern = try PCREPattern(ByteString(source), flags: flags)
    return try proved(PatternSamples.of(pattern, wanting: groups.map { Array($0.utf8) })) { pattern.match($0) }
  }

  private func proved(_ samples: [[UInt8]], _ match: (ByteString) -> MatchResult) throws -> [String] {
    #expect(samples.count <= PatternSamples.limit && Set(samples).count == samples.count)
    for sample in samples { #expect(match(ByteString(sample)).isMatch && sample.count <= 256) }
    return samples.map { String(decoding: $0, as: UTF8.self) }
  }

  private static let realWorld = [
    #"^[^@]+@example\.(com|org)$"#, #"^(mail|mx)[0-9]*\."#, #"\.example$"#, #"[0-9]{1,3}(-[0-9]{1,3}){3}"#,
    #"^\[.*\]$"#, #"^(.+)=(.+)@local\.test$"#, #"."#, #"^"#, #"^.*$"#, #"^$"#, #"^postmaster@"#, #"@.*@"#,
    #"[%!@].*[%!@]"#,
    #"^(abuse|postmaster|hostmaster)(\+[^@]*)?@"#, #"(^|\.)dyn(amic)?[.-]"#, #"(adsl|dsl|dial-?up|cable|ppp)[0-9._-]"#,
    #"^([0-9]{1,3}\.){3}[0-9]{1,3}$"#, #"^10\.(0|1)\."#, #"^[0-9a-f:]+::"#, #"\.(exe|com|pif|scr|vb[es]?)$"#,
    #"^[[:alpha:]][[:alnum:]_.-]*@[[:alnum:].-]+\.[[:alpha:]]{2,4}$"#, #"^[^[:space:]]+$"#, #"[^[:print:]]"#,
    #"^(.*)-(request|owner|bounces?)@lists\.example\.com$"#, #"^[a-z]{2}[0-9]{6,8}@"#, #"^bounce\+.+=.+@"#,
    #"(.)\1\1\1"#, #"^(([a-z]+)\.)+\2$"#, #"^[]a^-]+$"#, #"^Subject:.*(viagra|casino)"#, #"^\+?[0-9 ()-]{7,}$"#,
    #"^(localhost|localhost\.localdomain|127\.0\.0\.1)$"#, #"^unknown$"#, #"^\.+|\.\.|\.$"#, #"[A-Z]{3}"#,
    #"^(a|b|c|d|e|f|g|h|i|j|k|l)@x$"#, #"^[^.]+$"#, #"^prvs=[0-9a-f]{10}="#, #"^SRS0[=+-][^=]+=[^=]+=[^=]+=.+@"#,
  ]

  @Test("What access tables hold has samples in both languages", arguments: realWorld)
  func realWorldPatterns(_ source: String) throws {
    #expect(try !posix(source).isEmpty)
    #expect(try !perl(source).isEmpty)
    #expect(try !perl(source, "i").isEmpty)
  }

  @Test(
    "Perl's own words have samples",
    arguments: [
      #"^\d+\.\d{2,3}\.\w+$"#, #"^(?:mail|mx)\d*\."#, #"^(?!postmaster@)[^@]+@example\.com$"#, #"(?i)^USER@"#,
      #"^\S+\s\S+$"#, #"^[\w.+-]+@[\w-]+\.\w{2,}$"#, #"^(?<user>[^@]+)@(?<host>.+)$"#, #"^a++b*?c{2}+$"#,
      #"\Q.*\E$"#, #"^\x41\x{42}\t$"#, #"^(?>a|ab)c$"#, #"^(a)(?(1)b|c)$"#, #"^(?#a comment)a$"#, #"^\p{L}+\p{N}$"#,
      #"(?<=@)example"#, #"\bmail\b"#, #"^(\w)\g{-1}\g1$"#, #"^(?x) a b # c"#, #"^[^\d\W]+$"#, #"^[\[\]\\-]+$"#,
      #"^(?|a(b)|c(d))$"#, #"(*ANYCRLF)^a"#, #"^\H\V\N\R$"#, #"\Auser\z"#, #"^a{,3}$"#, #"^\060\cA$"#,
    ])
  func perlPatterns(_ source: String) throws {
    #expect(try !perl(source).isEmpty)
    _ = try perl(source, "imsxAEU")
  }

  @Test(
    "Basic patterns have samples", arguments: [#"^\(a\|b\)\{2,3\}$"#, #"*a"#, #"^a^b$c$"#, #"a(b)+{1}"#, #"\(x\)\1\+"#])
  func basicPatterns(_ source: String) throws {
    #expect(try !posix(source, "x").isEmpty)
  }

  @Test("Every branch has a sample")
  func branches() throws {
    #expect(try Set(["com", "org", "net"]).isSubset(of: posix(#"^(com|org|net)$"#)))
    #expect(try Set(["mail.", "mx."]).isSubset(of: posix(#"^(mail|mx)[0-9]*\."#)))
  }

  @Test("Counts are the least and one more, and open ends have text around")
  func counts() throws {
    let samples = try posix(#"^[a]{2,4}$"#)
    #expect(samples == ["aa", "aaa"])
    #expect(try posix("@example").contains("user@example"))
    #expect(try posix("^user@").contains("user@host.example"))
  }

  @Test("Groups have the texts that are wanted, where they accept them")
  func wanted() throws {
    let pattern = #"^(.+)=(.+)@local\.test$"#
    let first = "victim=victim.example@local.test"
    #expect(try posix(pattern, wanting: ["victim", "victim.example"]).first == first)
    #expect(try perl(pattern, wanting: ["victim", "victim.example"]).first == first)
    #expect(try posix(#"^([0-9]+)-(.*)$"#, wanting: ["victim", "x.example"]).first?.hasSuffix("-x.example") == true)
    #expect(try posix(#"^(a(.*))?b$"#, wanting: ["", "zz"]).first == "azzb")
    #expect(try posix(#"^([^@]*)@(x|y)$"#, wanting: ["v", "y"]).first == "v@y")
    #expect(try posix(#"^[0-9]+$"#, wanting: ["victim"]).isEmpty == false)
  }

  @Test("What is nested or repeated without end has an end")
  func limits() throws {
    let nested = String(repeating: "(", count: 200) + "a" + String(repeating: ")", count: 200)
    #expect(try posix(nested).isEmpty && perl(nested).isEmpty)
    #expect(try posix("((a{50}){50})").isEmpty)
    #expect(try perl("(((((()*)*){5}){5}){5})x{300}").isEmpty)
    #expect(try posix("a" + String(repeating: "*", count: 500)).contains("a"))
    _ = try perl("^(a+)+(b|c)+(?!a)(a*)*$(?=x)")
    _ = try posix(#"^(a*)*(b*)*\1\2$"#)
    #expect(try perl(String(repeating: "a", count: 300)).isEmpty)
  }

  @Test("Random patterns neither trap nor give a sample that does not match", arguments: [1, 2, 3, 4] as [UInt64])
  func randomPatterns(_ seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let parts = [
      "a", "b", "@", ".", "\\.", "[a-c]", "[^@]", "[[:digit:]]", "[[:^space:]]", "[]-]", "(", "(", ")", ")", "|", "*",
      "+", "?",
      "{2}", "{1,3}", "{,2}", "{3,", "^", "$", "\\1", "\\2", "\\d", "\\W", "\\", "[", "]", "[a", "(?:", "(?=", "(?<n>",
      "(?!", "\\(", "\\)", "\\{2\\}", "\\Q", "\\E", "\\x{", "\\x4", "\\p{L}", "\\g{-1}", "\\k<n>", "(?i", "(?x)", " ",
      "#", "\n",
      "[[.a.]-c]", "[\\d-z]", "(?(1)", "(?&n)", "(*", "\\c", "\u{E9}", "-",
    ]
    var (compiled, sampled) = (0, 0)
    for _ in 0..<3000 {
      let source = ByteString((0...random.below(12)).map { _ in random.pick(parts) }.joined())
      let wanted = random.chance(30) ? [Array("ab".utf8), Array("a@b".utf8)] : []
      let flags = (random.pick(["", "i", "x", "ix"]) as String)
      if let pattern = try? POSIXPattern(source, flags: ByteString(flags)) {
        compiled += 1
        let samples = PatternSamples.of(pattern, wanting: wanted)
        if !samples.isEmpty { sampled += 1 }
        for sample in samples { #expect(pattern.match(ByteString(sample)).isMatch, "\(source)") }
      }
      if let pattern = try? PCREPattern(source, flags: ByteString(flags)) {
        compiled += 1
        let samples = PatternSamples.of(pattern, wanting: wanted)
        if !samples.isEmpty { sampled += 1 }
        for sample in samples { #expect(pattern.match(ByteString(sample)).isMatch, "\(source)") }
      }
    }
    #expect(compiled > 1000 && sampled * 2 > compiled, "\(sampled) of \(compiled)")
  }

  @Test("Random bytes are no worse", arguments: [5, 6] as [UInt64])
  func randomBytes(_ seed: UInt64) {
    var random = SeededRandom(seed: seed)
    var compiled = 0
    for _ in 0..<3000 {
      let source = ByteString((0..<random.below(24)).map { _ in UInt8(1 + random.below(255)) })
      if let pattern = try? POSIXPattern(source, flags: random.pick(["", "x"]) as ByteString) {
        compiled += 1
        for sample in PatternSamples.of(pattern) { #expect(pattern.match(ByteString(sample)).isMatch) }
      }
      if let pattern = try? PCREPattern(source, flags: random.pick(["", "x"]) as ByteString) {
        for sample in PatternSamples.of(pattern) { #expect(pattern.match(ByteString(sample)).isMatch) }
      }
    }
    #expect(compiled > 1000)
  }
}
