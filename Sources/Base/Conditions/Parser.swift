// Reads a condition by precedence climbing: every operator takes operands that bind tighter than itself.
//
// Nesting is bounded, so that no text can exhaust the stack. Chains of `and` and `or` are flat and may be long.

import Bytes

struct Parser {
  /// Levels of nesting, of parentheses as well as of operations.
  static let deepest = 200

  let source: Source
  private var lexer: Lexer
  var token: Token
  private var depth = 0

  static func parse(_ source: Source) throws(ConditionError) -> Syntax {
    var parser = try Parser(source)
    let condition = try parser.expression(.or)
    guard case .end = parser.token.kind else { throw parser.unexpected("expected the end or an operator") }
    return condition
  }

  private init(_ source: Source) throws(ConditionError) {
    self.source = source
    lexer = Lexer(source)
    token = try lexer.next()
  }

  /// An operation over everything that binds at least as tightly as `loosest`.
  mutating func expression(_ loosest: Precedence) throws(ConditionError) -> Syntax {
    depth += 1
    defer { depth -= 1 }
    if depth > Parser.deepest { throw tooDeep(token.range) }
    var left = try prefixed(loosest)
    while case .symbol(let symbol) = token.kind, let precedence = symbol.precedence, precedence >= loosest {
      left = try operation(symbol, precedence, after: left)
    }
    return left
  }

  private mutating func prefixed(_ loosest: Precedence) throws(ConditionError) -> Syntax {
    let start = token.range.lowerBound
    switch token.kind {
    case .symbol(.not):
      guard loosest <= .not else {
        throw source.error(token.range, "'not' cannot stand here", hint: "put the negated part in parentheses")
      }
      try advance()
      let operand = try expression(.not)
      return try node(.not(operand), start..<operand.range.upperBound, over: [operand])
    case .symbol(.minus):
      try advance()
      let operand = try expression(.negation)
      return try node(.negated(operand), start..<operand.range.upperBound, over: [operand])
    default:
      return try operand()
    }
  }

  private mutating func operation(
    _ symbol: Symbol, _ precedence: Precedence, after left: Syntax
  ) throws(ConditionError) -> Syntax {
    switch precedence {
    case .or: return try chain(.or, of: .and, after: left)
    case .and: return try chain(.and, of: .not, after: left)
    case .comparison: return try comparison(symbol, after: left)
    default:
      try advance()
      let right = try expression(precedence == .sum ? .product : .negation)
      let arithmetic: Arithmetic =
        switch symbol {
        case .plus: .plus
        case .minus: .minus
        case .times: .times
        default: .divided
        }
      return try node(.arithmetic(arithmetic, left, right), over: [left, right])
    }
  }

  private mutating func chain(
    _ symbol: Symbol, of operand: Precedence, after first: Syntax
  ) throws(ConditionError) -> Syntax {
    var operands = [first]
    while sees(symbol) {
      try advance()
      operands.append(try expression(operand))
    }
    return try node(symbol == .or ? .or(operands) : .and(operands), over: operands)
  }

  /// Whether the current token is this symbol.
  func sees(_ symbol: Symbol) -> Bool {
    if case .symbol(symbol) = token.kind { true } else { false }
  }

  mutating func advance() throws(ConditionError) { token = try lexer.next() }

  /// Moves over a symbol that must be here.
  mutating func expect(_ symbol: Symbol, _ purpose: String) throws(ConditionError) {
    guard sees(symbol) else { throw unexpected("expected '\(symbol.rawValue)' \(purpose)") }
    try advance()
  }

  func node(_ kind: Syntax.Kind, _ range: Range<Int>, over parts: [Syntax]) throws(ConditionError) -> Syntax {
    let height = 1 + (parts.map(\.height).max() ?? 0)
    if height > Parser.deepest { throw tooDeep(range) }
    return Syntax(kind: kind, range: range, height: height)
  }

  func node(_ kind: Syntax.Kind, over parts: [Syntax]) throws(ConditionError) -> Syntax {
    let start = parts.first?.range.lowerBound ?? 0
    return try node(kind, start..<max(start, parts.last?.range.upperBound ?? 0), over: parts)
  }

  func unexpected(_ expectation: String) -> ConditionError {
    if case .end = token.kind { return source.error(token.range, "the condition ends too early", hint: expectation) }
    return source.error(token.range, "unexpected \(source.quoted(token.range))", hint: expectation)
  }

  private func tooDeep(_ range: Range<Int>) -> ConditionError {
    source.error(
      range.lowerBound..<range.lowerBound, "the condition is nested more than \(Parser.deepest) levels deep")
  }
}
