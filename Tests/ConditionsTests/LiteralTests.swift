// Every literal, as a condition that compares it with what it should mean.

import Bytes
import Conditions
import Testing

@Suite struct LiteralTests {
  @Test(
    "A literal means its value",
    arguments: [
      "90s == 1m + 30s", "2h == 120m", "1d == 24h", "1w == 7d", "age == 0 or 0s == age or 1 == 1",
      "1k == 1024 * 1k / 1024", "1M == 1024k", "1G == 1024M", "1T == 1024G", "10M > 10k",
      "3.9 == 3.9.0", "3.10 > 3.9", "3.10.2 > 3.10", "3.9 < 4.0", #""a" == "a""#, #""\"\\\n\t" != "\"\\nt""#,
      "yes == true", "no == false", "yes", "not no", "[1, 2] == [1, 2]", #"["a"] != ["b"]"#, "-5 < 0", "- - 5 == 5",
      "-5d < 1s", "9223372036854775807 > 0", #""ä" == "ä""#, #""caf\\" contains "\\""#,
    ])
  func meansItsValue(_ text: String) {
    #expect(outcome(ByteString(text)) == "yes", "\(text)")
  }

  @Test(
    "A literal next to a name takes the name's type",
    arguments: [
      "size == 2048", "2048 == size", "size == 2k", "size - 2048 == 0", "-2048 < size", "version >= 3", "4 > version",
      "age > 0", "0 < age", "version in [3, 3.9]", "size in [1, 2k]", "queue == \"deferred\"", "level == no",
      "level == dane-only or level == no", "level < dane-only or level == no", "queue in [deferred, hold]",
      "deferred == queue",
    ])
  func takesTheType(_ text: String) {
    let values: [ByteString: Value] = [
      "size": .size(2048), "version": .version(VersionNumber(3, 9)), "age": .duration(5), "queue": .word(1),
      "level": .word(5),
    ]
    #expect(outcome(ByteString(text), values) == "yes", "\(text)")
  }

  @Test(
    "A malformed literal is refused with a hint",
    arguments: [
      ("9223372036854775808 > 1", "the number '9223372036854775808' is too large"),
      ("99999999999999999999 > 1", "the number '99999999999999999999' is too large"),
      ("36893488147419103232 > 1", "the number '36893488147419103232' is too large"),
      ("age > 9223372036854775807d", "the number '9223372036854775807d' is too large"),
      ("3.9.1.2 > 3.9", "'3.9.1.2' is no version; a version has two or three numbers"),
      ("age > 1.5m", "'1.5m' is no version; numbers with a unit are whole: write 90s, not 1.5m"),
      ("3.99999999999 > 3.9", "the number '3.99999999999' is too large"),
      (#"sender == "a"#, #"the text has no closing quote; a quote inside a text is written \""#),
      ("sender == \"a\n\"", #"the text has no closing quote; a quote inside a text is written \""#),
      (#"sender == "\x""#, #"unknown escape in a text; the escapes are \" \\ \n and \t"#),
      (#"sender == "\"#, #"unknown escape in a text; the escapes are \" \\ \n and \t"#),
      ("sender == 'a'", "unexpected '''; text stands in double quotes"),
      ("sender matches /a", #"the pattern has no closing slash; a slash inside a pattern is written \/"#),
      ("sender matches /a/g", "unknown letters 'g' after a pattern; the only one is i, to ignore case"),
      ("sender matches /(a/", "wrong pattern: missing closing parenthesis"),
      (
        "age > 2h30m",
        "unknown name '2h30m'; a time is one number with s, m, h, d or w, a size one with k, M, G or T; add several with +"
      ),
      ("age = 5d", "unexpected '='; to compare, write =="),
      ("held && sure", "unexpected '&'; write and"),
      ("held || sure", "unexpected '|'; write or"),
      ("!held", "unexpected '!'; write not"),
      ("held # comment", "unexpected '#'; a condition has no comments"),
      ("held \u{1}", "unexpected byte 0x01"),
      ("age > 5M", "cannot compare a time with a size; M is mebibytes, m is minutes"),
      ("size > 5m", "cannot compare a size with a time; m is minutes, M is mebibytes"),
      ("age > 5", "cannot compare a time with a number; a time needs a unit: 5s, 5m, 5h, 5d or 5w"),
      ("version > \"3.9\"", "cannot compare a version with a text; write it without quotes"),
      ("tries > 0.5", "cannot compare a number with a version; numbers are whole; 0.5 is a version"),
    ] as [(String, String)])
  func isRefused(_ text: String, _ message: String) {
    #expect(failure(ByteString(text)) == message, "\(text)")
  }

  @Test("Digits that run into letters are a name")
  func digitsMayBeginNames() {
    #expect(
      outcome(#"2bounce_notice_recipient == "postmaster""#, ["2bounce_notice_recipient": .text("postmaster")]) == "yes")
    #expect(
      failure("2bounce_notice_recipent is set")
        == "unknown name '2bounce_notice_recipent'; did you mean '2bounce_notice_recipient'?")
  }

  @Test("A slash divides after an operand and opens a pattern elsewhere")
  func slashes() {
    #expect(outcome("age / 2 == 5s / 1 and (age) / 2 == 5s", ["age": .duration(10)]) == "yes")
    #expect(outcome(#"sender matches /a\/b/ and sender matches /A/i"#, ["sender": .text("xa/b")]) == "yes")
  }
}
