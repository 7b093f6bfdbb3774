// Names in a column that may be too narrow, and how rows are sorted.

import Bytes
import Testing

@testable import Maintenance

@Suite("Text of a shape")
struct ShapeTextTests {
  private static func text(
    _ rows: [(ByteString, Int)], rows limit: Int? = nil, width: Int = 80, isForTerminal: Bool = false
  ) -> [String] {
    var options = ShapeOptions()
    options.buckets = AgeBuckets(count: 2)
    var tally = ShapeTally(width: 2)
    for (name, count) in rows { tally.add(count, row: tally.row(of: name), bucket: 1) }
    let text = ShapeText(table: ShapeTable(tally, options), rows: limit, width: width, isForTerminal: isForTerminal)
    return String(decoding: text.bytes, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  @Test("Counts stand at the right edge")
  func width() {
    let lines = Self.text([("example.com", 1234)])
    #expect(lines.allSatisfy { $0.utf8.count == 80 })
    #expect(lines[0].hasSuffix("    T  5   5+") && lines[2].hasSuffix("example.com 1234  0 1234"))
    #expect(Self.text([("a", 1)], width: 120).allSatisfy { $0.utf8.count == 120 })
  }

  @Test("A name that is too long loses its beginning")
  func longNames() {
    #expect(ShapeText.name("abcdefgh", 8) == Array("abcdefgh".utf8))
    #expect(ShapeText.name("abcdefghi", 8) == Array("+cdefghi".utf8))
    #expect(ShapeText.name(".bcdefghi", 8) == Array(".+defghi".utf8))
  }

  @Test("The largest first, then the shortest, then by name; the total is a row like others")
  func order() {
    let names = Self.text([("bb", 2), ("aa", 2), ("c", 2), ("longer", 3)]).dropFirst().map {
      String($0.split(separator: " ")[0])
    }
    #expect(names == ["TOTAL", "longer", "c", "aa", "bb"])
    #expect(Self.text([("a.b", 2)])[1].contains("a.b"))
    #expect(Self.text([("long.example", 2)])[1].contains("TOTAL"))
    #expect(Self.text([("a", 2), ("b", 1)], rows: 2).count == 3)
  }

  @Test("Nothing at all is a total of 0")
  func empty() { #expect(Self.text([]).map { $0.split(separator: " ").count } == [3, 4]) }

  @Test("A terminal gets no control character, of seven bits or eight, and none that turns the writing")
  func terminal() {
    let cut = String(repeating: "\u{9B}é", count: 40)
    for name in ["a\u{1B}[31m", "a\u{9B}31m", "a\u{202E}b", "a\u{2066}b", cut, "x" + cut] {
      let shown = Self.text([(ByteString(name), 1)], isForTerminal: true)
      #expect(shown.count == 3 && shown.joined().unicodeScalars.allSatisfy(PrintableText.isHarmless), "\(shown)")
      #expect(Self.text([(ByteString(name), 1)]).joined().utf8.count >= name.utf8.count / 2)
    }
    #expect(Self.text([("a\u{9B}b", 1)]).joined().unicodeScalars.contains("\u{9B}"))
    #expect(Self.text([("ü.example", 1)], isForTerminal: true).joined().contains("ü.example"))
  }

  @Test("Thousands of names are kept apart")
  func manyNames() {
    var tally = ShapeTally(width: 1)
    for round in 1...2 {
      for number in 0..<5000 { tally.add(round, row: tally.row(of: ByteString("d\(number)")), bucket: 0) }
    }
    #expect(tally.count == 5000)
    #expect((0..<tally.count).allSatisfy { tally.counts($0).first == 3 && tally.name($0) == ByteString("d\($0)") })
  }
}
