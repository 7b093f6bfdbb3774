// One thing that is wrong with a configuration, where it is, and what to do about it.

public import PostfixConfig

/// Where a finding points.
public struct FindingLocation: Hashable, Sendable {
  public let file: ConfigurationFile
  /// Nil when nothing is written there: the value is a default, or a file is missing.
  public let span: SourceSpan?

  public init(_ file: ConfigurationFile, _ span: SourceSpan?) {
    self.file = file
    self.span = span
  }
}

/// What a rule has to say about one place.
public struct Finding: Sendable {
  public let rule: Rule
  public let severity: Severity
  public let message: String
  public let location: FindingLocation
  /// The parameter that it points at; empty when it points at something else.
  public let parameter: String
  /// The lookup table that it is about, such as hash:/etc/postfix/virtual; empty for anything else.
  var table: String = ""
  /// Names of the services that are concerned, in the order of master.cf. Empty when it concerns all programs.
  public var services: [String]
  /// Commands for a shell, and words for a person.
  public var fixCommands: [String]
  public let fixText: String
  /// Whether the line that it points at may hold a password, so that no part of it is shown.
  public let holdsSecret: Bool
  /// What proves it, step by step; empty for what the place itself shows.
  public var evidence: [String] = []
  /// Findings that would go away with this one.
  public var consequences: [Finding] = []

  /// The line of the file, counted from 1; nil for a default.
  public var line: Int? { location.span?.start.line }
}
