// Literals and bare words, which take the type of what they stand next to.

import Bytes

extension TypeChecker {
  mutating func literal(
    _ value: Value, _ type: ValueType, _ syntax: Syntax, expecting expected: ValueType?
  ) throws(ConditionError) -> Checked {
    switch (value, expected) {
    case (.number(let bytes), .size):
      return program.add(constant: .size(bytes), .size, syntax.range)
    case (.number(0), .duration):
      return program.add(constant: .duration(0), .duration, syntax.range)
    case (.number(let number), .version):
      guard let major = UInt32(exactly: number) else { break }
      return program.add(constant: .version(VersionNumber(major)), .version, syntax.range)
    default:
      if let word = try word(syntax, expecting: expected) { return word }
    }
    return program.add(constant: value, type, syntax.range)
  }

  /// The part as a word of the expected type; nil if it is not meant as one.
  mutating func word(_ syntax: Syntax, expecting expected: ValueType?) throws(ConditionError) -> Checked? {
    guard case .word(let type) = expected else { return nil }
    let word: ByteString
    var mustBeWord = true
    switch syntax.kind {
    case .name(let name):
      if isKnown(name) { return nil }
      word = name
    case .literal(.text(let text), _):
      word = text
    case .literal(.boolean, _), .arithmetic(.minus, _, _):
      // `no` may be a word, and so may `dane-only`, which looks like a subtraction.
      guard takesAnyType(syntax) else { return nil }
      word = source.bytes(syntax.range)
      if case .literal = syntax.kind { mustBeWord = false }
    default:
      return nil
    }
    if let position = type.position(of: word) {
      return program.add(constant: .word(position), expected ?? .word(type), syntax.range)
    }
    if mustBeWord { throw unknown(word, of: type, syntax.range) }
    return nil
  }

  private func unknown(_ word: ByteString, of type: WordType, _ range: Range<Int>) -> ConditionError {
    let nearest =
      Spelling.nearest(to: word, in: type.words)
      ?? Spelling.nearest(to: word, in: vocabulary.names.lazy.filter { $0.type == .word(type) }.map(\.name))
    let hint =
      nearest.map { "did you mean '\($0)'?" }
      ?? (type.words.count > 12 ? nil : "the words are " + type.words.map(\.description).joined(separator: ", "))
    return source.error(range, "unknown word '\(word)' for \(type.name)", hint: hint)
  }

  mutating func list(
    _ elements: [Syntax], _ range: Range<Int>, expecting expected: ValueType?
  ) throws(ConditionError) -> Checked {
    var elementType: ValueType?
    if case .list(let type) = expected { elementType = type }
    var places = [Place?](repeating: nil, count: elements.count)
    // Without an expectation, the first element that knows its type decides for the others.
    let first = elementType == nil ? elements.firstIndex { !takesAnyType($0) } ?? elements.indices.first : nil
    if let first {
      let checked = try check(elements[first])
      elementType = checked.type
      places[first] = checked.place
    }
    guard let elementType else {
      throw source.error(range, "this empty list could be a list of anything", hint: "write 'is empty' instead")
    }
    for (index, element) in elements.enumerated() where places[index] == nil {
      let checked = try check(element, expecting: elementType)
      guard checked.type.agrees(with: elementType) else {
        throw source.error(
          element.range,
          "\(source.quoted(element.range)) is \(checked.type.phrase), but the list has \(elementType.phrase) elsewhere",
          hint: mismatchHint(elementType, checked.type, element))
      }
      places[index] = checked.place
    }
    let compact = places.compactMap(\.self)
    let constants = compact.compactMap { program.constant(at: $0) }
    if constants.count == elements.count {
      return program.add(constant: .list(constants), .list(elementType), range)
    }
    return program.add(.list(program.run(compact)), .list(elementType), range)
  }

  /// What was probably meant where a literal's type does not fit.
  func mismatchHint(_ wanted: ValueType, _ found: ValueType, _ literal: Syntax) -> String? {
    let text = source.bytes(literal.range)
    switch (wanted, found, literal.kind) {
    case (.record(let type), _, _):
      return "compare one of its members: \(type.members.map { ".\($0.name)" }.joined(separator: ", "))"
    case (.list(.record), _, _): return "ask any(list: it.… == …) or all(list: it.… == …)"
    case (.size, .duration, .literal) where text.hasSuffix("m"): return "m is minutes, M is mebibytes"
    case (.duration, .size, .literal) where text.hasSuffix("M"): return "M is mebibytes, m is minutes"
    case (.duration, .number, .literal):
      return "a time needs a unit: \(text)s, \(text)m, \(text)h, \(text)d or \(text)w"
    case (.number, .version, .literal): return "numbers are whole; \(text) is a version"
    case (.version, .text, .literal), (.number, .text, .literal), (.duration, .text, .literal),
      (.size, .text, .literal):
      return "write it without quotes"
    case (.text, _, .literal), (.caselessText, _, .literal): return "write it in double quotes"
    case (.boolean, .text, .literal): return "write yes or no, without quotes"
    case (.word(let type), _, .name(let name)) where type.position(of: name) != nil:
      return "'\(name)' is a name here; write the word as \"\(name)\""
    default: return nil
    }
  }
}
