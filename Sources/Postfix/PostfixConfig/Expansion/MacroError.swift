// Why Postfix gives up on a `$`-expression. The texts are those of its warnings.

public import Bytes

/// A defect of a `$`-expression. Postfix's programs die of it when they expand the value.
public enum MacroError: Error, Hashable, Sendable {
  case truncated(ByteString)
  case emptyName(ByteString)
  case nameSyntax(ByteString)
  case unbalancedBraces(ByteString)
  case operatorExpected(after: ByteString, at: ByteString)
  case operatorSuffix(ByteString)
  case operandExpected(at: ByteString)
  case conditionExpected(at: ByteString)
  case unexpectedInput(ByteString)
  case colonExpected(ByteString)
  case nesting(ByteString)
  case number(ByteString)
  case malformedLevel(ByteString)
  case unknownFunction(ByteString)
  /// Not Postfix's: the value would grow beyond what any program can hold.
  case tooLarge

  public var message: String {
    switch self {
    case .truncated(let text): "truncated macro reference: \"\(text)\""
    case .emptyName(let text): "empty macro name: \"\(text)\""
    case .nameSyntax(let text): "attribute name syntax error at: \"\(text)\""
    case .unbalancedBraces(let text): "unbalanced {} in attribute expression: \"\(text)\""
    case .operatorExpected(let left, let text):
      "\"==\" or \"!=\" or \"<\" or \"<=\" or \">=\" or \">\" expected at: \"...\(left)}>>>\(text)\""
    case .operatorSuffix(let text): "bad operator suffix at: \"...\(text)\""
    case .operandExpected(let text): "\"{expression}\" expected at: \"...\(text)\""
    case .conditionExpected(let text): "\"?\" or \":\" expected at: \"...}>>>\(text)\""
    case .unexpectedInput(let text): "unexpected input at: \"...\(text)\""
    case .colonExpected(let text): "\":\" expected at: \"...\(text)\""
    case .nesting(let text): "unreasonable macro call nesting: \"\(text)\""
    case .number(let text): "bad conversion: \(text)"
    case .malformedLevel(let text): "malformed compatibility level syntax: \"\(text)\""
    case .unknownFunction(let text): "unknown function: \"\(text)\""
    case .tooLarge: "the expanded value would be larger than 16 MB"
    }
  }
}
