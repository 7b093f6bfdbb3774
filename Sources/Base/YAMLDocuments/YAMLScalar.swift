// Text from a YAML file, and where each character of it stands in the file.
//
// A rule's expression may be a block of several lines. An error inside it must point into the file, so a scalar remembers
// which stretch of its text came from which place: one stretch for each line of the source.

public struct YAMLScalar: Hashable, Sendable {
  /// How the author wrote the text.
  public enum Style: Hashable, Sendable { case plain, singleQuoted, doubleQuoted, literal, folded }

  public let text: String
  public let style: Style
  /// For a block scalar the line after the `|` or `>`, where the text begins, be it with empty lines. Nil otherwise.
  public let contentLine: Int?
  /// Where the text begins, and the places of its further lines in the source. Never empty.
  public let stretches: [Stretch]

  /// From this byte of the text on, text and source run in parallel, up to the end of the source line.
  public struct Stretch: Hashable, Sendable {
    public let offset: Int
    public let position: YAMLPosition
  }

  /// True for a key without a value (`title:`), as opposed to the empty text (`title: ""`).
  public var isMissing: Bool { style == .plain && text.isEmpty }

  /// The place in the file of the byte `offset` of `text` in UTF-8.
  ///
  /// Exact for plain and block scalars, and for quoted ones on one line without escapes. For other quoted scalars it is the
  /// opening quote. An offset that lies outside the text is moved to its nearest end.
  public func position(atUTF8Offset offset: Int) -> YAMLPosition {
    let bytes = text.utf8
    let offset = min(max(offset, 0), bytes.count)
    guard let stretch = stretches.last(where: { $0.offset <= offset }) ?? stretches.first else {
      return YAMLPosition(line: 1, column: 1)
    }
    if isApproximate { return stretch.position }
    // Characters, not bytes: continuation bytes of UTF-8 do not count.
    let characters = bytes.dropFirst(stretch.offset).prefix(max(0, offset - stretch.offset))
      .reduce(into: 0) { count, byte in if byte & 0xC0 != 0x80 { count += 1 } }
    return YAMLPosition(line: stretch.position.line, column: stretch.position.column + characters)
  }

  /// Set for quoted scalars whose text differs from the source between the quotes.
  public let isApproximate: Bool
}
