// The comparison operators of `${{left} OP {right}}`.
//
// Two texts of digits compare as numbers, all others byte by byte: "1.10" comes before "1.9". Source: mac_expand.c.

import Bytes

enum MacroRelation: String {
  case equal = "=="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greaterOrEqual = ">="
  case greater = ">"

  func holds(_ left: ByteString, _ right: ByteString, comparingLevels: Bool) throws(MacroError) -> Bool {
    if comparingLevels {
      guard let leftLevel = CompatibilityLevel(left) else { throw .malformedLevel(left) }
      guard let rightLevel = CompatibilityLevel(right) else { throw .malformedLevel(right) }
      return holds(leftLevel, rightLevel)
    }
    if Self.isNumber(left), Self.isNumber(right) { return holds(try Self.number(left), try Self.number(right)) }
    return holds(left, right)
  }

  private func holds<Value: Comparable>(_ left: Value, _ right: Value) -> Bool {
    switch self {
    case .equal: left == right
    case .notEqual: left != right
    case .less: left < right
    case .lessOrEqual: left <= right
    case .greaterOrEqual: left >= right
    case .greater: left > right
    }
  }

  private static func isNumber(_ text: ByteString) -> Bool {
    !text.isEmpty && text.bytes.allSatisfy(\.isASCIIDigit)
  }

  private static func number(_ text: ByteString) throws(MacroError) -> Int {
    guard let number = DecimalNumber.prefix(of: text.bytes[...]) else { throw .number(text) }
    return number.value
  }
}
