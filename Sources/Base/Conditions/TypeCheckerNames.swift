// Names, their members, and functions; and what to suggest for an unknown one.

import Bytes

extension TypeChecker {
  /// A name or an operand with members: `age`, `recipient.domain`, `it.domain`, `queue.deferred.count`.
  mutating func chain(_ syntax: Syntax) throws(ConditionError) -> Checked {
    var members: [(name: ByteString, syntax: Syntax)] = []
    var root = syntax
    while case .member(let operand, let name) = root.kind {
      members.append((name, root))
      root = operand
    }
    members.reverse()
    var checked: Checked
    var used = 0
    switch root.kind {
    case .name("it") where !elementTypes.isEmpty:
      checked = program.add(.element, elementTypes.last ?? .boolean, root.range)
    case .name(let name):
      (checked, used) = try declared(name, root.range, members, syntax)
    default:
      checked = try check(root)
    }
    for member in members.dropFirst(used) { checked = try self.member(member.name, of: checked, member.syntax, syntax) }
    return checked
  }

  /// The longest declared name that the chain begins with, and how many members it took.
  private mutating func declared(
    _ first: ByteString, _ firstRange: Range<Int>, _ members: [(name: ByteString, syntax: Syntax)], _ chain: Syntax
  ) throws(ConditionError) -> (Checked, Int) {
    var path = first
    var found = vocabulary.name(first).map { ($0, 0) }
    for (index, member) in members.enumerated() {
      path += "." + member.name
      if let longer = vocabulary.name(path) { found = (longer, index + 1) }
    }
    guard let (name, used) = found else { throw unknownName(path, chain) }
    let range = used == 0 ? firstRange : members[used - 1].syntax.range
    names.append(NameUse(name: name.name, slot: name.slot, range: range))
    return (program.add(.name(slot: name.slot), name.type, range), used)
  }

  private mutating func member(
    _ name: ByteString, of operand: Checked, _ syntax: Syntax, _ chain: Syntax
  ) throws(ConditionError) -> Checked {
    let range = syntax.range.upperBound - name.count..<syntax.range.upperBound
    guard case .record(let type) = operand.type else {
      let whole = program.ranges[Int(operand.place)]
      throw source.error(
        range, "\(source.quoted(whole)) is \(operand.type.phrase), which has no members",
        hint: Spelling.nearest(to: source.bytes(chain.range), in: vocabulary.names.lazy.map(\.name))
          .map { "did you mean '\($0)'?" })
    }
    guard let member = type.member(name) else {
      let nearest = Spelling.nearest(to: name, in: type.members.lazy.map(\.name))
      throw source.error(
        range, "a \(type.name) has no member '\(name)'",
        hint: nearest.map { "did you mean '\($0)'?" }
          ?? "its members are " + type.members.map(\.name.description).joined(separator: ", "))
    }
    return program.add(.member(operand.place, slot: member.slot), member.type, syntax.range)
  }

  private func unknownName(_ name: ByteString, _ syntax: Syntax) -> ConditionError {
    let hint: String? =
      if name == "it" || name.hasPrefix("it.") {
        "'it' has a meaning only inside any(…: …) and all(…: …)"
      } else if vocabulary.function(name) != nil || ["any", "all", "count"].contains(name) {
        "it is a function: write \(name)(…)"
      } else if let nearest = Spelling.nearest(to: name, in: vocabulary.names.lazy.map(\.name)) {
        "did you mean '\(nearest)'?"
      } else if name.bytes.first?.isASCIIDigit == true {
        "a time is one number with s, m, h, d or w, a size one with k, M, G or T; add several with +"
      } else {
        nil
      }
    return source.error(syntax.range, "unknown name '\(name)'", hint: hint)
  }

  mutating func call(
    _ name: ByteString, _ arguments: [Syntax], _ range: Range<Int>
  ) throws(ConditionError) -> Checked {
    let nameRange = range.lowerBound..<range.lowerBound + name.count
    guard let function = vocabulary.function(name) else {
      if isKnown(name) { throw source.error(nameRange, "'\(name)' is a name, not a function") }
      let known = vocabulary.functions.map(\.name) + ["any", "all", "count"]
      throw source.error(
        nameRange, "unknown function '\(name)'",
        hint: Spelling.nearest(to: name, in: known).map { "did you mean '\($0)'?" })
    }
    guard arguments.count == function.parameters.count else {
      let wanted = function.parameters.count
      throw source.error(
        range, "\(name) takes \(wanted) argument\(wanted == 1 ? "" : "s"), not \(arguments.count)")
    }
    var places: [Place] = []
    var constants: [Value?] = []
    for (index, (argument, parameter)) in zip(arguments, function.parameters).enumerated() {
      let checked = try check(argument, expecting: parameter.type)
      guard checked.type.agrees(with: parameter.type) else {
        throw source.error(
          argument.range,
          "argument \(index + 1) of \(name) is \(parameter.type.phrase), but "
            + "\(source.quoted(argument.range)) is \(checked.type.phrase)",
          hint: mismatchHint(parameter.type, checked.type, argument))
      }
      let constant = program.constant(at: checked.place)
      constants.append(constant)
      places.append(try prepared(constant, parameter, "argument \(index + 1) of \(name)", argument) ?? checked.place)
    }
    calls.append(CallUse(name: name, function: function.slot, arguments: constants, range: range))
    return program.add(.call(function: function.slot, program.run(places)), function.result, range)
  }

  /// The place of what the host made of a constant argument; nil if it leaves the argument alone.
  private mutating func prepared(
    _ constant: Value?, _ parameter: Function.Parameter, _ place: String, _ argument: Syntax
  ) throws(ConditionError) -> Place? {
    guard let constant, let prepare = parameter.prepare else { return nil }
    switch prepare(constant) {
    case .success(let value): return program.add(constant: value, parameter.type, argument.range).place
    case .failure(let error): throw source.error(argument.range, "\(place): \(error.message)")
    }
  }
}
