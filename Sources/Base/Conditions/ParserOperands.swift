// Operands: literals, lists, names with members, calls, any, all and count.

import Bytes

extension Parser {
  mutating func operand() throws(ConditionError) -> Syntax {
    var operand = try unadorned()
    while sees(.dot) {
      try advance()
      guard case .identifier = token.kind else { throw unexpected("expected the name of a member after '.'") }
      let member = token.range
      try advance()
      operand = try node(
        .member(operand, source.bytes(member)), operand.range.lowerBound..<member.upperBound, over: [operand])
      if sees(.leftParenthesis) {
        throw source.error(operand.range, "\(source.quoted(operand.range)) is no function")
      }
    }
    return operand
  }

  private mutating func unadorned() throws(ConditionError) -> Syntax {
    let range = token.range
    switch token.kind {
    case .literal(let value, let type):
      try advance()
      return try node(.literal(value, type), range, over: [])
    case .pattern(let pattern, let ignoringCase):
      try advance()
      return try node(.pattern(pattern, ignoringCase: ignoringCase), range, over: [])
    case .identifier:
      try advance()
      return sees(.leftParenthesis) ? try call(range) : try node(.name(source.bytes(range)), range, over: [])
    case .symbol(.leftParenthesis):
      try advance()
      let inner = try expression(.or)
      let end = token.range.upperBound
      try expect(.rightParenthesis, "to close the parenthesis")
      return Syntax(kind: inner.kind, range: range.lowerBound..<end, height: inner.height)
    case .symbol(.leftBracket):
      try advance()
      let (elements, end) = try arguments(until: .rightBracket, "to close the list")
      return try node(.list(elements), range.lowerBound..<end, over: elements)
    default:
      throw unexpected("expected a name or a value")
    }
  }

  private mutating func call(_ name: Range<Int>) throws(ConditionError) -> Syntax {
    try advance()
    let start = name.lowerBound
    let function = source.bytes(name)
    if let quantifier = Quantifier(rawValue: function.description) {
      let list = try expression(.or)
      try expect(.colon, "and a condition, as in \(quantifier)(recipients: it.domain == \"example.com\")")
      let condition = try expression(.or)
      let end = token.range.upperBound
      try expect(.rightParenthesis, "to close \(quantifier)")
      return try node(
        .quantified(quantifier, list: list, condition: condition), start..<end, over: [list, condition])
    }
    let (arguments, end) = try arguments(until: .rightParenthesis, "to close the arguments")
    guard function == "count" else { return try node(.call(function, arguments), start..<end, over: arguments) }
    guard arguments.count == 1 else {
      throw source.error(start..<end, "count takes 1 list, not \(arguments.count)")
    }
    return try node(.count(arguments[0]), start..<end, over: arguments)
  }

  /// Operands with commas between them, and the offset after the closing symbol.
  private mutating func arguments(
    until closing: Symbol, _ purpose: String
  ) throws(ConditionError) -> (operands: [Syntax], end: Int) {
    var operands: [Syntax] = []
    if !sees(closing) {
      operands.append(try expression(.or))
      while sees(.comma) {
        try advance()
        operands.append(try expression(.or))
      }
    }
    let end = token.range.upperBound
    try expect(closing, purpose)
    return (operands, end)
  }
}
