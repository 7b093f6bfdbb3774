// The pattern of a rule in a regexp_table(5), with the meaning that Postfix gives it.
//
// Patterns are extended and case-insensitive until the flags say otherwise. They are those of the C library, in the C locale:
// a byte is a character. Source: dict_regexp.c, regexp_table(5) of Postfix 3.7.
//
// The C library puts no limit on the work of a match. Patterns whose compilation would exhaust the memory or the stack are
// refused (PatternCost); a back-reference can still take long on a long text.

public import Bytes

public struct POSIXPattern: Sendable {
  /// The letters behind the closing delimiter. Each occurrence toggles.
  public struct Flags: OptionSet, Hashable, Sendable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `i`, on by default: case does not matter.
    public static let caseless = Flags(rawValue: 1 << 0)
    /// `m`: `^` and `$` match at every line, and a dot does not match a line end (REG_NEWLINE).
    public static let multiline = Flags(rawValue: 1 << 1)
    /// `x`, on by default: extended syntax; off: basic syntax, where `\(` opens a group.
    public static let extended = Flags(rawValue: 1 << 2)

    public static let `default`: Flags = [.caseless, .extended]

    /// The default with these letters toggled. Throws at a letter that Postfix does not know; Postfix skips such a rule.
    public init(toggling letters: ByteString) throws(PatternError) {
      self = .default
      for letter in letters.bytes {
        switch letter {
        case UInt8(ascii: "i"): formSymmetricDifference(.caseless)
        case UInt8(ascii: "m"): formSymmetricDifference(.multiline)
        case UInt8(ascii: "x"): formSymmetricDifference(.extended)
        default: throw .unknownFlag(letter, known: "i m x")
        }
      }
    }

    fileprivate var options: CompiledPOSIX.Options {
      var options: CompiledPOSIX.Options = []
      if contains(.caseless) { options.insert(.caseless) }
      if contains(.multiline) { options.insert(.multiline) }
      if contains(.extended) { options.insert(.extended) }
      return options
    }
  }

  public let source: ByteString
  public let flags: Flags
  private let compiled: CompiledPOSIX

  /// Compiles the text between the delimiters.
  public init(_ source: ByteString, flags: Flags = .default) throws(PatternError) {
    if let offset = source.bytes.firstIndex(of: 0) {
      throw PatternError(offset: offset, message: "a POSIX pattern cannot hold a NUL byte")
    }
    try PatternCost.check(source.bytes, isExtended: flags.contains(.extended))
    self.source = source
    self.flags = flags
    compiled = try CompiledPOSIX(source.bytes, options: flags.options)
  }

  /// Compiles the text between the delimiters with the letters that follow them.
  public init(_ source: ByteString, flags: ByteString) throws(PatternError) {
    try self.init(source, flags: Flags(toggling: flags))
  }

  /// The largest number that `$number` in the rule's result may have.
  public var groupCount: Int { compiled.groupCount }

  /// Looks for the leftmost longest match in the text. Fails for a text with a NUL byte, which POSIX cannot see beyond.
  public func match(_ text: Span<UInt8>) -> MatchResult {
    text.withUnsafeBufferPointer { text in
      text.contains(0) ? .failed(reason: "the text holds a NUL byte") : compiled.match(text)
    }
  }
  public func match(_ text: ByteString) -> MatchResult { match(text.bytes.span) }
}
