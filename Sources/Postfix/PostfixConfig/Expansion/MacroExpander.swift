// Expands `$name` and its relatives, or walks over them to see which names they mention.
//
// Two passes exist in Postfix and both are here: expanding evaluates, so that only one side of `?{…}:{…}` is looked at;
// scanning visits both sides and evaluates nothing. The test in `${name?text}` looks at the value of the name before
// that value is expanded. Sources: mac_parse.c, mac_expand.c.

public import Bytes

/// What a name stands for during expansion.
public enum MacroValue: Sendable {
  /// The value is expanded in turn.
  case expandable(ByteString)
  /// The value is taken as it is.
  case literal(ByteString)
  /// There is a value, and only the host knows which: it is not empty, but nothing can be put in its place.
  case hidden

  var text: ByteString {
    switch self {
    case .expandable(let text), .literal(let text): text
    case .hidden: .empty
    }
  }

  var isNonEmpty: Bool { if case .hidden = self { true } else { !text.isEmpty } }
}

/// One pass over a value.
public struct MacroExpander {
  /// Nil for a name that is not defined.
  public typealias Lookup = (ByteString) -> MacroValue?

  private let syntax: MacroSyntax
  private let isScan: Bool
  private let lookup: Lookup
  private var result: [UInt8] = []
  private var level = 0
  private let operandDepth: Int
  private let budget: Budget

  /// Keeps values that refer to each other many times over from filling the memory.
  private final class Budget {
    var steps = 0
    static let maximumSteps = 200_000
    static let maximumBytes = 16 << 20
  }

  private init(_ syntax: MacroSyntax, isScan: Bool, operandDepth: Int, budget: Budget, lookup: @escaping Lookup) {
    self.syntax = syntax
    self.isScan = isScan
    self.operandDepth = operandDepth
    self.budget = budget
    self.lookup = lookup
  }

  /// The value with every `$`-expression replaced. Undefined names become empty.
  public static func expand(
    _ value: ByteString, syntax: MacroSyntax, lookup: @escaping Lookup
  ) throws(MacroError) -> ByteString {
    guard value.bytes.contains(UInt8(ascii: "$")) else { return value }
    var pass = MacroExpander(syntax, isScan: false, operandDepth: 0, budget: Budget(), lookup: lookup)
    try pass.parse(value.bytes[...])
    return ByteString(pass.result)
  }

  /// Calls `visit` for every name that the value mentions, in order, until a syntax error ends the walk.
  public static func scan(
    _ value: ByteString, syntax: MacroSyntax, visit: @escaping (ByteString) -> Void
  ) throws(MacroError) {
    guard value.bytes.contains(UInt8(ascii: "$")) else { return }
    var pass = MacroExpander(syntax, isScan: true, operandDepth: 0, budget: Budget()) {
      visit($0)
      return nil
    }
    try pass.parse(value.bytes[...])
  }

  // MARK: Splitting text into literals and expressions

  private mutating func parse(_ text: ArraySlice<UInt8>) throws(MacroError) {
    var index = text.startIndex
    var literal: [UInt8] = []
    while index < text.endIndex {
      guard text[index] == UInt8(ascii: "$") else {
        literal.append(text[index])
        index += 1
        continue
      }
      index += 1
      if index < text.endIndex, text[index] == UInt8(ascii: "$") {
        literal.append(UInt8(ascii: "$"))
        index += 1
        continue
      }
      if !literal.isEmpty { try append(literal: literal) }
      literal.removeAll(keepingCapacity: true)
      let expression = try extractExpression(text, &index)
      guard !expression.isEmpty else { throw .emptyName(ByteString(text)) }
      try evaluate(expression)
    }
    if !literal.isEmpty { try append(literal: literal) }
  }

  /// The text between the brackets of `${…}` or `$(…)`, or the name of `$name`.
  private func extractExpression(
    _ text: ArraySlice<UInt8>, _ index: inout Int
  ) throws(MacroError) -> ArraySlice<UInt8> {
    guard index < text.endIndex, text[index] == UInt8(ascii: "{") || text[index] == UInt8(ascii: "(") else {
      let start = index
      while index < text.endIndex, Self.isNameByte(text[index]) { index += 1 }
      return text[start..<index]
    }
    let open = text[index]
    let close = open == UInt8(ascii: "{") ? UInt8(ascii: "}") : UInt8(ascii: ")")
    index += 1
    let start = index
    var nesting = 1
    while index < text.endIndex {
      if text[index] == open { nesting += 1 }
      if text[index] == close { nesting -= 1 }
      index += 1
      if nesting == 0 { return text[start..<index - 1] }
    }
    throw .truncated(ByteString(text))
  }

  static func isNameByte(_ byte: UInt8) -> Bool { byte.isASCIIAlphanumeric || byte == UInt8(ascii: "_") }

  private mutating func append(literal: [UInt8]) throws(MacroError) {
    try enter(literal[...])
    if !isScan {
      result += literal
      if result.count > Budget.maximumBytes { throw .tooLarge }
    }
    level -= 1
  }

  private mutating func enter(_ text: ArraySlice<UInt8>) throws(MacroError) {
    budget.steps += 1
    if budget.steps > Budget.maximumSteps { throw .tooLarge }
    if level > 100 || operandDepth > 60 { throw .nesting(ByteString(text)) }
    level += 1
  }

  // MARK: Evaluating an expression

  private mutating func evaluate(_ expression: ArraySlice<UInt8>) throws(MacroError) {
    try enter(expression)
    defer { level -= 1 }
    guard syntax > .classic else { return try evaluateClassic(expression) }

    var rest = expression
    let value: MacroValue?
    let lookahead = rest.drop(while: \.isWordSeparator)
    if lookahead.first == UInt8(ascii: "{") {
      rest = lookahead
      value = try compare(&rest)
      if let next = rest.first, next != UInt8(ascii: "?"), next != UInt8(ascii: ":") {
        throw .conditionExpected(at: ByteString(rest.prefix(20)))
      }
    } else {
      let start = lookahead
      rest = lookahead
      var name: ArraySlice<UInt8>?
      while name == nil {
        let ahead = rest.drop(while: \.isWordSeparator)
        if ahead.isEmpty || ahead.first == UInt8(ascii: "?") || ahead.first == UInt8(ascii: ":") {
          name = start[start.startIndex..<rest.startIndex]
          rest = ahead
        } else if syntax >= .function, ahead.first == UInt8(ascii: "{"), rest.startIndex > start.startIndex {
          return try call(start[start.startIndex..<rest.startIndex], ahead)
        } else if let byte = rest.first, Self.isNameByte(byte) {
          rest = rest.dropFirst()
        } else {
          throw .nameSyntax("..." + ByteString(expression[..<rest.startIndex]) + ">>>" + ByteString(rest.prefix(20)))
        }
      }
      value = lookup(ByteString(name ?? []))
    }
    try choose(rest, value)
  }

  /// `?{…}:{…}`, `?…`, `:…` or the value itself.
  private mutating func choose(_ text: ArraySlice<UInt8>, _ value: MacroValue?) throws(MacroError) {
    var rest = text
    let isNonEmpty = value?.isNonEmpty ?? false
    guard let sign = rest.popFirst() else { return try insert(value) }
    if sign == UInt8(ascii: "?") {
      let chosen = try branch(&rest)
      if isNonEmpty || isScan { try parse(chosen) }
      guard let next = rest.popFirst() else { return }
      guard next == UInt8(ascii: ":") else {
        throw .colonExpected(ByteString(chosen) + "}>>>" + ByteString([next] + rest))
      }
    }
    let chosen = try branch(&rest)
    if !isNonEmpty || isScan { try parse(chosen) }
    guard rest.isEmpty else { throw .unexpectedInput(ByteString(chosen) + "}>>>" + ByteString(rest)) }
  }

  private mutating func insert(_ value: MacroValue?) throws(MacroError) {
    guard !isScan, let value, !value.text.isEmpty else { return }
    switch value {
    case .expandable(let text): try parse(text.bytes[...])
    case .literal(let text): result += text.bytes
    case .hidden: break
    }
  }

  /// One side of a condition: text in braces, or all the text there is.
  private func branch(_ rest: inout ArraySlice<UInt8>) throws(MacroError) -> ArraySlice<UInt8> {
    let ahead = rest.drop(while: \.isWordSeparator)
    guard ahead.first == UInt8(ascii: "{") else {
      defer { rest = rest[rest.endIndex...] }
      return rest
    }
    rest = ahead
    return try bracedText(&rest)
  }

  /// The text inside the braces at the start of `rest`, which moves behind them and the blanks that follow.
  private func bracedText(_ rest: inout ArraySlice<UInt8>) throws(MacroError) -> ArraySlice<UInt8> {
    guard let close = Words.closingBrace(of: rest) else { throw .unbalancedBraces(ByteString(rest)) }
    let inside = rest[(rest.startIndex + 1)..<close]
    rest = rest[(close + 1)...].drop(while: \.isWordSeparator)
    return inside
  }

  private mutating func evaluateClassic(_ expression: ArraySlice<UInt8>) throws(MacroError) {
    let name = expression.prefix(while: Self.isNameByte)
    var rest = expression[name.endIndex...]
    let sign = rest.popFirst()
    guard sign == nil || sign == UInt8(ascii: "?") || sign == UInt8(ascii: ":") else {
      throw .nameSyntax(ByteString(expression))
    }
    let value = lookup(ByteString(name))
    guard let sign else { return try insert(value) }
    let isNonEmpty = value?.isNonEmpty ?? false
    if isScan || isNonEmpty == (sign == UInt8(ascii: "?")) { try parse(rest) }
  }

  // MARK: Comparisons and functions

  /// `{left} OP {right}`: "true" or empty. Nothing is evaluated while scanning.
  private mutating func compare(_ rest: inout ArraySlice<UInt8>) throws(MacroError) -> MacroValue? {
    let left = try bracedText(&rest)
    let operatorBytes = rest.prefix { "<>!=?+-*/~&|%".utf8.contains($0) }
    guard let relation = MacroRelation(rawValue: String(decoding: operatorBytes, as: UTF8.self)) else {
      throw .operatorExpected(after: ByteString(left), at: ByteString(rest.prefix(20)))
    }
    rest = rest[operatorBytes.endIndex...]
    var comparesLevels = false
    if syntax >= .level, rest.first?.isASCIIAlphanumeric == true {
      let suffix = rest.prefix(while: \.isASCIIAlphanumeric)
      guard suffix.elementsEqual("level".utf8) else {
        throw .operatorSuffix(ByteString(operatorBytes) + ">>>" + ByteString(suffix))
      }
      comparesLevels = true
      rest = rest[suffix.endIndex...]
    }
    let ahead = rest.drop(while: \.isWordSeparator)
    guard ahead.first == UInt8(ascii: "{") else {
      let before: ByteString = "{" + ByteString(left) + "} " + ByteString(operatorBytes)
      throw .operandExpected(at: before + ">>>" + ByteString(rest.prefix(20)))
    }
    rest = ahead
    let right = try bracedText(&rest)
    // A defect of the left side does not keep Postfix from looking at the right side.
    let leftValue = Result { () throws(MacroError) in try operand(left) }
    let rightValue = Result { () throws(MacroError) in try operand(right) }
    if isScan {
      _ = try leftValue.get()
      _ = try rightValue.get()
      return nil
    }
    return .expandable(
      try relation.holds(leftValue.get(), rightValue.get(), comparingLevels: comparesLevels) ? "true" : "")
  }

  private func operand(_ text: ArraySlice<UInt8>) throws(MacroError) -> ByteString {
    var pass = MacroExpander(syntax, isScan: isScan, operandDepth: operandDepth + 1, budget: budget, lookup: lookup)
    try pass.parse(text)
    return ByteString(pass.result)
  }

  /// `domain_to_ascii{text}` and `domain_to_utf8{text}`, since 3.11.
  private mutating func call(_ name: ArraySlice<UInt8>, _ text: ArraySlice<UInt8>) throws(MacroError) {
    var rest = text
    let argument = try operand(Words.trimmed(try bracedText(&rest)))
    guard let function = MacroFunction(rawValue: String(decoding: name, as: UTF8.self)) else {
      throw .unknownFunction(ByteString(name))
    }
    try choose(rest, isScan ? nil : .literal(function.apply(to: argument)))
  }
}
