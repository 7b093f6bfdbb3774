// Where errors, names and explanations point, also in a file that embeds the condition.

import Bytes
import Conditions
import Testing

@Suite struct PositionTests {
  @Test(
    "An error points into the file that embeds the condition",
    arguments: [
      (
        "maximal_backof_time < 1d",
        "QUE001.yaml:9:7: unknown name 'maximal_backof_time'; did you mean 'maximal_backoff_time'?"
      ),
      ("held and\nmaximal_backof_time < 1d", "QUE001.yaml:10:3: unknown name"),
      ("held and\n\n  sure and zzzzz", "QUE001.yaml:11:14: unknown name 'zzzzz'"),
      ("sender == \"äöü\" and zzzzz", "QUE001.yaml:9:27: unknown name 'zzzzz'"),
      ("held and", "QUE001.yaml:9:15: the condition ends too early"),
    ])
  func embedded(_ text: String, _ expected: String) {
    // Further lines have lost two blanks.
    var pieces = [SourceOrigin.Piece(offset: 0, line: 9, column: 7)]
    for (offset, byte) in text.utf8.enumerated() where byte == 0x0A {
      pieces.append(.init(offset: offset + 1, line: 9 + pieces.count, column: 3))
    }
    let origin = SourceOrigin(file: "QUE001.yaml", pieces: pieces)
    let error = #expect(throws: ConditionError.self) {
      try Condition(ByteString(text), from: origin, in: testVocabulary)
    }
    #expect(error?.description.hasPrefix(expected) == true, "\(error?.description ?? "no error")")
  }

  @Test("Without pieces, or with a rough one, an error points at a line that there is")
  func rough() {
    let text: ByteString = "held and zzzzz"
    let piece = SourceOrigin.Piece(offset: 0, line: 9, column: 7)
    #expect(SourceOrigin(file: "f", pieces: []).position(of: 9, in: text).description == "f:1:10")
    #expect(SourceOrigin(file: "f", pieces: [piece], isRough: true).position(of: 9, in: text).description == "f:9:7")
    #expect(SourceOrigin(file: "f", pieces: [piece]).position(of: -5, in: text).description == "f:9:7")
  }

  @Test("A condition lists the names it mentions, in order, with slots and ranges")
  func names() throws {
    let condition = try condition(
      "deferred == queue and (recipient).domain is set or header(sender) == subject and age > age")
    #expect(condition.names.map(\.name) == ["queue", "recipient", "sender", "subject", "age", "age"])
    for use in condition.names {
      #expect(testNames[use.slot].key == use.name)
      let piece = ByteString(condition.text.bytes[use.range])
      #expect(piece == use.name || piece == "(recipient)")
    }
  }

  @Test("Names stand in the order of the text, also where the right side is checked first")
  func namesInOrder() throws {
    #expect(try condition("[other, 3] contains tries").names.map(\.name) == ["other", "tries"])
  }

  @Test("A condition lists the calls it makes with their constant arguments")
  func calls() throws {
    let condition = try condition("double(tries) == 2 and header(\"Subject\") is set")
    #expect(condition.calls.map(\.name) == ["double", "header"])
    #expect(condition.calls[0].arguments.count == 1 && condition.calls[0].arguments[0] == nil)
    guard case .text("Subject")? = condition.calls[1].arguments[0] else { Issue.record("argument missing"); return }
  }

  @Test("An explanation tells of every leaf its values and whether it was needed")
  func explanation() throws {
    let condition = try condition("age > 5d and queue == deferred or held or size > 10k and sure")
    let subject = TestSubject([
      "age": .duration(432_001), "queue": .word(2), "held": .boolean(true), "size": .size(1),
    ])
    let explanation = condition.explanation(for: subject)
    #expect(explanation.outcome == .yes)
    #expect(explanation.leaves.map(\.text) == ["age > 5d", "queue == deferred", "held", "size > 10k", "sure"])
    #expect(explanation.leaves.map(\.outcome) == [.yes, .no, .yes, nil, nil])
    #expect(explanation.leaves.map { $0.values.map(\.shown) } == [["432001s"], ["hold"], ["yes"], [], []])
  }

  @Test("An explanation of any and all shows the element that decided")
  func explanationOfElements() throws {
    let subject = TestSubject([
      "recipients": .list(
        ["one", "two", "three"].map { .record(TestRecipient(domain: .text($0))) })
    ])
    let found = try condition("any(recipients: it.domain == \"two\")").explanation(for: subject).leaves
    #expect(found.map(\.outcome) == [.yes, .yes])
    #expect(found[1].values.map(\.shown) == ["\"two\""])
    let missed = try condition("any(recipients: it.domain == \"four\")").explanation(for: subject).leaves
    #expect(missed.map(\.outcome) == [.no, nil])
    #expect(missed[1].elements?.no == 3 && missed[1].values.isEmpty)
    let either = "all(recipients: it.domain == \"one\" or it.domain != \"four\")"
    let mixed = try condition(ByteString(either)).explanation(for: subject)
    #expect(mixed.outcome == .yes)
    let elements = try mixed.leaves.dropFirst().map { try #require($0.elements) }
    #expect(elements.map(\.yes) == [1, 2] && elements.map(\.no) == [2, 0] && elements.map(\.notAsked) == [0, 1])
    let nested = "all(recipients: any(recipients: it.domain == \"two\")) and any(recipients: it.domain == \"two\")"
    #expect(try condition(ByteString(nested)).explanation(for: subject).leaves.last?.values.map(\.shown) == ["\"two\""])
  }

  @Test("Of a list with one element, an explanation shows that element, whatever it decides")
  func explanationOfOneElement() throws {
    let subject = TestSubject(["recipients": .list([.record(TestRecipient(domain: .text("one")))])])
    let leaves = try condition("not any(recipients: it.domain == \"two\")").explanation(for: subject).leaves
    #expect(leaves.map(\.outcome) == [.no, .no] && leaves[1].values.map(\.shown) == ["\"one\""])
  }

  @Test("An explanation shows what a computed value was computed of")
  func explanationOfComputations() throws {
    let subject = TestSubject(["age": .duration(3600), "tries": .number(2)])
    let leaves = try condition("age * double(tries) > 1d").explanation(for: subject).leaves
    #expect(leaves[0].values.map(\.text) == ["age * double(tries)", "age", "double(tries)", "tries"])
    #expect(leaves[0].values.map(\.shown) == ["4h", "1h", "4", "2"])
  }

  @Test("An explanation keeps the reasons of each leaf to itself")
  func explanationOfReasons() throws {
    let subject = TestSubject(["age": .unknown(because: "no clock"), "lifetime": .unknown(because: "no clock")])
    let explanation = try condition("age > 1d and lifetime > 1d").explanation(for: subject)
    #expect(explanation.outcome == .cannotTell(["no clock"]))
    #expect(explanation.leaves.map(\.outcome) == [.cannotTell(["no clock"]), .cannotTell(["no clock"])])
  }

  @Test(
    "Values are shown as they would be written",
    arguments: [
      (.duration, .duration(7200), "2h"), (.duration, .duration(0), "0s"), (.duration, .duration(-86_400), "-1d"),
      (.duration, .duration(.min), "-9223372036854775808s"), (.size, .size(10_240), "10k"),
      (.size, .size(1000), "1000"),
      (.text, .text("a\"b\\\n"), #""a\"b\\\n""#), (.word(queueWords), .word(1), "deferred"),
      (.word(levelWords), .word(0), "\"\""),
      (.list(.number), .list((1...10).map { .number($0) }), "[1, 2, 3, 4, 5, 6, 7, 8, … 2 more]"),
      (.boolean, .boolean(false), "no"), (.version, .version(VersionNumber(3, 9)), "3.9.0"),
      (.text, .absent, "not set"),
      (.text, .unknown(because: "no table"), "cannot tell: no table"),
    ] as [(ValueType, Value, String)])
  func shown(_ type: ValueType, _ value: Value, _ expected: String) {
    #expect(type.format(value) == expected)
  }
}
