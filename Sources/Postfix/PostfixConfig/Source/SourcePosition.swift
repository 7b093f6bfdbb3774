// Where something stands in a configuration file.

/// A place in a file. Lines and columns count from 1; a column counts bytes, as editors on servers do.
public struct SourcePosition: Hashable, Sendable, Comparable {
  public let line: Int
  public let column: Int
  /// Bytes from the beginning of the file.
  public let offset: Int

  public init(line: Int, column: Int, offset: Int) {
    self.line = line
    self.column = column
    self.offset = offset
  }

  public static func < (left: SourcePosition, right: SourcePosition) -> Bool { left.offset < right.offset }
}

/// Which of the two files a place belongs to.
public enum ConfigurationFile: String, Hashable, Sendable, Comparable {
  case main = "main.cf"
  case master = "master.cf"

  public static func < (left: ConfigurationFile, right: ConfigurationFile) -> Bool { left.rawValue < right.rawValue }
}

/// A piece of a configuration file: where it begins and how many bytes it has on its first line.
public struct SourceSpan: Hashable, Sendable, Comparable {
  public let file: ConfigurationFile
  public let start: SourcePosition
  /// In bytes; 0 marks a place between two bytes.
  public let length: Int

  public init(file: ConfigurationFile, start: SourcePosition, length: Int) {
    self.file = file
    self.start = start
    self.length = length
  }

  /// Whether some byte, or an empty place, is part of both.
  public func overlaps(_ other: SourceSpan) -> Bool {
    file == other.file && start.offset < other.start.offset + max(other.length, 1)
      && other.start.offset < start.offset + max(length, 1)
  }

  public static func < (left: SourceSpan, right: SourceSpan) -> Bool {
    left.file == right.file ? left.start < right.start : left.file < right.file
  }
}
