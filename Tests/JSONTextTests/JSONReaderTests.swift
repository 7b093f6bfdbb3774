// The reader: what it accepts, what it refuses and where, and that nothing makes it trap.

import Foundation
import JSONText
import TestSupport
import Testing

@Suite struct JSONReaderTests {
  private func read(_ text: String) throws(JSONError) -> JSONValue { try JSONReader().read(Array(text.utf8)) }

  @Test("Values are read, and objects keep their order")
  func values() throws {
    let value = try read(#" { "b" : [ 1 , true , null , "x" ] , "a" : { } } "#)
    #expect(
      value
        == .object([
          JSONMember("b", .array([.number(JSONNumber(1)), .bool(true), .null, .string("x")])),
          JSONMember("a", .object([])),
        ]))
    #expect(value["b"]?.elements?.first?.integer == 1)
    #expect(value["c"] == nil)
  }

  @Test(
    "Escapes stand for their characters",
    arguments: [
      (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"), (#""\u0041\u00e9\u20AC""#, "Aé€"),
      (#""\ud83d\uDE00""#, "😀"), (#""\uFFFD""#, "\u{FFFD}"), (#""é😀""#, "é😀"), ("\"\\u0000\"", "\0"),
    ])
  func escapes(_ json: String, _ text: String) throws { #expect(try read(json).text == text) }

  @Test(
    "Numbers never trap: what does not fit is nil",
    arguments: [
      ("0", 0, 0.0), ("-0", 0, -0.0), ("9223372036854775807", Int64.max, 0x1p63), ("9223372036854775808", nil, 0x1p63),
      ("-9223372036854775808", Int64.min, -0x1p63), ("1.5", nil, 1.5), ("1e2", nil, 100), ("1E+2", nil, 100),
      ("1e999", nil, nil), ("-1e999999999999999999999", nil, nil), ("1e-999", nil, 0),
    ] as [(String, Int64?, Double?)])
  func numbers(_ text: String, _ integer: Int64?, _ double: Double?) throws {
    let value = try read(text)
    #expect(value.integer == integer)
    #expect(value.double == double)
    guard case .number(let number) = value else { return }
    #expect(number.text == text)
  }

  @Test("A number of a million digits is read")
  func longNumber() throws {
    #expect(try read(String(repeating: "9", count: 1_000_000)).integer == nil)
  }

  @Test(
    "What is malformed is refused at its place",
    arguments: [
      ("", 0), ("  ", 2), ("nul", 0), ("tru", 0), ("[1,]", 3), ("[1 2]", 3), ("[1", 2), (#"{"a" 1}"#, 5),
      (#"{"a":1,}"#, 7),
      ("{a:1}", 1), (#"{"a":1,"a":2}"#, 7), ("01", 1), ("-", 1), ("1.", 2), (".5", 0), ("+1", 0), ("1e", 2), ("0x1", 1),
      ("NaN", 0), ("\"\t\"", 1), (#""\x""#, 1), (#""\u12g4""#, 5), (#""\ud800""#, 1), (#""\ud800\u0041""#, 1),
      (#""\udc00""#, 1), (#""abc"#, 4), ("\"\\", 2), ("1 2", 2), ("[]]", 2), ("\u{FEFF}1", 0), ("// x", 0),
    ])
  func malformed(_ text: String, _ offset: Int) {
    let error = #expect(throws: JSONError.self) { try self.read(text) }
    #expect(error?.offset == offset)
  }

  @Test(
    "Text that is not UTF-8 is refused", arguments: [[0x80], [0xC3], [0xED, 0xA0, 0x80], [0xF5, 0x80]] as [[UInt8]])
  func invalidUTF8(_ bytes: [UInt8]) {
    #expect(throws: JSONError.self) { try JSONReader().read([0x22] + bytes + [0x22]) }
  }

  @Test("Nesting is read up to the limit")
  func depth() throws {
    #expect(throws: Never.self) { try JSONReader(depthLimit: 3).read(Array("[[[1]]]".utf8)) }
    let error = #expect(throws: JSONError.self) { try JSONReader(depthLimit: 3).read(Array("[[[[1]]]]".utf8)) }
    #expect(error?.offset == 3)
    #expect(throws: JSONError.self) { try self.read(String(repeating: "[", count: 1_000_000)) }
    #expect(throws: JSONError.self) { try self.read(String(repeating: #"{"a":"#, count: 1_000_000)) }
  }

  @Test("What was written reads back as it was, in both styles", arguments: 0..<100 as Range<UInt64>)
  func roundTrip(_ seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let value = JSONValue.random(depth: 5, using: &random)
    for style in [JSONWriter.Style.compact, .indented] {
      var json = JSONWriter(style: style)
      json.value(value)
      #expect(try JSONReader().read(json.bytes) == value)
      #expect(throws: Never.self) {
        try JSONSerialization.jsonObject(with: Data(json.bytes), options: .fragmentsAllowed)
      }
    }
  }

  @Test("Random bytes never crash the reader; what it accepts, Foundation accepts", arguments: 0..<20 as Range<UInt64>)
  func randomBytes(_ seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let pieces = [
      "{", "}", "[", "]", ",", ":", "\"", "\\", "u12", "\\ud83d", "1", "-", ".", "e", "true", "null", " ", "a", "é",
      "\n",
    ]
    for _ in 0..<2_000 {
      var bytes = (0..<Int.random(in: 0...12, using: &random)).flatMap { _ in
        Array((pieces.randomElement(using: &random) ?? "").utf8)
      }
      if !bytes.isEmpty, Int.random(in: 0..<8, using: &random) == 0 {
        bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: .min ... .max, using: &random)
      }
      guard (try? JSONReader().read(bytes)) != nil else { continue }
      #expect((try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)) != nil)
    }
  }
}

extension JSONValue {
  static func random(depth: Int, using random: inout SeededRandom) -> JSONValue {
    switch Int.random(in: 0..<(depth > 0 ? 7 : 5), using: &random) {
    case 0: .null
    case 1: .bool(Bool.random(using: &random))
    case 2: .number(JSONNumber(Int64.random(in: .min ... .max, using: &random)))
    case 3, 4: .string(text(using: &random))
    case 5: .array((0..<Int.random(in: 0...4, using: &random)).map { _ in .random(depth: depth - 1, using: &random) })
    default:
      .object(
        (0..<Int.random(in: 0...4, using: &random)).map { index in
          JSONMember("\(index)" + text(using: &random), .random(depth: depth - 1, using: &random))
        })
    }
  }

  private static func text(using random: inout SeededRandom) -> String {
    let characters = [
      "a", "\"", "\\", "\n", "\u{0}", "\u{1F}", "é", "€", "😀", "\u{7F}", "/", " ", "plain text", "\u{2028}",
    ]
    return (0..<Int.random(in: 0...9, using: &random)).map { _ in characters.randomElement(using: &random) ?? "" }
      .joined()
  }
}
