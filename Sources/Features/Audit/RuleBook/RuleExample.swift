// An example in a rule file: a small configuration and what the rule must say about it.

import PostfixConfig

public struct RuleExample: Sendable {
  public enum Expectation: String, Sendable {
    /// The rule must report it.
    case bad
    /// The rule must be silent.
    case good
    /// Close to a bad one, and the rule must be silent.
    case looksAlike = "looks-alike"
  }

  public let expectation: Expectation
  let main: String
  /// Nil for the usual services of a mail server.
  let master: String?
  /// Other files by their absolute path.
  let files: [String: String]
  /// Those of `files` that are older than the others.
  let olderFiles: [String]
  /// The addresses of the host; nil for a host that is not known.
  let addresses: [IPNetwork]?
  /// Nil for the newest release known.
  let version: PostfixVersion?
  /// Text that the reported line must contain, or the name of the parameter when a default is reported.
  let reports: String?
  /// Nil for the severity of the rule.
  let severity: Severity?
  /// The example is about the very form of the text: no other forms of it are tried.
  let isAsWritten: Bool
  /// The line in the rule file.
  public let line: Int
}
