// Which `$`-expressions a Postfix version understands.

/// The generations of Postfix's macro syntax, each a superset of the one before.
public enum MacroSyntax: Int, Comparable, Sendable {
  /// 2.2 to 2.11: `$name`, `${name}`, `${name?text}`, `${name:text}`, no blanks, braces are text.
  case classic
  /// 3.0: blanks, `{text}` operands, `?{…}:{…}`, comparisons.
  case conditional
  /// 3.6: comparisons of compatibility levels, such as `<level`.
  case level
  /// 3.11: functions, such as `domain_to_ascii{…}`; the values of raw parameters are not expanded again.
  case function

  public init(_ version: PostfixVersion) {
    switch version {
    case ..<PostfixVersion(3, 0, 0): self = .classic
    case ..<PostfixVersion(3, 6, 0): self = .conditional
    case ..<PostfixVersion(3, 11, 0): self = .level
    default: self = .function
    }
  }

  public static func < (left: MacroSyntax, right: MacroSyntax) -> Bool { left.rawValue < right.rawValue }
}
