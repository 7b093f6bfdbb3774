// How a tool of a pipeline failed: its end, and the last it said.

public struct ToolFailure: Error, Hashable, Sendable, CustomStringConvertible {
  public enum End: Hashable, Sendable {
    case exited(Int32)
    /// By a signal.
    case killed(Int32)
    /// What the system said to our end of the pipe.
    case other(String)
  }

  public let tool: String
  public let end: End
  /// Nil when it said nothing.
  public let lastLine: String?

  init(_ tool: String, _ end: End, _ lastLine: String?) {
    self.tool = tool
    self.end = end
    self.lastLine = lastLine
  }

  public var description: String {
    let words =
      switch end {
      case .exited(let status): "\(tool) ended with status \(status)"
      case .killed(let signal): "\(tool) was killed by signal \(signal)"
      case .other(let reason): "\(tool): \(reason)"
      }
    return lastLine.map { "\(words): \($0)" } ?? words
  }
}
