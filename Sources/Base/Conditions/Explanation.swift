// Which part of a condition matched: for `--explain`, and for pointing a finding at the right line.

import Bytes

public struct Explanation: Sendable {
  /// One comparison, or another condition that is no combination of conditions.
  public struct Leaf: Sendable {
    /// Bytes of the condition.
    public let range: Range<Int>
    /// The leaf as written.
    public let text: String
    /// What its names and computations stood for; literals are left out.
    public let values: [FoundValue]
    /// Nil if the leaf was not needed. A leaf inside `any` or `all` tells of the element that decided, if one did.
    public let outcome: Outcome?
    /// How it turned out for elements of which none decided; nil elsewhere.
    public let elements: ElementOutcomes?
  }

  public struct FoundValue: Sendable {
    /// Bytes of the condition.
    public let range: Range<Int>
    /// The part as written, for example `recipient.domain`.
    public let text: String
    public let type: ValueType
    public let value: Value

    /// The value as it would be written in a condition.
    public var shown: String { type.format(value) }
  }

  public let outcome: Outcome
  /// In the order of the text; `any` and `all` come before the leaves inside them.
  public let leaves: [Leaf]

  init(_ outcome: Outcome, _ program: Program, _ recording: Recording) {
    self.outcome = outcome
    leaves = program.leaves.map { place in
      let outcome = recording.outcomes[place]
      let found = program.operands(of: place).compactMap { operand in
        recording.values[operand].map { value in
          FoundValue(
            range: program.ranges[Int(operand)], text: program.text(at: operand), type: program.types[Int(operand)],
            value: value)
        }
      }
      return Leaf(
        range: program.ranges[Int(place)], text: program.text(at: place), values: outcome == nil ? [] : found,
        outcome: outcome, elements: outcome == nil ? recording.elements[place] : nil)
    }
  }
}

/// What an evaluation met on its way.
struct Recording {
  var outcomes: [Place: Outcome] = [:]
  var values: [Place: Value] = [:]
  var elements: [Place: ElementOutcomes] = [:]

  mutating func add(_ more: Recording) {
    outcomes.merge(more.outcomes) { $1 }
    values.merge(more.values) { $1 }
    elements.merge(more.elements) { $1 }
  }

  func adding(_ more: Recording) -> Recording {
    var sum = self
    sum.add(more)
    return sum
  }
}

extension Program {
  func text(at place: Place) -> String { source.bytes(ranges[Int(place)]).description }
}
