// A checked condition, ready to run: operations in one flat array that refer to each other by place.
//
// Operations are plain numbers, so that evaluation walks them without counting references; what is bigger (constants,
// patterns) lies in arrays beside them. Ranges and types are there for explanations.

import Bytes

/// The place of an operation in its program.
typealias Place = Int32

enum Operation {
  /// A run of `Program.children`.
  struct Run {
    let first: Int32
    let count: Int32
  }

  // Operands.
  case constant(Int32)
  case name(slot: Int)
  case member(Place, slot: Int)
  case call(function: Int, Run)
  /// `it`, in the condition of `any` and `all`.
  case element
  case list(Run)
  case count(Place)
  case negated(Place)
  case arithmetic(Arithmetic, Place, Place)

  // Conditions.
  case compared(Comparison, Place, Place, isCaseless: Bool)
  case isIn(Place, list: Place, isNegated: Bool, isCaseless: Bool)
  case listContains(Place, Place, isCaseless: Bool)
  case textContains(Place, Place, isCaseless: Bool)
  case matchesGlob(Place, Place, isCaseless: Bool)
  case matchesPattern(Place, Int32)
  case isSet(Place, isNegated: Bool)
  case isEmpty(Place, isNegated: Bool)
  case quantified(Quantifier, list: Place, condition: Place)
  case not(Place)
  case and(Run)
  case or(Run)
}

final class Program: Sendable {
  let source: Source
  let operations: [Operation]
  let ranges: [Range<Int>]
  let types: [ValueType]
  let children: [Place]
  let constants: [Value]
  let patterns: [any CompiledPattern]
  /// The conditions that are no combination of others, in the order of the text.
  let leaves: [Place]
  let root: Place

  init(_ builder: ProgramBuilder, source: Source, root: Place) {
    self.source = source
    operations = builder.operations
    ranges = builder.ranges
    types = builder.types
    children = builder.children
    constants = builder.constants
    patterns = builder.patterns
    let ranges = builder.ranges
    leaves = builder.leaves.sorted { ranges[Int($0)].lowerBound < ranges[Int($1)].lowerBound }
    self.root = root
  }

  /// Where a leaf gets its values from: its operands, each followed by what it was computed of. Constants are left out.
  func operands(of leaf: Place) -> [Place] {
    switch operations[Int(leaf)] {
    case .compared(_, let left, let right, _), .isIn(let left, let right, _, _), .listContains(let left, let right, _),
      .textContains(let left, let right, _), .matchesGlob(let left, let right, _):
      parts(of: left) + parts(of: right)
    case .matchesPattern(let operand, _), .isSet(let operand, _), .isEmpty(let operand, _),
      .quantified(_, let operand, _):
      parts(of: operand)
    default: parts(of: leaf)
    }
  }

  private func parts(of place: Place) -> [Place] {
    switch operations[Int(place)] {
    case .constant: []
    case .arithmetic(_, let left, let right): [place] + parts(of: left) + parts(of: right)
    case .negated(let operand): [place] + parts(of: operand)
    case .call(_, let run):
      [place] + children[Int(run.first)..<Int(run.first + run.count)].flatMap { parts(of: $0) }
    default: [place]
    }
  }
}

/// A program that still grows.
struct ProgramBuilder {
  var operations: [Operation] = []
  var ranges: [Range<Int>] = []
  var types: [ValueType] = []
  var children: [Place] = []
  var constants: [Value] = []
  var patterns: [any CompiledPattern] = []
  var leaves: [Place] = []

  mutating func add(_ operation: Operation, _ type: ValueType, _ range: Range<Int>) -> Checked {
    operations.append(operation)
    ranges.append(range)
    types.append(type)
    return Checked(place: Place(operations.count - 1), type: type)
  }

  mutating func add(constant: Value, _ type: ValueType, _ range: Range<Int>) -> Checked {
    constants.append(constant)
    return add(.constant(Int32(constants.count - 1)), type, range)
  }

  mutating func run(_ places: [Place]) -> Operation.Run {
    children.append(contentsOf: places)
    return Operation.Run(first: Int32(children.count - places.count), count: Int32(places.count))
  }

  func constant(at place: Place) -> Value? {
    if case .constant(let index) = operations[Int(place)] { constants[Int(index)] } else { nil }
  }
}

/// An operation that passed the type checker.
struct Checked {
  let place: Place
  let type: ValueType
}
