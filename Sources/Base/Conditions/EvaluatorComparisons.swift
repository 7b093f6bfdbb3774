// Comparing values.
//
// A missing value equals nothing, stands in no order and matches nothing; `!=` and `not in` say the opposite of `==`
// and `in`. So a comparison with a missing value is decided, even if the other side cannot be told.

import Bytes

extension Evaluator {
  mutating func compare(
    _ comparison: Comparison, _ left: Value, _ right: Value, _ isCaseless: Bool, _ place: Place
  ) -> Truth {
    switch comparison {
    case .equal: return equal(left, right, isCaseless, place)
    case .notEqual: return equal(left, right, isCaseless, place).negated
    default: break
    }
    let order: Order
    switch (left, right) {
    case (.number(let left), .number(let right)), (.duration(let left), .duration(let right)),
      (.size(let left), .size(let right)):
      order = Order(left, right)
    case (.version(let left), .version(let right)): order = Order(left, right)
    case (.word(let left), .word(let right)): order = Order(left, right)
    case (.text(let left), .text(let right)):
      order = isCaseless ? Order(left.lowercased, right.lowercased) : Order(left, right)
    default:
      if let undecided = withoutValue(left, right) { return undecided }
      return fault(place)
    }
    switch comparison {
    case .less: return Truth(order == .before)
    case .lessOrEqual: return Truth(order != .after)
    case .greater: return Truth(order == .after)
    default: return Truth(order != .before)
    }
  }

  mutating func equal(_ left: Value, _ right: Value, _ isCaseless: Bool, _ place: Place) -> Truth {
    switch (left, right) {
    case (.text(let left), .text(let right)):
      return Truth(isCaseless ? left.isSame(as: right) : left == right)
    case (.word(let left), .word(let right)): return Truth(left == right)
    case (.number(let left), .number(let right)), (.duration(let left), .duration(let right)),
      (.size(let left), .size(let right)):
      return Truth(left == right)
    case (.boolean(let left), .boolean(let right)): return Truth(left == right)
    case (.version(let left), .version(let right)): return Truth(left == right)
    case (.list(let left), .list(let right)):
      guard left.count == right.count else { return .no }
      let before = reasons.count
      var isUnknown = false
      for (left, right) in zip(left, right) {
        switch equal(left, right, isCaseless, place) {
        case .yes: break
        case .unknown: isUnknown = true
        case .no:
          reasons.removeLast(reasons.count - before)
          return .no
        }
      }
      return isUnknown ? .unknown : .yes
    default:
      return withoutValue(left, right) ?? fault(place)
    }
  }

  /// The result of comparing if one side is missing or cannot be told; nil if both have a value.
  private mutating func withoutValue(_ left: Value, _ right: Value) -> Truth? {
    switch (left, right) {
    case (.absent, _), (_, .absent): return .no
    case (.unknown(let because), .unknown(let more)):
      note(because)
      return unknown(more)
    case (.unknown(let because), _), (_, .unknown(let because)): return unknown(because)
    default: return nil
    }
  }

  /// Whether one of the list's elements equals the value.
  mutating func contains(_ list: Value, _ wanted: Value, _ isCaseless: Bool, _ place: Place) -> Truth {
    let elements: [Value]
    switch (list, wanted) {
    case (.absent, _), (_, .absent): return .no
    case (.list(let found), _): elements = found
    case (.unknown, _): return withoutValue(list, wanted) ?? .unknown
    default: return fault(place)
    }
    let before = reasons.count
    var isUnknown = false
    for element in elements {
      switch equal(element, wanted, isCaseless, place) {
      case .yes:
        reasons.removeLast(reasons.count - before)
        return .yes
      case .unknown: isUnknown = true
      case .no: break
      }
    }
    return isUnknown ? .unknown : .no
  }

  /// Applies a test to two texts.
  mutating func onTexts(
    _ left: Place, _ right: Place, _ place: Place, _ test: (ByteString, ByteString) -> Bool
  ) -> Truth {
    let left = value(at: left)
    let right = value(at: right)
    if case .text(let left) = left, case .text(let right) = right { return Truth(test(left, right)) }
    return withoutValue(left, right) ?? fault(place)
  }

  mutating func matches(_ text: Value, _ pattern: any CompiledPattern, _ place: Place) -> Truth {
    switch text {
    case .text(let text):
      if let found = pattern.matches(text) { return Truth(found) }
      return unknown([Reason("the pattern in \(program.source.quoted(program.ranges[Int(place)])) gave up on a text")])
    case .absent: return .no
    case .unknown(let because): return unknown(because)
    default: return fault(place)
    }
  }

  mutating func isEmpty(_ value: Value, _ type: ValueType, _ place: Place) -> Truth {
    switch value {
    case .absent: return .yes
    case .unknown(let because): return unknown(because)
    case .text(let text): return Truth(text.isEmpty)
    case .list(let elements): return Truth(elements.isEmpty)
    case .word(let position):
      guard case .word(let words) = type, words.words.indices.contains(position) else { return fault(place) }
      return Truth(words.words[position].isEmpty)
    default: return fault(place)
    }
  }
}

/// How two values stand to each other.
private enum Order {
  case before, same, after

  init<Ordered: Comparable>(_ left: Ordered, _ right: Ordered) {
    self = left < right ? .before : (left == right ? .same : .after)
  }
}

extension ByteString {
  /// Whether the texts are the same but for the case of ASCII letters.
  func isSame(as other: ByteString) -> Bool {
    guard count == other.count else { return false }
    for (left, right) in zip(bytes, other.bytes) where left != right {
      if left.lowercasedASCII != right.lowercasedASCII { return false }
    }
    return true
  }

  /// Whether `part` occurs anywhere.
  func contains(_ part: ByteString, caseless: Bool) -> Bool {
    guard let first = part.bytes.first else { return true }
    guard part.count <= count else { return false }
    if caseless { return lowercased.contains(part.lowercased, caseless: false) }
    for start in 0...(count - part.count) where bytes[start] == first {
      if bytes[start..<start + part.count].elementsEqual(part.bytes) { return true }
    }
    return false
  }
}
