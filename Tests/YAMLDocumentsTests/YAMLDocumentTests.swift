// The tree, the places in it, and what is refused.

import TestSupport
import Testing
import YAMLDocuments

@Suite struct YAMLDocumentTests {
  private func read(_ text: String) throws(YAMLError) -> YAMLNode { try YAMLDocument(Array(text.utf8)).root }

  @Test("Keys and values know their lines and columns")
  func positions() throws {
    let root = try read(
      """
      # a rule
      id: QUE001
      "when": a < b
      examples:
        bad:
          - main.cf: x
        good: [ü, "z"]
      """)
    guard case .mapping(let entries) = root.content else { throw Unexpected() }
    #expect(root.position == YAMLPosition(line: 2, column: 1))
    #expect(entries.map(\.key) == ["id", "when", "examples"])
    #expect(entries.map(\.keyPosition.line) == [2, 3, 4])
    #expect(
      entries.map(\.value.position) == [
        .init(line: 2, column: 5), .init(line: 3, column: 9), .init(line: 5, column: 3),
      ])
    var examples = try entries[2].value.mapping()
    #expect(try examples.required("bad").list()[0].mapping().entries[0].value.position == .init(line: 6, column: 16))
    // Columns count characters: ü is one.
    #expect(try examples.required("good").list().map(\.position.column) == [10, 13])
  }

  @Test(
    "Styles are told apart",
    arguments: [
      ("k: text", "text", .plain, nil), ("k: 'it''s'", "it's", .singleQuoted, nil),
      (#"k: "a\tb""#, "a\tb", .doubleQuoted, nil),
      ("k: |\n  a\n  b\n", "a\nb\n", .literal, 2), ("k: >-\n  a\n  b\n", "a b", .folded, 2),
      ("k: | # why\n\n  a\n", "\na\n", .literal, 2), ("k:\n  >\n  a\n", "a\n", .folded, 3),
      ("k: no", "no", .plain, nil),
    ] as [(String, String, YAMLScalar.Style, Int?)])
  func styles(_ source: String, _ text: String, _ style: YAMLScalar.Style, _ contentLine: Int?) throws {
    var mapping = try read(source).mapping()
    let scalar = try mapping.required("k").scalar()
    #expect(scalar.text == text)
    #expect(scalar.style == style)
    #expect(scalar.contentLine == contentLine)
  }

  @Test(
    "A character of a scalar is found again in the file",
    arguments: [
      ("k: a X b", 1, 6), ("k: é X b", 1, 6), ("k: 'a X b'", 1, 7), (#"k: "é X b""#, 1, 7),
      (#"k: "a\t X b""#, 1, 4),  // escapes: the quote
      ("k: a\n   b\n     c X d # no X", 3, 8), ("k: |\n  a\n  b X\n", 3, 5), ("k: |\n  a\n    b X\n", 3, 7),
      ("k: |\n\n\n  a X\n", 4, 5), ("k: |2\n    X\n", 2, 5), ("k: |\n  a\n\n   X\n", 4, 4),
      ("k: >\n  a and\n  b\n  X\n", 4, 3),
      ("k: >-\n  é and\n\n  b\n   é X\n", 5, 6), ("k: >\n  a\n  b X c\nl: X\n", 3, 5),
      ("k: |\r\n  a\r\n  b X\r\n", 3, 5),
      ("- k:\n    >-\n    a\n    X", 4, 5), ("k: |\n  X\n# comment\nl: 1", 2, 3), ("? X\n: v", nil, nil),
    ] as [(String, Int?, Int?)])
  func placesInsideScalars(_ source: String, _ line: Int?, _ column: Int?) throws {
    let root = try read(source)
    var mapping = try (root.content.isSequence ? root.list()[0] : root).mapping()
    guard let line, let column, let scalar = try mapping.optional("k")?.scalar() else { return }
    let offset = try #require(scalar.text.utf8.firstIndex(of: UInt8(ascii: "X")))
    let distance = scalar.text.utf8.distance(from: scalar.text.startIndex, to: offset)
    #expect(scalar.position(atUTF8Offset: distance) == YAMLPosition(line: line, column: column))
    for far in [Int.min, -1, .max] { #expect(scalar.position(atUTF8Offset: far).line >= 1) }
  }

  @Test(
    "What is refused is refused at its place with the reason",
    arguments: [
      ("a: &x 1\nb: *x", 1, 4, "an anchor (&x)"), ("a: *x", 1, 4, "an alias (*x)"), ("a: !!int 1", 1, 4, "a tag ("),
      ("a: !mine [1]", 1, 4, "a tag (!mine)"), ("a: &x {b: 1}", 1, 4, "an anchor"),
      ("a: 1\nb: 2\na: 3", 3, 1, "the key \"a\" is given twice (first in line 1)"),
      ("a: {b: 1, 'b': 2}", 1, 11, "the key \"b\" is given twice"), ("[a]: 1", 1, 1, "a key must be text"),
      ("a: 1\n---\nb: 2", 2, 1, "a second document"), ("", 1, 1, "the file holds no YAML document"),
      ("# nothing\n", 2, 1, "the file holds no YAML document"), ("a: [1", 1, 6, "the YAML is malformed"),
      ("a: 1\n b: 2", 2, 3, "the YAML is malformed"), ("a:\n\t- b", 2, 1, "the YAML is malformed"),
      ("\"a", 1, 3, "the YAML is malformed"),
      ("a: 1\nb: \u{1}", 2, 4, "this is not text in UTF-8"),
    ])
  func refusals(_ source: String, _ line: Int, _ column: Int, _ message: String) {
    let error = #expect(throws: YAMLError.self) { try self.read(source) }
    #expect(error?.position == YAMLPosition(line: line, column: column))
    #expect(error?.message.hasPrefix(message) == true, "\(error?.message ?? "")")
  }

  @Test("Bytes that are not UTF-8 are refused at their place")
  func invalidUTF8() {
    let error = #expect(throws: YAMLError.self) { try YAMLDocument(Array("a: 1\nbé: ".utf8) + [0xFF]) }
    #expect(error?.position == YAMLPosition(line: 2, column: 5))
  }

  @Test("Nesting is read up to the limit", arguments: ["[", "{a: ", "- "])
  func depth(_ opening: String) throws {
    let closing = ["[": "]", "{a: ": "}"][opening] ?? ""
    func nested(_ depth: Int) -> String {
      String(repeating: opening, count: depth) + "x" + String(repeating: closing, count: depth)
    }
    #expect(throws: Never.self) { try self.read(nested(64)) }
    let error = #expect(throws: YAMLError.self) { try self.read(nested(65)) }
    #expect(error?.message == "lists and mappings are nested more than 64 deep")
    #expect(throws: YAMLError.self) { try self.read(String(repeating: opening, count: 100_000)) }
  }

  @Test("A byte order mark is passed over")
  func byteOrderMark() throws { #expect(try read("\u{FEFF}text").text() == "text") }

  @Test(
    "After a byte order mark lines may end as on Windows, and places are those without it", arguments: ["\n", "\r\n"])
  func byteOrderMarkAndLineEnds(_ end: String) throws {
    let root = try read("\u{FEFF}a: 1\(end)b: 2\(end)")
    guard case .mapping(let entries) = root.content else { throw Unexpected() }
    #expect(entries.map(\.key) == ["a", "b"])
    #expect(entries.map(\.value.position) == [.init(line: 1, column: 4), .init(line: 2, column: 4)])
    for text in ["\u{FEFF}# why\(end)\(end)a: 1\(end)", "\u{FEFF}\(end)a: 1\(end)"] {
      #expect(throws: Never.self) { try self.read(text) }
    }
    let error = #expect(throws: YAMLError.self) { try self.read("\u{FEFF}a: *x\(end)") }
    #expect(error?.position == YAMLPosition(line: 1, column: 4))
  }

  @Test("Random bytes never crash the reader, and places stay in the file", arguments: 0..<20 as Range<UInt64>)
  func randomBytes(_ seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let pieces = [
      "a", "b: ", "- ", "\n", "\n  ", "\n    ", "|", ">", "|2\n", "'", "\"", "[", "]", "{", "}", ", ", "#", " ", "\t",
      "é", "\r\n", "\u{85}", "\u{2028}", "? ", "---\n", "...", "&x ", "*x", "!", "%", "\\n", "~",
    ]
    for _ in 0..<1_500 {
      var bytes = (0..<Int.random(in: 0...14, using: &random)).flatMap { _ in
        Array((pieces.randomElement(using: &random) ?? "").utf8)
      }
      if !bytes.isEmpty, Int.random(in: 0..<8, using: &random) == 0 {
        bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: .min ... .max, using: &random)
      }
      if let document = try? YAMLDocument(bytes) { check(document.root, size: bytes.count) }
    }
  }

  private func check(_ node: YAMLNode, size: Int) {
    switch node.content {
    case .scalar(let scalar):
      for offset in 0...scalar.text.utf8.count {
        let position = scalar.position(atUTF8Offset: offset)
        #expect(position >= node.position && position.line <= size + 1)
      }
    case .sequence(let nodes): for node in nodes { check(node, size: size) }
    case .mapping(let entries): for entry in entries { check(entry.value, size: size) }
    }
  }
}

struct Unexpected: Error {}

extension YAMLNode.Content {
  var isSequence: Bool { if case .sequence = self { true } else { false } }
}
