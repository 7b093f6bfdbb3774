// Arithmetic on numbers, times and sizes.
//
// Units are kept honest: times and sizes add only to their like, scale by numbers, and their ratio is a number.

import Bytes

extension TypeChecker {
  mutating func negated(
    _ operand: Syntax, _ range: Range<Int>, expecting expected: ValueType?
  ) throws(ConditionError) -> Checked {
    let checked = try check(operand, expecting: expected)
    guard checked.type.isQuantity else {
      throw source.error(range, "\(checked.type.phrase) has no negative")
    }
    // A negated literal is a literal: it may be an element of a constant list or an argument to prepare.
    if let constant = program.constant(at: checked.place), let negative = Quantity(constant)?.negated {
      return program.add(constant: negative.value, checked.type, range)
    }
    return program.add(.negated(checked.place), checked.type, range)
  }

  mutating func arithmetic(
    _ arithmetic: Arithmetic, _ left: Syntax, _ right: Syntax, _ range: Range<Int>
  ) throws(ConditionError) -> Checked {
    let sides: (left: Checked, right: Checked)
    switch arithmetic {
    case .plus, .minus: sides = try pair(left, right)
    case .times, .divided: sides = (try check(left), try check(right))
    }
    guard let type = resultType(arithmetic, sides.left.type, sides.right.type) else {
      let (verb, joint) =
        switch arithmetic {
        case .plus: ("cannot add", "and")
        case .minus: ("cannot subtract", "and")
        case .times: ("cannot multiply", "by")
        case .divided: ("cannot divide", "by")
        }
      throw mismatch(verb, joint, left, sides.left, right, sides.right, range)
    }
    return program.add(.arithmetic(arithmetic, sides.left.place, sides.right.place), type, range)
  }

  private func resultType(_ arithmetic: Arithmetic, _ left: ValueType, _ right: ValueType) -> ValueType? {
    guard left.isQuantity, right.isQuantity else { return nil }
    switch arithmetic {
    case .plus, .minus: return left == right ? left : nil
    case .times: return right == .number ? left : (left == .number ? right : nil)
    case .divided: return right == .number ? left : (left == right ? .number : nil)
    }
  }
}

/// A number with its unit, for arithmetic that cannot trap.
struct Quantity {
  enum Unit { case number, duration, size }

  let amount: Int64
  let unit: Unit

  init(_ amount: Int64, _ unit: Unit) {
    self.amount = amount
    self.unit = unit
  }

  /// Nil for values of other types.
  init?(_ value: Value) {
    switch value {
    case .number(let amount): self.init(amount, .number)
    case .duration(let seconds): self.init(seconds, .duration)
    case .size(let bytes): self.init(bytes, .size)
    default: return nil
    }
  }

  var value: Value {
    switch unit {
    case .number: .number(amount)
    case .duration: .duration(amount)
    case .size: .size(amount)
    }
  }

  /// Nil if it does not fit.
  var negated: Quantity? {
    let (negative, overflow) = Int64(0).subtractingReportingOverflow(amount)
    return overflow ? nil : Quantity(negative, unit)
  }

  /// Nil if the result does not fit, and for a division by zero. Division drops the remainder.
  func combined(_ arithmetic: Arithmetic, with other: Quantity) -> Quantity? {
    let (result, overflow): (Int64, Bool)
    let resultUnit: Unit
    switch arithmetic {
    case .plus:
      (result, overflow) = amount.addingReportingOverflow(other.amount)
      resultUnit = unit
    case .minus:
      (result, overflow) = amount.subtractingReportingOverflow(other.amount)
      resultUnit = unit
    case .times:
      (result, overflow) = amount.multipliedReportingOverflow(by: other.amount)
      resultUnit = unit == .number ? other.unit : unit
    case .divided:
      (result, overflow) = amount.dividedReportingOverflow(by: other.amount)
      resultUnit = other.unit == .number ? unit : .number
    }
    return overflow ? nil : Quantity(result, resultUnit)
  }
}
