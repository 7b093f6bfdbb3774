// The writer, checked against texts and against Foundation's reader.

import Bytes
import Foundation
import JSONText
import TestSupport
import Testing

@Suite struct JSONWriterTests {
  private func sample(_ style: JSONWriter.Style) -> String {
    var json = JSONWriter(style: style)
    json.object { json in
      json.member("schema", "postkeep.audit/1")
      json.member("count", 2)
      json.array("findings") { json in
        json.object { json in
          json.member("line", nil as Int?)
          json.key("safe")
          json.value(true)
        }
        json.value(["a", "b"])
      }
      json.object("empty") { _ in }
      json.array("none") { _ in }
    }
    return String(decoding: json.bytes, as: UTF8.self)
  }

  @Test("Compact text has no blanks")
  func compact() {
    #expect(
      sample(.compact)
        == #"{"schema":"postkeep.audit/1","count":2,"findings":[{"line":null,"safe":true},["a","b"]],"empty":{},"none":[]}"#
        + "\n")
  }

  @Test("Indented text has a line for every member and element")
  func indented() {
    #expect(
      sample(.indented) == """
        {
          "schema": "postkeep.audit/1",
          "count": 2,
          "findings": [
            {
              "line": null,
              "safe": true
            },
            [
              "a",
              "b"
            ]
          ],
          "empty": {},
          "none": []
        }

        """)
  }

  @Test("Several values on the top level make JSON lines")
  func jsonLines() {
    var json = JSONWriter()
    for number in [1, 2] { json.object { $0.member("n", number) } }
    #expect(json.bytes == Array("{\"n\":1}\n{\"n\":2}\n".utf8))
  }

  @Test("A stream can be drained in the middle of a document")
  func draining() {
    var json = JSONWriter()
    var output: [UInt8] = []
    json.array { json in
      for number in 0..<5 {
        json.value(number)
        output += json.drain()
      }
    }
    output += json.drain()
    #expect(output == Array("[0,1,2,3,4]\n".utf8))
    #expect(json.bytes.isEmpty)
  }

  @Test("An error leaves through the closures with its type")
  func errorsPass() {
    struct Broken: Error {}
    #expect(throws: Broken.self) {
      var json = JSONWriter()
      try json.object { json throws(Broken) in
        try json.array("x") { _ throws(Broken) in throw Broken() }
      }
    }
  }

  @Test("Integers are written with all their digits", arguments: [0, 7, -7, 10, 1_234_567_890, .min, .max])
  func integers(_ number: Int) { #expect(written(number) == "\(number)\n") }

  @Test("The largest unsigned number is written")
  func unsigned() { #expect(written(UInt64.max) == "18446744073709551615\n") }

  @Test("A fraction reads back as the same number", arguments: [0.1, -1e-7, 5e-324, 1e300, 0, 123456789.125])
  func fractions(_ number: Double) throws {
    #expect(Double(written(number).dropLast()) == number)
    #expect(try JSONReader().read(Array(written(number).utf8)).double == number)
  }

  @Test("What JSON cannot say becomes null", arguments: [Double.nan, .infinity, -.infinity])
  func nonFinite(_ number: Double) { #expect(written(number) == "null\n") }

  @Test("Quotes, backslashes and control characters are escaped, all else is copied")
  func escapes() {
    #expect(written("a\"b\\c/\u{7F}é\u{2028}") == "\"a\\\"b\\\\c/\u{7F}é\u{2028}\"\n")
    #expect(written("\u{0}\u{1}\u{8}\t\n\u{C}\r\u{1F}") == #""\u0000\u0001\b\t\n\f\r\u001f""# + "\n")
  }

  @Test("Every byte at every place of a word is written so that Foundation reads it", arguments: 0..<20)
  func everyByte(_ place: Int) throws {
    for byte in UInt8.min...UInt8.max {
      var bytes = Array("abcdefghijklmnopqrst".utf8)
      bytes[place] = byte
      #expect(try foundationReads(ByteString(bytes)) == String(decoding: bytes, as: UTF8.self))
    }
  }

  @Test("Random bytes are read by Foundation as the text that String makes of them", arguments: 0..<20 as Range<UInt64>)
  func randomBytes(_ seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    // Bytes around which UTF-8 has its rules, and plain ones.
    let bytes: [UInt8] = [0x22, 0x5C, 0x1F, 0x41, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC1, 0xC2, 0xE0, 0xED, 0xEF]
    let more: [UInt8] = [0xF0, 0xF3, 0xF4, 0xF5, 0xFF]
    for _ in 0..<200 {
      let text = (0..<Int.random(in: 0...24, using: &random)).map { _ in
        (bytes + more).randomElement(using: &random) ?? 0
      }
      let expected = String(decoding: text, as: UTF8.self)
      #expect(try foundationReads(ByteString(text)) == expected)
      #expect(try foundationReads(expected) == expected)
    }
  }

  private func written(_ value: some JSONWritable) -> String {
    var json = JSONWriter()
    json.value(value)
    return String(decoding: json.bytes, as: UTF8.self)
  }

  private func foundationReads(_ value: some JSONWritable) throws -> String? {
    var json = JSONWriter()
    json.value(value)
    return try JSONSerialization.jsonObject(with: Data(json.bytes), options: .fragmentsAllowed) as? String
  }
}
