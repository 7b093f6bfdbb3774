// What a pattern says about a text, and what is wrong with a pattern.

public enum MatchResult: Hashable, Sendable {
  /// Byte ranges in the text: first the whole match, then the groups in the order of their opening parentheses. Nil for a
  /// group that took no part in the match.
  case matched(groups: [Range<Int>?])
  case noMatch
  /// The answer is unknown; the reason is a phrase for a person. Postfix warns and goes on as if there was no match.
  case failed(reason: String)

  /// True only for a match.
  public var isMatch: Bool { if case .matched = self { true } else { false } }
}

/// Why a pattern cannot be compiled.
public struct PatternError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Where in the pattern the error was noticed: a byte counted from 0. Nil if the library does not tell (POSIX never does),
  /// or if the flags are wrong.
  public let offset: Int?
  public let message: String

  public var description: String { offset.map { "at byte \($0) of the pattern: \(message)" } ?? message }

  static func unknownFlag(_ flag: UInt8, known: String) -> PatternError {
    PatternError(offset: nil, message: "the flag \"\(Character(Unicode.Scalar(flag)))\" is unknown (known: \(known))")
  }
}
