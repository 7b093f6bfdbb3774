// Where something stands in a YAML file, and what is wrong there.
//
// Both print as compilers do, so that an editor can jump to the place: `6:3: the key "when" is given twice`.

/// A place in a file. Lines and columns start at 1; a column counts characters (Unicode scalars), not bytes.
public struct YAMLPosition: Hashable, Sendable, Comparable, CustomStringConvertible {
  public let line: Int
  public let column: Int

  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  public static func < (left: YAMLPosition, right: YAMLPosition) -> Bool {
    (left.line, left.column) < (right.line, right.column)
  }

  public var description: String { "\(line):\(column)" }
}

/// What makes a document unusable: malformed YAML, a feature that we refuse, or a value that the reader did not expect.
public struct YAMLError: Error, Hashable, Sendable, CustomStringConvertible {
  public let position: YAMLPosition
  /// A sentence for a person, without the position: `the key "when" is given twice (first in line 4)`.
  public let message: String

  public init(_ message: String, at position: YAMLPosition) {
    self.position = position
    self.message = message
  }

  public var line: Int { position.line }
  public var column: Int { position.column }
  public var description: String { "\(position): \(message)" }
}
