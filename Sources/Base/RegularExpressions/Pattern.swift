// A pattern that a person gives to Postkeep, as in `--where 'subject matches /invoice/i'`.
//
// PCRE2 without any of Postfix's defaults, compiled to machine code where the system allows it: it may run over every line
// of a log. It matches bytes, so text in any encoding can be searched; `(*UTF)` at its start makes it match characters.

public import Bytes

public struct Pattern: Sendable, Hashable {
  public let source: ByteString
  public let ignoreCase: Bool
  private let compiled: CompiledPCRE

  /// The steps of one match, unless the caller says otherwise: plenty for a sensible pattern, well below a second.
  public static let defaultMatchLimit: UInt32 = 1_000_000

  /// - Parameter matchLimit: how many steps one match may take before it fails.
  public init(
    _ source: ByteString, ignoreCase: Bool = false, matchLimit: UInt32 = Pattern.defaultMatchLimit
  ) throws(PatternError) {
    self.source = source
    self.ignoreCase = ignoreCase
    compiled = try CompiledPCRE(
      source.bytes, options: ignoreCase ? PCREOption.caseless : 0, isJIT: true, matchLimit: matchLimit)
  }

  /// Without the whole match.
  public var groupCount: Int { compiled.groupCount }

  /// Looks for the first match anywhere in the text.
  public func match(_ text: Span<UInt8>) -> MatchResult { text.withUnsafeBufferPointer { compiled.match($0) } }
  public func match(_ text: ByteString) -> MatchResult { match(text.bytes.span) }

  /// Whether the text matches, without the groups. Nil if that is unknown; `match(_:)` tells why.
  public func isMatch(_ text: Span<UInt8>) -> Bool? { text.withUnsafeBufferPointer { compiled.isMatch($0) } }
  public func isMatch(_ text: ByteString) -> Bool? { isMatch(text.bytes.span) }

  /// Patterns are equal if they are spelt equally.
  public static func == (left: Pattern, right: Pattern) -> Bool {
    left.source == right.source && left.ignoreCase == right.ignoreCase
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(source)
    hasher.combine(ignoreCase)
  }
}
