// What Postfix would say about a configuration: its own warnings and fatal errors, with their places.
//
// A diagnostic is a fact, not an opinion: rules decide how severe it is for a reader. Texts follow postconf(1) and
// master(8), so that a postmaster can search for them.

public import Bytes

/// One complaint of Postfix about main.cf or master.cf.
public struct Diagnostic: Hashable, Sendable {
  /// Every kind of complaint, by the name that rules and JSON use.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    case missingEquals = "missing-equals"
    case missingName = "missing-name"
    case leadingWhitespace = "leading-whitespace"
    case nullByte = "null-byte"
    case overridden = "overridden"
    case repeated = "repeated"
    case commentAfterText = "comment-after-text"
    case macroSyntax = "macro-syntax"
    case undefinedParameter = "undefined-parameter"
    case unusedParameter = "unused-parameter"
    case readOnlyParameter = "read-only-parameter"
    case deprecatedParameter = "deprecated-parameter"
    case removedParameter = "removed-parameter"
    case clientUnusedParameter = "client-unused-parameter"
    case clientFile = "client-file"
    case missingMaster = "missing-master"
    case fieldCount = "field-count"
    case invalidField = "invalid-field"
    case braces = "braces"
    case optionSyntax = "option-syntax"
    case strayArgument = "stray-argument"
    case duplicateService = "duplicate-service"
    case badValue = "bad-value"
    case swallowedLine = "swallowed-line"
    case quotedValue = "quoted-value"
    case controlCharacter = "control-character"
    case includeDirective = "include-directive"
    case listSeparator = "list-separator"
    case unmatchedRequest = "unmatched-request"
    case unknownParameter = "unknown-parameter"
  }

  /// What Postfix does about it.
  public enum Verdict: Hashable, Sendable {
    /// The program named does not start, or dies when it reads the value.
    case fatal(String)
    case warning
    /// Postfix says nothing and does something else than the text suggests.
    case silent
  }

  public let kind: Kind
  public let verdict: Verdict
  /// Nil for what has no place, such as a missing file.
  public let span: SourceSpan?
  /// The parameter, service or option that it is about.
  public let subject: ByteString
  /// Postfix's own words, without program name and file.
  public let message: String

  public init(_ kind: Kind, _ verdict: Verdict, at span: SourceSpan?, subject: ByteString, message: String) {
    self.kind = kind
    self.verdict = verdict
    self.span = span
    self.subject = subject
    self.message = message
  }

  public var isFatal: Bool { if case .fatal = verdict { true } else { false } }
}
