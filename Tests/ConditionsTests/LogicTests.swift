// Three-valued logic, laziness, missing values, and arithmetic that cannot be done.

import Bytes
import Conditions
import Testing

@Suite struct LogicTests {
  /// yes, no and cannot tell as values of the names `held` and `sure`.
  static let truths: [(name: String, value: Value)] = [
    ("yes", .boolean(true)), ("no", .boolean(false)), ("?", .unknown(because: "lost")),
  ]

  /// Kleene's tables: rows and columns yes, no, cannot tell.
  static let kleene: [(text: String, rows: [String])] = [
    ("held and sure", ["yes no ?", "no no no", "? no ?"]),
    ("held or sure", ["yes yes yes", "yes no ?", "yes ? ?"]),
    ("held == sure", ["yes no ?", "no yes ?", "? ? ?"]),
    ("not held", ["no no no", "yes yes yes", "? ? ?"]),
    ("any([held, sure]: it)", ["yes yes yes", "yes no ?", "yes ? ?"]),
    ("all([held, sure]: it)", ["yes no ?", "no no no", "? no ?"]),
    ("yes in [held, sure]", ["yes yes yes", "yes no ?", "yes ? ?"]),
    ("[held, sure] == [yes, yes]", ["yes no ?", "no no no", "? no ?"]),
    ("(held and sure) == yes", ["yes no ?", "no no no", "? no ?"]),
  ]

  @Test("Logic follows Kleene's tables", arguments: kleene)
  func tables(_ text: String, _ rows: [String]) throws {
    let condition = try condition(ByteString(text))
    let found = Self.truths.map { left in
      Self.truths.map { right in
        switch condition.outcome(for: TestSubject(["held": left.value, "sure": right.value])) {
        case .yes: "yes"
        case .no: "no"
        case .cannotTell(let reasons): reasons == ["lost"] ? "?" : "\(reasons)"
        }
      }.joined(separator: " ")
    }
    #expect(found == rows, "\(text)")
  }

  @Test("Reasons of parts that no longer matter are dropped, the others kept once each and in order")
  func reasons() {
    let values: [ByteString: Value] = [
      "age": .unknown(because: "no clock"), "sender": .unknown(because: "no file"), "held": .boolean(true),
      "subject": .unknown(because: "no file"),
    ]
    #expect(outcome("age > 1d or held", values) == "yes")
    #expect(outcome("(age > 1d or held) and sender == \"\"", values) == "cannot tell: no file")
    #expect(outcome("sender == \"\" and age > 1d and subject == \"\"", values) == "cannot tell: no file; no clock")
    #expect(outcome("sender == subject and (age + 1d) > 2d", values) == "cannot tell: no file; no clock")
  }

  @Test(
    "Nothing is fetched that cannot change the outcome",
    arguments: [
      ("held and sure", false, ["held"]), ("held and sure", true, ["held", "sure"]), ("held or sure", true, ["held"]),
      ("held or sure", false, ["held", "sure"]), ("not held and age > 1d", true, ["held"]),
      ("held and (age > 1d or sender == \"\") or tries > 1", false, ["held", "tries"]),
      ("any([1, 2, 3]: held and it == 1 or sure)", true, ["held"]),
    ] as [(String, Bool, [ByteString])])
  func laziness(_ text: String, _ held: Bool, _ fetched: [ByteString]) throws {
    let subject = TestSubject(["held": .boolean(held)])
    _ = try condition(ByteString(text)).outcome(for: subject)
    #expect(subject.fetched == fetched, "\(text)")
    let explained = TestSubject(["held": .boolean(held)])
    _ = try condition(ByteString(text)).explanation(for: explained)
    #expect(explained.fetched == fetched, "explained: \(text)")
  }

  @Test(
    "A missing value equals nothing and is empty",
    arguments: [
      ("sender == \"\"", "no"), ("sender != \"\"", "yes"), ("sender == sender", "no"), ("age < 1d", "no"),
      ("age >= 1d", "no"), ("not age < 1d", "yes"), ("sender in [\"a\"]", "no"), ("sender not in [\"a\"]", "yes"),
      ("sender contains \"\"", "no"), ("sender matches \"*\"", "no"), ("sender matches //", "no"), ("held", "no"),
      ("not held", "yes"), ("held == no", "no"), ("sender is set", "no"), ("sender is not set", "yes"),
      ("sender is empty", "yes"), ("tags is empty", "yes"), ("count(tags) == 0", "yes"), ("any(tags: yes)", "no"),
      ("all(tags: no)", "yes"), ("tags contains \"a\"", "no"), ("age + 1d > 0", "no"), ("-age < 1d", "no"),
      ("recipient.domain is set", "no"), ("recipient.domain == \"\"", "no"), ("header(sender) is set", "no"),
      ("sender == subject", "no"), ("age == lifetime", "no"),
    ])
  func absence(_ text: String, _ expected: String) {
    // What a missing value is compared with does not matter, not even if it cannot be told.
    #expect(outcome(ByteString(text), ["lifetime": .unknown(because: "lost")]) == expected, "\(text)")
  }

  @Test(
    "What cannot be computed cannot be told",
    arguments: [
      ("tries + 1 > 0", "the result of 'tries + 1' is too large"),
      ("-other - 2 < 0", "the result of '-other - 2' is too large"),
      ("-(-other - 1) > 0", "the result of '-(-other - 1)' is too large"),
      ("(-other - 1) / -1 > 0", "the result of '(-other - 1) / -1' is too large"),
      ("tries * 2 > 0", "the result of 'tries * 2' is too large"),
      ("age * tries > 0", "the result of 'age * tries' is too large"),
      ("size + 1k > 0", "the result of 'size + 1k' is too large"), ("tries / 0 > 1", "'tries / 0' divides by zero"),
      ("age / 0s > 1", "'age / 0s' divides by zero"),
      ("size / (limit - limit) > 1", "'size / (limit - limit)' divides by zero"),
      ("subject matches /x/", "the pattern in 'subject matches /x/' gave up on a text"),
      ("domain == \"\"", "a value in 'domain == \"\"' is not of the declared type"),
      ("sure", "a value in 'sure' is not of the declared type"),
      ("any(tags: it == \"\")", "a value in 'any(tags: it == \"\")' is not of the declared type"),
      ("recipient.domain == \"\"", "a value in 'recipient.domain' is not of the declared type"),
      ("domain contains \"a\"", "a value in 'domain contains \"a\"' is not of the declared type"),
      ("queue is empty", "a value in 'queue is empty' is not of the declared type"),
    ])
  func impossible(_ text: String, _ reason: String) {
    let wrong = Value.number(7)
    let values: [ByteString: Value] = [
      "tries": .number(.max), "other": .number(.max), "age": .duration(1000), "size": .size(.max), "limit": .size(1),
      "subject": .text("a catastrophe"), "domain": wrong, "sure": wrong, "tags": wrong, "recipient": wrong,
      "queue": .word(99),
    ]
    #expect(outcome(ByteString(text), values) == "cannot tell: " + reason, "\(text)")
  }

  @Test("A host may decide what 'is set' means for a name")
  func isSetIsTheHosts() throws {
    struct Configuration: Subject {
      func value(_ slot: Int) -> Value { .text("the default") }
      func isSet(_ slot: Int) -> Outcome { testNames[slot].key == "sender" ? .yes : .no }
    }
    #expect(try condition("sender is set and subject is not set").outcome(for: Configuration()) == .yes)
  }

  @Test("No more than 16 reasons are given")
  func fewReasons() throws {
    let elements = (0..<100).map { Value.unknown(because: "reason \($0)") }
    let subject = TestSubject(["tags": .list(elements)])
    guard case .cannotTell(let reasons) = try condition("tags contains \"a\"").outcome(for: subject) else {
      Issue.record("told")
      return
    }
    #expect(reasons.count == 16)
  }
}
