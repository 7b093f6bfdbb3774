// Where a condition stands in the world: the file that embeds it and the place of its first byte.
//
// A rule's condition is a piece of a YAML file, a selection is a word of the command line. Errors name the place in
// that file, so that an editor can jump to it. Ranges inside a condition are byte offsets; only errors need lines.

public import Bytes

/// The file that a condition was read from, and where in it the condition begins.
public struct SourceOrigin: Hashable, Sendable {
  /// The file as a person knows it, or for example `--where`.
  public var file: String
  /// Line of the condition's first byte, from 1.
  public var line: Int
  /// Column of the condition's first byte, from 1.
  public var column: Int
  /// Column at which the second and later lines begin: more than 1 where the file's indentation was taken off.
  public var continuationColumn: Int

  public init(file: String, line: Int = 1, column: Int = 1, continuationColumn: Int = 1) {
    self.file = file
    self.line = line
    self.column = column
    self.continuationColumn = continuationColumn
  }

  /// The place in the file of the byte at `offset` of the condition `text`. Columns count characters, not bytes.
  public func position(of offset: Int, in text: ByteString) -> SourcePosition {
    var position = SourcePosition(file: file, line: line, column: column)
    for byte in text.bytes.prefix(max(0, offset)) {
      if byte == 0x0A {
        position.line += 1
        position.column = continuationColumn
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
