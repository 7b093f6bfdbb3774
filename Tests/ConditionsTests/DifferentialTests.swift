// Random conditions, evaluated by the module and by a second evaluator that was written to be obvious.
//
// The second one knows no text: it works on the tree from which the text is printed. It computes in Double, fetches
// everything, and names the three truths by numbers: 0 no, 1 cannot tell, 2 yes.

import Bytes
import Conditions
import TestSupport
import Testing

/// A number, an operation on numbers, or something that has none.
private indirect enum Sum {
  case literal(Int64)
  case name(String)
  case operation(String, Sum, Sum)
  case negated(Sum)

  var text: String {
    switch self {
    case .literal(let number): "\(number)"
    case .name(let name): name
    case .operation(let sign, let left, let right): "(\(left.text) \(sign) \(right.text))"
    case .negated(let operand): "-\(operand.text)"
    }
  }
}

private indirect enum Test {
  case compared(String, Sum, Sum)
  case isIn(Sum, [Sum], negated: Bool)
  case isSet(String, negated: Bool)
  case flag(String)
  case text(String, String, String)
  case not(Test)
  case and([Test])
  case or([Test])
  case quantified(String, String, Int64)

  var text: String {
    switch self {
    case .compared(let sign, let left, let right): "\(left.text) \(sign) \(right.text)"
    case .isIn(let element, let list, let negated):
      "\(element.text) \(negated ? "not in" : "in") [\(list.map(\.text).joined(separator: ", "))]"
    case .isSet(let name, let negated): "\(name) is \(negated ? "not " : "")set"
    case .flag(let name): name
    case .text(let operation, let name, let text): "\(name) \(operation) \"\(text)\""
    case .not(let operand): "not (\(operand.text))"
    case .and(let operands): "(" + operands.map(\.text).joined(separator: " and ") + ")"
    case .or(let operands): "(" + operands.map(\.text).joined(separator: " or ") + ")"
    case .quantified(let quantifier, let sign, let number): "\(quantifier)(recipients: it.tries \(sign) \(number))"
    }
  }
}

/// A number that was found, is missing, or cannot be told.
private enum Found: Equatable { case number(Double), missing, lost }

private struct NaiveEvaluator {
  let values: [ByteString: Value]

  func found(_ value: Value) -> Found {
    switch value {
    case .number(let number): .number(Double(number))
    case .absent: .missing
    default: .lost
    }
  }

  func number(_ sum: Sum) -> Found {
    switch sum {
    case .literal(let number): return .number(Double(number))
    case .name(let name): return found(values[ByteString(name)] ?? .absent)
    case .negated(let operand):
      guard case .number(let number) = number(operand) else { return number(operand) }
      return .number(-number)
    case .operation(let sign, let left, let right):
      let sides = [number(left), number(right)]
      if sides.contains(.missing) { return .missing }
      guard case .number(let left) = sides[0], case .number(let right) = sides[1] else { return .lost }
      switch sign {
      case "+": return .number(left + right)
      case "-": return .number(left - right)
      case "*": return .number(left * right)
      default: return right == 0 ? .lost : .number((left / right).rounded(.towardZero))
      }
    }
  }

  func compare(_ sign: String, _ left: Found, _ right: Found) -> Int {
    if sign == "!=" { return 2 - compare("==", left, right) }
    if left == .missing || right == .missing { return 0 }
    guard case .number(let left) = left, case .number(let right) = right else { return 1 }
    let holds =
      switch sign {
      case "==": left == right
      case "<": left < right
      case "<=": left <= right
      case ">": left > right
      default: left >= right
      }
    return holds ? 2 : 0
  }

  func truth(_ test: Test) -> Int {
    switch test {
    case .compared(let sign, let left, let right): return compare(sign, number(left), number(right))
    case .isIn(let element, let list, let negated):
      let best = list.map { compare("==", number(element), number($0)) }.max() ?? 0
      return negated ? 2 - best : best
    case .isSet(let name, let negated):
      let set = [Found.missing: 0, .lost: 1][found(values[ByteString(name)] ?? .absent)] ?? 2
      return negated ? 2 - set : set
    case .flag(let name):
      switch values[ByteString(name)] ?? .absent {
      case .boolean(let isTrue): return isTrue ? 2 : 0
      case .absent: return 0
      default: return 1
      }
    case .text(let operation, let name, let wanted):
      switch values[ByteString(name)] ?? .absent {
      case .absent: return operation == "!=" ? 2 : 0
      case .text(let text):
        let found = text.description
        switch operation {
        case "==": return found == wanted ? 2 : 0
        case "!=": return found != wanted ? 2 : 0
        case "contains": return found.contains(wanted) ? 2 : 0
        default: return glob(Array(wanted.utf8), Array(found.utf8)) ? 2 : 0
        }
      default: return 1
      }
    case .not(let operand): return 2 - truth(operand)
    case .and(let operands): return operands.map(truth).min() ?? 2
    case .or(let operands): return operands.map(truth).max() ?? 0
    case .quantified(let quantifier, let sign, let wanted):
      guard case .list(let recipients)? = values["recipients"] else { return quantifier == "any" ? 0 : 2 }
      let truths = recipients.map { recipient in
        if case .record(let record) = recipient {
          return compare(sign, found(record.value(2)), .number(Double(wanted)))
        }
        return compare(sign, found(recipient), .number(Double(wanted)))
      }
      return quantifier == "any" ? truths.max() ?? 0 : truths.min() ?? 2
    }
  }

  func glob(_ pattern: [UInt8], _ text: [UInt8]) -> Bool {
    guard let first = pattern.first else { return text.isEmpty }
    let rest = Array(pattern.dropFirst())
    if first == 0x2A { return (0...text.count).contains { glob(rest, Array(text.dropFirst($0))) } }
    guard let head = text.first else { return false }
    return (first == 0x3F || first == head) && glob(rest, Array(text.dropFirst()))
  }
}

extension Found: Hashable {}

private struct Maker {
  var random: SeededRandom

  mutating func pick<Element>(_ choices: [Element]) -> Element {
    choices[Int.random(in: 0..<choices.count, using: &random)]
  }
  mutating func roll(_ sides: Int) -> Int { Int.random(in: 0..<sides, using: &random) }

  mutating func sum(_ depth: Int) -> Sum {
    switch roll(depth > 0 ? 5 : 2) {
    case 0: .literal(Int64(roll(6)))
    case 1, 2: .name(pick(["tries", "other", "queue.deferred.count"]))
    case 3: .negated(sum(depth - 1))
    default: .operation(pick(["+", "-", "*", "/"]), sum(depth - 1), sum(depth - 1))
    }
  }

  mutating func test(_ depth: Int) -> Test {
    switch roll(depth > 0 ? 11 : 6) {
    case 0, 1: .compared(pick(["==", "!=", "<", "<=", ">", ">="]), sum(2), sum(2))
    case 2: .isIn(sum(1), (0...roll(3)).map { _ in sum(1) }, negated: roll(2) == 0)
    case 3: roll(2) == 0 ? .isSet(pick(["tries", "other"]), negated: roll(2) == 0) : .flag(pick(["held", "sure"]))
    case 4:
      .text(
        pick(["==", "!=", "contains", "matches"]), pick(["sender", "subject"]), pick(["", "a", "*a?", "ab", "b*b*"]))
    case 5: .quantified(pick(["any", "all"]), pick(["==", "!=", "<", ">="]), Int64(roll(4)))
    case 6: .not(test(depth - 1))
    case 7, 8: .and((0...roll(3)).map { _ in test(depth - 1) })
    default: .or((0...roll(3)).map { _ in test(depth - 1) })
    }
  }

  mutating func value(_ known: Value) -> Value { pick([known, known, known, .absent, .unknown(because: "lost")]) }

  mutating func values() -> [ByteString: Value] {
    var values: [ByteString: Value] = [:]
    for name in ["tries", "other", "queue.deferred.count"] as [ByteString] {
      values[name] = value(.number(Int64(roll(7)) - 2))
    }
    for name in ["held", "sure"] as [ByteString] { values[name] = value(.boolean(roll(2) == 0)) }
    for name in ["sender", "subject"] as [ByteString] {
      values[name] = value(.text(pick(["", "a", "ab", "bab", "babab", "caa"])))
    }
    values["recipients"] = .list(
      (0..<roll(4)).map { _ in
        let recipient = Value.record(TestRecipient(tries: value(.number(Int64(roll(4))))))
        return value(recipient)
      })
    return values
  }
}

@Suite struct DifferentialTests {
  @Test("Random conditions mean the same to a second, naive evaluator", arguments: 1...8)
  func differential(_ seed: Int) throws {
    var maker = Maker(random: SeededRandom(seed: UInt64(seed)))
    var counts = [0, 0, 0]
    for _ in 0..<500 {
      let test = maker.test(4)
      let condition = try condition(ByteString(test.text))
      for _ in 0..<4 {
        let values = maker.values()
        let expected = NaiveEvaluator(values: values).truth(test)
        counts[expected] += 1
        let subject = TestSubject(values)
        let outcome = condition.outcome(for: subject)
        let found =
          switch outcome {
          case .no: 0
          case .cannotTell: 1
          case .yes: 2
          }
        #expect(found == expected, "\(test.text) for \(values)")
        #expect(condition.explanation(for: subject).outcome == outcome, "explained: \(test.text) for \(values)")
        if case .cannotTell(let reasons) = outcome { #expect(!reasons.isEmpty, "\(test.text)") }
      }
    }
    #expect(counts.allSatisfy { $0 > 100 }, "\(counts)")
  }
}
