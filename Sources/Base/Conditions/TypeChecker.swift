// Gives every part of a condition its meaning and its type, and compiles it on the way.
//
// Types flow from the side that knows its own to the side that does not: in `queue == deferred` the name decides that
// `deferred` is a word, in `message_size_limit > 0` that 0 is a size.

import Bytes

struct TypeChecker {
  let source: Source
  let vocabulary: Vocabulary
  var program = ProgramBuilder()
  /// What `it` is, innermost last.
  var elementTypes: [ValueType] = []
  var names: [NameUse] = []
  var calls: [CallUse] = []

  init(_ source: Source, _ vocabulary: Vocabulary) {
    self.source = source
    self.vocabulary = vocabulary
  }

  /// Checks a part that must be a condition.
  mutating func condition(_ syntax: Syntax) throws(ConditionError) -> Place {
    let checked = try check(syntax)
    guard checked.type == .boolean else {
      throw source.error(
        syntax.range, "\(source.quoted(syntax.range)) is \(checked.type.phrase), not a condition",
        hint: "compare it with something")
    }
    switch syntax.kind {
    case .literal, .name, .member, .call: program.leaves.append(checked.place)
    default: break
    }
    return checked.place
  }

  /// Checks any part. A part that does not know its own type takes the expected one if it can; whether it could, the
  /// caller sees from the type.
  mutating func check(_ syntax: Syntax, expecting type: ValueType? = nil) throws(ConditionError) -> Checked {
    switch syntax.kind {
    case .literal(let value, let literalType):
      return try literal(value, literalType, syntax, expecting: type)
    case .pattern:
      throw source.error(syntax.range, "a pattern stands only after 'matches'")
    case .list(let elements):
      return try list(elements, syntax.range, expecting: type)
    case .name, .member:
      if let word = try word(syntax, expecting: type) { return word }
      return try chain(syntax)
    case .call(let function, let arguments):
      return try call(function, arguments, syntax.range)
    case .count(let list):
      let counted = try self.list(list, of: "count")
      return program.add(.count(counted.place), .number, syntax.range)
    case .negated(let operand):
      return try negated(operand, syntax.range, expecting: type)
    case .arithmetic(let arithmetic, let left, let right):
      if let word = try word(syntax, expecting: type) { return word }
      return try self.arithmetic(arithmetic, left, right, syntax.range)
    case .quantified(let quantifier, let list, let condition):
      return try quantified(quantifier, list, condition, syntax.range)
    case .not(let operand):
      return program.add(.not(try condition(operand)), .boolean, syntax.range)
    case .and(let operands):
      return program.add(.and(try conditions(operands)), .boolean, syntax.range)
    case .or(let operands):
      return program.add(.or(try conditions(operands)), .boolean, syntax.range)
    case .compared, .isIn, .contains, .matches, .isSet, .isEmpty:
      let leaf = try comparison(syntax)
      program.leaves.append(leaf.place)
      return leaf
    }
  }

  private mutating func conditions(_ operands: [Syntax]) throws(ConditionError) -> Operation.Run {
    var places: [Place] = []
    for operand in operands { places.append(try condition(operand)) }
    return program.run(places)
  }

  private mutating func quantified(
    _ quantifier: Quantifier, _ list: Syntax, _ condition: Syntax, _ range: Range<Int>
  ) throws(ConditionError) -> Checked {
    let checked = try self.list(list, of: quantifier.rawValue)
    guard case .list(let elementType) = checked.type else { return checked }
    elementTypes.append(elementType)
    let place = try self.condition(condition)
    elementTypes.removeLast()
    let result = program.add(.quantified(quantifier, list: checked.place, condition: place), .boolean, range)
    program.leaves.append(result.place)
    return result
  }

  /// Checks a part that must be a list.
  private mutating func list(_ syntax: Syntax, of function: String) throws(ConditionError) -> Checked {
    let checked = try check(syntax)
    guard case .list = checked.type else {
      throw source.error(
        syntax.range, "\(function) takes a list, but \(source.quoted(syntax.range)) is \(checked.type.phrase)")
    }
    return checked
  }

  /// Checks two operands, the one that knows its type first, and the other expecting that type.
  mutating func pair(_ left: Syntax, _ right: Syntax) throws(ConditionError) -> (left: Checked, right: Checked) {
    if takesAnyType(left), !takesAnyType(right) {
      let right = try check(right)
      return (try check(left, expecting: right.type), right)
    }
    let left = try check(left)
    return (left, try check(right, expecting: left.type))
  }

  /// Whether a part has no type of its own, or one that bends: literals, what may be a bare word, and
  /// lists of them.
  func takesAnyType(_ syntax: Syntax) -> Bool {
    switch syntax.kind {
    case .literal: true
    case .list(let elements): elements.allSatisfy { takesAnyType($0) }
    case .name(let name): !isKnown(name)
    case .negated(let operand): takesAnyType(operand)
    case .arithmetic(.minus, let left, let right): takesAnyType(left) && takesAnyType(right)
    default: false
    }
  }

  func isKnown(_ name: ByteString) -> Bool {
    vocabulary.name(name) != nil || (name == "it" && !elementTypes.isEmpty)
  }
}

extension ValueType {
  /// Whether values of both types can be compared: the same type, give or take the case of texts.
  func agrees(with other: ValueType) -> Bool {
    switch (self, other) {
    case (.text, .caselessText), (.caselessText, .text): true
    case (.list(let left), .list(let right)): left.agrees(with: right)
    default: self == other
    }
  }

  /// Whether case does not count in texts of this type.
  var isCaseless: Bool {
    switch self {
    case .caselessText: true
    case .list(let element): element.isCaseless
    default: false
    }
  }
}
