// What is wrong with a rule file, with its place.

/// A defect of a rule file.
public struct RuleError: Error, Hashable, Sendable, CustomStringConvertible {
  public let file: String
  /// Counted from 1; nil when the whole file is meant.
  public let line: Int?
  public let column: Int?
  public let message: String

  init(_ file: String, line: Int? = nil, column: Int? = nil, _ message: String) {
    self.file = file
    self.line = line
    self.column = column
    self.message = message
  }

  public var description: String {
    let place = [file] + [line, column].compactMap { $0.map(String.init) }
    return place.joined(separator: ":") + ": " + message
  }
}
