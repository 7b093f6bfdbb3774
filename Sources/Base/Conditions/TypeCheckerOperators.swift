// Which operators take which types.

import Bytes

extension TypeChecker {
  mutating func comparison(_ syntax: Syntax) throws(ConditionError) -> Checked {
    let range = syntax.range
    switch syntax.kind {
    case .compared(let comparison, let left, let right):
      return try compared(comparison, left, right, range)
    case .isIn(let element, let list, let isNegated):
      let (left, right) = try membership(element, in: list, range)
      let isCaseless = left.type.isCaseless || right.type.isCaseless
      return program.add(
        .isIn(left.place, list: right.place, isNegated: isNegated, isCaseless: isCaseless), .boolean, range)
    case .contains(let whole, let part):
      return try contains(whole, part, range)
    case .matches(let text, let pattern):
      return try matches(text, pattern, range)
    case .isSet(let operand, let isNegated):
      switch operand.kind {
      case .name, .member, .call: break
      default: throw source.error(operand.range, "only a name, a member or a function can be set")
      }
      return program.add(.isSet(try check(operand).place, isNegated: isNegated), .boolean, range)
    case .isEmpty(let operand, let isNegated):
      let checked = try check(operand)
      switch checked.type {
      case .text, .caselessText, .list, .word: break
      default: throw source.error(range, "\(checked.type.phrase) cannot be empty")
      }
      return program.add(.isEmpty(checked.place, isNegated: isNegated), .boolean, range)
    default:
      return try check(syntax)
    }
  }

  private mutating func compared(
    _ comparison: Comparison, _ left: Syntax, _ right: Syntax, _ range: Range<Int>
  ) throws(ConditionError) -> Checked {
    let sides = try pair(left, right)
    guard sides.left.type.agrees(with: sides.right.type) else {
      throw mismatch("cannot compare", "with", left, sides.left, right, sides.right, range)
    }
    switch sides.left.type {
    case .record(let type):
      throw source.error(range, "cannot compare a whole \(type.name)", hint: "compare its members")
    case .boolean, .list:
      if comparison.isEquality { break }
      throw source.error(range, "\(sides.left.type.phrase) has no order", hint: "only == and != compare it")
    case .word(let type) where !type.isOrdered && !comparison.isEquality:
      throw source.error(range, "the words for \(type.name) have no order", hint: "only == and != compare them")
    default: break
    }
    let isCaseless = sides.left.type.isCaseless || sides.right.type.isCaseless
    return program.add(
      .compared(comparison, sides.left.place, sides.right.place, isCaseless: isCaseless), .boolean, range)
  }

  private mutating func membership(
    _ element: Syntax, in list: Syntax, _ range: Range<Int>
  ) throws(ConditionError) -> (element: Checked, list: Checked) {
    let checkedElement: Checked
    let checkedList: Checked
    if takesAnyType(element), !takesAnyType(list) {
      checkedList = try check(list)
      checkedElement = try check(element, expecting: checkedList.type.element)
    } else {
      checkedElement = try check(element)
      checkedList = try check(list, expecting: .list(checkedElement.type))
    }
    guard let elementType = checkedList.type.element else {
      throw source.error(
        list.range, "'in' needs a list, but \(source.quoted(list.range)) is \(checkedList.type.phrase)",
        hint: checkedList.type.isText ? "to find a part of a text, write 'text contains part'" : nil)
    }
    if case .record(let type) = elementType {
      throw source.error(
        range, "cannot compare a whole \(type.name)", hint: "write any(\(source.bytes(list.range)): it.… == …)")
    }
    guard elementType.agrees(with: checkedElement.type) else {
      throw mismatch("cannot find", "in", element, checkedElement, list, checkedList, range)
    }
    return (checkedElement, checkedList)
  }

  private mutating func contains(
    _ whole: Syntax, _ part: Syntax, _ range: Range<Int>
  ) throws(ConditionError) -> Checked {
    if case .list = whole.kind {
      let (element, list) = try membership(part, in: whole, range)
      let isCaseless = element.type.isCaseless || list.type.isCaseless
      return program.add(.listContains(list.place, element.place, isCaseless: isCaseless), .boolean, range)
    }
    let left = try check(whole)
    let right = try check(part, expecting: left.type.element ?? left.type)
    let isCaseless = left.type.isCaseless || right.type.isCaseless
    if left.type.isText, right.type.isText {
      return program.add(.textContains(left.place, right.place, isCaseless: isCaseless), .boolean, range)
    }
    if let element = left.type.element, element.agrees(with: right.type) {
      if case .record(let type) = element {
        throw source.error(
          range, "cannot compare a whole \(type.name)", hint: "write any(\(source.bytes(whole.range)): it.… == …)")
      }
      return program.add(.listContains(left.place, right.place, isCaseless: isCaseless), .boolean, range)
    }
    throw source.error(
      range, "\(left.type.phrase) cannot contain \(right.type.phrase)",
      hint: mismatchHint(left.type.element ?? left.type, right.type, part))
  }

  private mutating func matches(_ text: Syntax, _ pattern: Syntax, _ range: Range<Int>) throws(ConditionError)
    -> Checked
  {
    let left = try check(text)
    guard left.type.isText else {
      throw source.error(
        range, "'matches' needs a text, but \(source.quoted(text.range)) is \(left.type.phrase)",
        hint: left.type.element == nil ? "compare it with ==" : "write any(\(source.bytes(text.range)): it matches …)")
    }
    if case .pattern(let expression, let ignoringCase) = pattern.kind {
      guard let compile = vocabulary.patternCompiler else {
        throw source.error(pattern.range, "patterns are not available here", hint: "use a text with * and ?")
      }
      switch compile(expression, ignoringCase || left.type.isCaseless) {
      case .success(let compiled): program.patterns.append(compiled)
      case .failure(let error): throw source.error(pattern.range, "wrong pattern: \(error.message)")
      }
      return program.add(.matchesPattern(left.place, Int32(program.patterns.count - 1)), .boolean, range)
    }
    let right = try check(pattern, expecting: left.type)
    guard right.type.isText else {
      throw source.error(
        pattern.range,
        "'matches' needs a /pattern/ or a text with * and ?, but "
          + "\(source.quoted(pattern.range)) is \(right.type.phrase)")
    }
    let isCaseless = left.type.isCaseless || right.type.isCaseless
    return program.add(.matchesGlob(left.place, right.place, isCaseless: isCaseless), .boolean, range)
  }

  func mismatch(
    _ verb: String, _ joint: String, _ left: Syntax, _ leftChecked: Checked, _ right: Syntax, _ rightChecked: Checked,
    _ range: Range<Int>
  ) -> ConditionError {
    let hint =
      mismatchHint(leftChecked.type, rightChecked.type.element ?? rightChecked.type, right)
      ?? mismatchHint(rightChecked.type, leftChecked.type, left)
    return source.error(
      range, "\(verb) \(leftChecked.type.phrase) \(joint) \(rightChecked.type.phrase)", hint: hint)
  }
}

extension ValueType {
  /// The type of a list's elements; nil for anything else.
  var element: ValueType? {
    if case .list(let element) = self { element } else { nil }
  }
}
