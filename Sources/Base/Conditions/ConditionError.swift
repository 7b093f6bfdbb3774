// What is wrong with a condition, where, and what to write instead.
//
// Loading stops at the first error: later ones are mostly its echo. An error is one sentence; the hint is a second.

import Bytes

/// The reason why a text is no condition of a vocabulary.
public struct ConditionError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Where the trouble begins, in the file that embeds the condition.
  public let position: SourcePosition
  /// The bytes of the condition that are wrong; empty at its end.
  public let range: Range<Int>
  /// For example: unknown name 'maximal_backof_time'.
  public let message: String
  /// For example: did you mean 'maximal_backoff_time'?
  public let hint: String?

  public init(position: SourcePosition, range: Range<Int>, message: String, hint: String? = nil) {
    self.position = position
    self.range = range
    self.message = message
    self.hint = hint
  }

  /// `file:line:column: message; hint`
  public var description: String {
    let sentence = "\(position): \(message)"
    return hint.map { "\(sentence); \($0)" } ?? sentence
  }
}

/// A condition's text with its origin: makes errors and quotes pieces of the text.
struct Source: Sendable {
  let text: ByteString
  let origin: SourceOrigin

  func error(_ range: Range<Int>, _ message: String, hint: String? = nil) -> ConditionError {
    ConditionError(
      position: origin.position(of: range.lowerBound, in: text), range: range, message: message, hint: hint)
  }

  func bytes(_ range: Range<Int>) -> ByteString {
    ByteString(text.bytes[range.clamped(to: text.bytes.indices)])
  }

  /// A piece of the text in quotes, cut where it gets too long for a message.
  func quoted(_ range: Range<Int>) -> String {
    let longest = 60
    let piece = bytes(range)
    if piece.count <= longest { return "'\(piece)'" }
    return "'\(ByteString(piece.bytes.prefix(longest)))…'"
  }
}
