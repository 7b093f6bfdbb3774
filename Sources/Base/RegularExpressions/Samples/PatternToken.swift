// The words of a pattern's language, whatever the spelling: `\(` of a basic pattern is the `(` of an extended one.

enum PatternToken {
  case node(PatternNode)
  case open(Group)
  case close
  case bar
  /// How often the part before may stand: at least, at most.
  case times(Int, Int)

  enum Group {
    case capturing
    case plain
    /// An assertion, whose contents are no part of the text.
    case ignored
  }

  static func literal(_ byte: UInt8) -> PatternToken { .node(.byte(byte)) }
  static func set(_ set: ByteSet) -> PatternToken { .node(.oneOf(set)) }
  static var nothing: PatternToken { .node(.nothing) }
}

/// Which language a pattern is written in.
enum PatternDialect: Sendable {
  case basic
  case extended
  case perl
}
