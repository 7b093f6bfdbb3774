// The vocabulary that the tests use: a queued message with a few attributes of every type.

import Bytes
import Conditions

let queueWords = WordType("queue", ["active", "deferred", "hold", "incoming"])
let levelWords = WordType("TLS security level", ["", "none", "may", "encrypt", "dane-only", "no"], ordered: true)
let recipientType = RecordType("recipient", ["address": .text, "domain": .caselessText, "tries": .number])

/// The names by slot. Their order is the slot.
let testNames: KeyValuePairs<ByteString, ValueType> = [
  "age": .duration, "lifetime": .duration, "size": .size, "limit": .size, "tries": .number, "other": .number,
  "sender": .text, "subject": .text, "domain": .caselessText, "queue": .word(queueWords), "level": .word(levelWords),
  "held": .boolean, "sure": .boolean, "version": .version, "recipients": .list(.record(recipientType)),
  "tags": .list(.text), "domains": .list(.caselessText), "recipient": .record(recipientType),
  "queue.deferred.count": .number, "2bounce_notice_recipient": .text, "maximal_backoff_time": .duration,
]

let testVocabulary: Vocabulary = {
  var vocabulary = Vocabulary { pattern, ignoringCase in
    pattern.hasPrefix("(") && !pattern.hasSuffix(")")
      ? .failure(PatternError("missing closing parenthesis"))
      : .success(SubstringPattern(part: ignoringCase ? pattern.lowercased : pattern, ignoringCase: ignoringCase))
  }
  for (name, type) in testNames { vocabulary.declare(name, type) }
  vocabulary.declareFunction("header", [.init(.text)], returns: .text)
  vocabulary.declareFunction("double", [.init(.number)], returns: .number)
  let digits = Function.Parameter(.text) { value in
    guard case .text(let text) = value, text.bytes.allSatisfy(\.isASCIIDigit) else {
      return .failure(ArgumentError("only digits, please"))
    }
    return .success(.text("prepared " + text))
  }
  vocabulary.declareFunction("echo", [digits], returns: .text)
  return vocabulary
}()

/// Stands in for regular expressions: finds its text, and gives up on texts that contain "catastrophe".
struct SubstringPattern: CompiledPattern {
  let part: ByteString
  let ignoringCase: Bool

  func matches(_ text: ByteString) -> Bool? {
    let text = ignoringCase ? text.lowercased : text
    if text.description.contains("catastrophe") { return nil }
    return part.isEmpty || text.description.contains(part.description)
  }
}

struct TestRecipient: Record {
  var address: Value = .absent
  var domain: Value = .absent
  var tries: Value = .absent

  func value(_ slot: Int) -> Value {
    switch slot {
    case 0: address
    case 1: domain
    default: tries
    }
  }
}

/// A subject with given values; every other name is absent. Records what was fetched.
final class TestSubject: Subject {
  let values: [ByteString: Value]
  private(set) var fetched: [ByteString] = []

  init(_ values: [ByteString: Value] = [:]) { self.values = values }

  func value(_ slot: Int) -> Value {
    let name = testNames[slot].key
    fetched.append(name)
    return values[name] ?? .absent
  }

  func call(_ function: Int, _ arguments: [Value]) -> Value {
    switch (function, arguments.first) {
    case (0, .text(let name)): values["header " + name] ?? .absent
    case (1, .number(let number)): .number(number &* 2)
    default: arguments.first ?? .absent
    }
  }
}

func condition(_ text: ByteString) throws(ConditionError) -> Condition {
  try Condition(text, from: SourceOrigin(file: "test"), in: testVocabulary)
}

/// The outcome for a subject, or the error as it is printed.
func outcome(_ text: ByteString, _ values: [ByteString: Value] = [:]) -> String {
  do throws(ConditionError) {
    return try condition(text).outcome(for: TestSubject(values)).description
  } catch { return error.description }
}

/// The error that a text causes, without its position; nil if it is a condition.
func failure(_ text: ByteString) -> String? {
  do throws(ConditionError) {
    _ = try condition(text)
    return nil
  } catch { return error.hint.map { "\(error.message); \($0)" } ?? error.message }
}
