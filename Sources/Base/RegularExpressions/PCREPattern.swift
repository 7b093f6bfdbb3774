// The pattern of a rule in a pcre_table(5), with the meaning that Postfix gives it.
//
//     let pattern = try PCREPattern("^(.*)@example\\.com$", flags: "i")   // i toggles: now case matters
//
// Matching is by bytes, case-insensitive, and a dot matches a line end, until the flags say otherwise. The pattern is
// interpreted, not compiled to machine code, as in Postfix, so that the limits strike at the same texts.
// Source: dict_pcre.c, pcre_table(5) of Postfix 3.7 built with PCRE2.

public import Bytes

public struct PCREPattern: Sendable {
  /// The letters behind the closing delimiter. Each occurrence toggles.
  public struct Flags: OptionSet, Hashable, Sendable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `i`, on by default: case does not matter.
    public static let caseless = Flags(rawValue: 1 << 0)
    /// `m`: `^` and `$` match at every line.
    public static let multiline = Flags(rawValue: 1 << 1)
    /// `s`, on by default: a dot matches a line end.
    public static let dotAll = Flags(rawValue: 1 << 2)
    /// `x`: blanks and comments in the pattern are ignored.
    public static let extended = Flags(rawValue: 1 << 3)
    /// `A`: the match must start at the start of the text.
    public static let anchored = Flags(rawValue: 1 << 4)
    /// `E`: `$` does not match before a line end that ends the text.
    public static let dollarEndOnly = Flags(rawValue: 1 << 5)
    /// `U`: quantifiers are lazy, and greedy when followed by `?`.
    public static let ungreedy = Flags(rawValue: 1 << 6)
    /// `X`: without effect; Postfix with PCRE2 ignores it and warns.
    public static let obsolete = Flags(rawValue: 1 << 7)

    public static let `default`: Flags = [.caseless, .dotAll]

    /// The default with these letters toggled. Throws at a letter that Postfix does not know; Postfix skips such a rule.
    public init(toggling letters: ByteString) throws(PatternError) {
      self = .default
      for letter in letters.bytes {
        switch letter {
        case UInt8(ascii: "i"): formSymmetricDifference(.caseless)
        case UInt8(ascii: "m"): formSymmetricDifference(.multiline)
        case UInt8(ascii: "s"): formSymmetricDifference(.dotAll)
        case UInt8(ascii: "x"): formSymmetricDifference(.extended)
        case UInt8(ascii: "A"): formSymmetricDifference(.anchored)
        case UInt8(ascii: "E"): formSymmetricDifference(.dollarEndOnly)
        case UInt8(ascii: "U"): formSymmetricDifference(.ungreedy)
        case UInt8(ascii: "X"): formUnion(.obsolete)
        default: throw .unknownFlag(letter, known: "A E U X i m s x")
        }
      }
    }

    var options: UInt32 {
      var options: UInt32 = 0
      if contains(.caseless) { options |= PCREOption.caseless }
      if contains(.multiline) { options |= PCREOption.multiline }
      if contains(.dotAll) { options |= PCREOption.dotAll }
      if contains(.extended) { options |= PCREOption.extended }
      if contains(.anchored) { options |= PCREOption.anchored }
      if contains(.dollarEndOnly) { options |= PCREOption.dollarEndOnly }
      if contains(.ungreedy) { options |= PCREOption.ungreedy }
      return options
    }
  }

  public let source: ByteString
  public let flags: Flags
  private let compiled: CompiledPCRE

  /// Compiles the text between the delimiters.
  public init(_ source: ByteString, flags: Flags = .default) throws(PatternError) {
    self.source = source
    self.flags = flags
    compiled = try CompiledPCRE(source.bytes, options: flags.options, isJIT: false, matchLimit: nil)
  }

  /// Compiles the text between the delimiters with the letters that follow them.
  public init(_ source: ByteString, flags: ByteString) throws(PatternError) {
    try self.init(source, flags: Flags(toggling: flags))
  }

  /// The largest number that `$number` in the rule's result may have.
  public var groupCount: Int { compiled.groupCount }

  /// Looks for the first match anywhere in the text.
  public func match(_ text: Span<UInt8>) -> MatchResult { text.withUnsafeBufferPointer { compiled.match($0) } }
  public func match(_ text: ByteString) -> MatchResult { match(text.bytes.span) }
}
