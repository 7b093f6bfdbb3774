// The marks of an excerpt stand under what is meant, whatever else is in the line.

import Bytes
import Testing

@testable import Audit

@Suite("Source excerpts")
struct SourceExcerptTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let line: String
    let meant: String
    let shown: String
    let marks: String
  }

  private static let cases = [
    Case(
      testDescription: "plain", line: "biff = yes", meant: "yes", shown: "biff = yes", marks: "       ^^^"),
    Case(
      testDescription: "a tab goes to the next column of eight", line: "biff =\tyes", meant: "yes",
      shown: "biff =  yes", marks: "        ^^^"),
    Case(
      testDescription: "letters of two bytes are one column", line: "é = ü1", meant: "ü1", shown: "é = ü1",
      marks: "    ^^"),
    Case(
      testDescription: "letters of two columns", line: "日本 = 30m", meant: "30m", shown: "日本 = 30m", marks: "       ^^^"),
    Case(
      testDescription: "a combining accent has no column", line: "e\u{301} = x", meant: "x", shown: "e\u{301} = x",
      marks: "    ^"),
    Case(
      testDescription: "control characters and changes of direction cannot act", line: "a\u{1B}\u{202E}b = x",
      meant: "x", shown: "a\u{FFFD}\u{FFFD}b = x", marks: "       ^"),
  ]

  @Test("Marks stand under the value", arguments: cases)
  func marks(_ example: Case) throws {
    let range = try #require(example.line.firstRange(of: example.meant))
    let offset = example.line[..<range.lowerBound].utf8.count
    let excerpt = SourceExcerpt(
      Array(example.line.utf8)[...], offset: offset, length: example.meant.utf8.count, width: 72)
    #expect(excerpt.text == example.shown)
    #expect(excerpt.marks == example.marks)
  }

  @Test("Bytes that are no text are one column each")
  func noText() {
    let excerpt = SourceExcerpt([0x61, 0xFF, 0xC3, 0x28, 0x78], offset: 4, length: 1, width: 72)
    #expect(excerpt.text == "a\u{FFFD}\u{FFFD}(x")
    #expect(excerpt.marks == "    ^")
  }

  @Test("A place between two bytes, and one behind the line, get one mark")
  func emptyPlace() {
    #expect(SourceExcerpt(Array("a = ".utf8)[...], offset: 4, length: 0, width: 72).marks == "    ^")
    #expect(SourceExcerpt([], offset: 9, length: 9, width: 72).marks == "^")
  }

  @Test(
    "A line of 5,000 bytes is cut around the marks, at its beginning, middle and end",
    arguments: [0, 1, 24, 25, 26, 2_500, 4_900, 4_970, 4_999])
  func longLine(offset: Int) throws {
    for filler in ["x", "\t", "é", "日"] {
      var line = Array(String(repeating: filler, count: 5_000).utf8)
      let place = offset * filler.utf8.count
      line[place..<(place + filler.utf8.count)] = [UInt8(ascii: "M")]
      let excerpt = SourceExcerpt(line[...], offset: place, length: 1, width: 72)
      #expect(PrintableText.width(excerpt.text) <= 72)
      // The column of the mark, counted in columns of the shown text.
      let before = try #require(excerpt.text.firstIndex(of: "M"), "\(filler) \(offset): \(excerpt.text)")
      #expect(PrintableText.width(String(excerpt.text[..<before])) == excerpt.markStart, "\(filler) \(offset)")
      #expect(excerpt.text.contains("…"))
    }
  }

  @Test("A value of 5,000 bytes is marked as far as it is shown")
  func longValue() {
    let line = Array(("mynetworks = " + String(repeating: "10.0.0.1 ", count: 600)).utf8)
    let excerpt = SourceExcerpt(line[...], offset: 13, length: line.count - 13, width: 72)
    #expect(excerpt.text.hasPrefix("mynetworks = 10.0.0.1"))
    #expect(excerpt.text.hasSuffix("…"))
    #expect(excerpt.marks.count == 72)
  }
}
