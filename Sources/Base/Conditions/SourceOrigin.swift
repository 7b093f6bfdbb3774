// Where a condition stands in the world: the file that embeds it and the place of its first byte.
//
// A rule's condition is a piece of a YAML file, a selection is a word of the command line. Errors name the place in
// that file, so that an editor can jump to it. Ranges inside a condition are byte offsets; only errors need lines.

public import Bytes

/// The file that a condition was read from, and where in it the condition stands.
public struct SourceOrigin: Hashable, Sendable {
  /// Where a line of the file begins that holds a piece of the condition. From there on both run in parallel: a condition has
  /// lost the file's indentation, or its line ends.
  public struct Piece: Hashable, Sendable {
    /// Of the condition's byte.
    public let offset: Int
    public let line: Int
    public let column: Int

    public init(offset: Int, line: Int, column: Int) {
      self.offset = offset
      self.line = line
      self.column = column
    }
  }

  /// The file as a person knows it, or for example `--where`.
  public let file: String
  /// In their order.
  private let pieces: [Piece]
  /// Whether everything is told at the beginning of its piece: what stands in between is not written as it is meant.
  private let isRough: Bool

  /// A condition that stands in a file as it is.
  /// - Parameters:
  ///   - line: of its first byte, from 1.
  ///   - column: of its first byte, from 1.
  public init(file: String, line: Int = 1, column: Int = 1) {
    self.init(file: file, pieces: [Piece(offset: 0, line: line, column: column)])
  }

  public init(file: String, pieces: [Piece], isRough: Bool = false) {
    self.file = file
    self.pieces = pieces
    self.isRough = isRough
  }

  /// The place in the file of the byte at `offset` of the condition `text`. Columns count characters, not bytes.
  public func position(of offset: Int, in text: ByteString) -> SourcePosition {
    let piece = pieces.last { $0.offset <= offset } ?? pieces.first ?? Piece(offset: 0, line: 1, column: 1)
    var position = SourcePosition(file: file, line: piece.line, column: piece.column)
    if isRough { return position }
    for byte in text.bytes.prefix(max(0, offset)).dropFirst(max(0, piece.offset)) {
      if byte == 0x0A {
        position.line += 1
        position.column = 1
      } else if byte & 0xC0 != 0x80 {  // a UTF-8 continuation byte shares the column of its first byte
        position.column += 1
      }
    }
    return position
  }
}

/// A place in a file; printed as `file:line:column`.
public struct SourcePosition: Hashable, Sendable, CustomStringConvertible {
  public var file: String
  /// From 1.
  public var line: Int
  /// From 1, in characters.
  public var column: Int

  public init(file: String, line: Int, column: Int) {
    self.file = file
    self.line = line
    self.column = column
  }

  public var description: String { "\(file):\(line):\(column)" }
}
