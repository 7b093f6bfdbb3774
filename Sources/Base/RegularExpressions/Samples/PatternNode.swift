// The parts of a pattern, as far as samples need them.

indirect enum PatternNode: Sendable {
  case byte(UInt8)
  case oneOf(ByteSet)
  case sequence([PatternNode])
  case alternatives([PatternNode])
  /// At least once as often as the first number says, at most as the second.
  case repeated(PatternNode, Int, Int)
  /// A group that captures, by its number.
  case group(Int, PatternNode)
  case backReference(Int)

  /// Anchors and assertions: they need no text.
  static var nothing: PatternNode { .sequence([]) }
}
