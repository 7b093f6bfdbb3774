// The pattern of a rule in a regexp or pcre table: /text/flags between delimiters of one's own choice.
//
// Sources: dict_regexp.c, dict_pcre.c.

import Bytes
import RegularExpressions

struct RulePattern: Sendable {
  private enum Matcher: Sendable {
    case posix(POSIXPattern)
    case perl(PCREPattern)
    /// A pattern that Postfix would use and Postkeep refuses to compile.
    case refused(String)
  }

  /// What a pattern says about a key, negation included.
  enum Answer: Sendable {
    case yes(groups: [Range<Int>?])
    case no
    case cannotTell(String)
  }

  private let matcher: Matcher
  let isNegated: Bool

  /// The largest `$number` that a result may have. Nil if that is unknown.
  var groupCount: Int? {
    switch matcher {
    case .posix(let pattern): pattern.groupCount
    case .perl(let pattern): pattern.groupCount
    case .refused: nil
    }
  }

  /// A match that fails, for example at PCRE's own limits, counts as no match, whether negated or not, as in Postfix.
  func match(_ key: ByteString) -> Answer {
    let result: MatchResult
    switch matcher {
    case .posix(let pattern): result = pattern.match(key)
    case .perl(let pattern): result = pattern.match(key)
    case .refused(let why): return .cannotTell(why)
    }
    switch result {
    case .matched(let groups): return isNegated ? .no : .yes(groups: groups)
    case .noMatch: return isNegated ? .yes(groups: []) : .no
    case .failed: return .no
    }
  }

  /// Texts that the pattern without its negation matches; none for a pattern that is refused.
  func samples(wanting groups: [ByteString]) -> [ByteString] {
    let groups = groups.map(\.bytes)
    switch matcher {
    case .posix(let pattern): return PatternSamples.of(pattern, wanting: groups).map { ByteString($0) }
    case .perl(let pattern): return PatternSamples.of(pattern, wanting: groups).map { ByteString($0) }
    case .refused: return []
    }
  }

  // MARK: Reading

  /// A pattern that is taken apart but not compiled: Postfix checks the result of the rule in between.
  struct Text: Sendable {
    let source: ArraySlice<UInt8>
    let flags: ArraySlice<UInt8>
    let isNegated: Bool
  }

  struct Problem: Error, Sendable {
    let kind: TableProblem.Kind
    let message: String
  }

  /// Takes a pattern from the start of `text`, which becomes the rest.
  static func take(from text: inout ArraySlice<UInt8>, isPerl: Bool) throws(Problem) -> Text {
    let (isNegated, start) = RuleWord.negation(in: text)
    guard let delimiter = start.first else {
      throw Problem(kind: .badRule, message: "no regexp: skipping this rule")
    }
    let source = start.dropFirst()
    var index = source.startIndex
    while index < source.endIndex, source[index] != delimiter {
      // A backslash before the delimiter stays in the pattern, and is no protection at the end of the line.
      if source[index] == UInt8(ascii: "\\") { index += 1 }
      index += 1
    }
    guard index < source.endIndex else {
      let shown = ByteString([delimiter])
      throw Problem(
        kind: .badRule,
        message: "no closing regexp delimiter \"\(shown)\": \(isPerl ? "ignoring" : "skipping") this rule")
    }
    let rest = source[(index + 1)...]
    let flags = rest.prefix { !$0.isASCIISpace && (isPerl || $0 != UInt8(ascii: "!")) }
    let known: StaticString = isPerl ? "imsxAEUX" : "imx"
    if let unknown = flags.first(where: { !known.description.utf8.contains($0) }) {
      throw Problem(
        kind: .badPattern, message: "unknown regexp option \"\(ByteString([unknown]))\": skipping this rule")
    }
    text = rest[flags.endIndex...]
    return Text(source: source[..<index], flags: flags, isNegated: isNegated)
  }

  init(compiling text: Text, isPerl: Bool) throws(Problem) {
    isNegated = text.isNegated
    let (source, flags) = (ByteString(text.source), ByteString(text.flags))
    do throws(PatternError) {
      matcher =
        isPerl ? .perl(try PCREPattern(source, flags: flags)) : .posix(try POSIXPattern(source, flags: flags))
    } catch {
      switch (isPerl, error.offset) {
      case (true, let offset?):
        throw Problem(kind: .badPattern, message: "error in regex at offset \(offset): \(error.message)")
      // The C library never tells an offset, so this is Postkeep's own protection against costly patterns.
      case (false, _?): matcher = .refused(error.message)
      default: throw Problem(kind: .badPattern, message: error.message)
      }
    }
  }
}
