// The comparing operators: signs, `in`, `contains`, `matches`, `is set`, `is empty`.
//
// They do not chain: `1 < x < 5` would compare a yes or no with 5.

import Bytes

extension Parser {
  mutating func comparison(_ symbol: Symbol, after left: Syntax) throws(ConditionError) -> Syntax {
    try advance()
    let result: Syntax
    switch symbol {
    case .is:
      result = try property(of: left)
    case .not:
      try expect(.in, "after 'not'")
      let list = try expression(.sum)
      result = try node(.isIn(left, list, isNegated: true), over: [left, list])
    default:
      let right = try expression(.sum)
      let kind: Syntax.Kind =
        switch symbol {
        case .in: .isIn(left, right, isNegated: false)
        case .contains: .contains(left, right)
        case .matches: .matches(left, right)
        default: .compared(symbol.comparison ?? .equal, left, right)
        }
      result = try node(kind, over: [left, right])
    }
    if case .symbol(let next) = token.kind, next.precedence == .comparison {
      throw source.error(
        token.range, "a comparison cannot be compared again", hint: "join two comparisons with and, or add parentheses")
    }
    return result
  }

  /// What follows `is`.
  private mutating func property(of operand: Syntax) throws(ConditionError) -> Syntax {
    let isNegated = sees(.not)
    if isNegated { try advance() }
    let range = operand.range.lowerBound..<token.range.upperBound
    guard case .identifier = token.kind else { throw unexpected("after 'is' stands set, not set, empty or not empty") }
    switch source.bytes(token.range) {
    case "set":
      try advance()
      return try node(.isSet(operand, isNegated: isNegated), range, over: [operand])
    case "empty":
      try advance()
      return try node(.isEmpty(operand, isNegated: isNegated), range, over: [operand])
    default:
      throw unexpected("after 'is' stands set, not set, empty or not empty; to compare, write ==")
    }
  }
}
