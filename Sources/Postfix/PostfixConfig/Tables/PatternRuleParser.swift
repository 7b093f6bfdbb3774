// Reads the rules of regexp and pcre tables one by one, with Postfix's complaints in Postfix's order.
//
// An `if` whose pattern is bad is skipped like any rule: the rules behind it then apply always, and its `endif` has
// no `if`.
// Sources: dict_regexp.c (dict_regexp_parseline), dict_pcre.c (dict_pcre_parse_rule).

import Bytes

struct PatternRuleParser {
  let isPerl: Bool
  let allowsSubstitution: Bool
  private(set) var problems: [TableProblem] = []

  init(isPerl: Bool, allowsSubstitution: Bool) {
    self.isPerl = isPerl
    self.allowsSubstitution = allowsSubstitution
  }

  enum Rule {
    case match(RulePattern, second: RulePattern?, ResultTemplate, key: ByteString, value: ByteString)
    case ifMatch(RulePattern, shown: ByteString)
    case endif
  }

  /// Nil for a line that Postfix skips.
  mutating func rule(_ line: TableLine, nesting: Int) -> Rule? {
    var text = line.text
    while let last = text.last, last.isASCIISpace { text.removeLast() }
    guard let first = text.first else { return nil }
    do throws(RulePattern.Problem) {
      if !first.isASCIIAlphanumeric { return try match(text, line) }
      if RuleWord.begins(text, with: "if") { return try condition(text, line) }
      if RuleWord.begins(text, with: "endif") {
        guard nesting > 0 else {
          throw .init(kind: .unmatchedEndif, message: "ignoring ENDIF without matching IF")
        }
        if !Words.trimmed(text.dropFirst(5)).isEmpty {
          warn(.extraText, .none, line, "ignoring extra text after ENDIF")
        }
        return .endif
      }
      throw .init(kind: .badRule, message: "ignoring unrecognized request")
    } catch {
      warn(error.kind, .ignored, line, error.message)
      return nil
    }
  }

  private mutating func match(_ text: ArraySlice<UInt8>, _ line: TableLine) throws(RulePattern.Problem) -> Rule {
    var rest = text
    let first = try take(from: &rest, line)
    var second: RulePattern.Text?
    if !isPerl, rest.first == UInt8(ascii: "!") { second = try take(from: &rest, line) }
    let key = ByteString(text[..<rest.startIndex])
    let value = rest.drop { $0.isASCIISpace }
    if value.isEmpty { warn(.missingValue, .none, line, "no replacement text: using empty string") }
    let result: ResultTemplate
    do throws(ResultTemplate.Problem) { result = try ResultTemplate(value, isPerl: isPerl) } catch {
      throw .init(kind: .badResult, message: "\(error.message): bad replacement syntax: skipping this rule")
    }
    if result.largestGroup > 0 {
      guard !first.isNegated else {
        throw .init(
          kind: .badResult, message: "$number found in negative match replacement text: skipping this rule")
      }
      guard allowsSubstitution else {
        throw .init(
          kind: .badResult, message: "regular expression substitution is not allowed: skipping this rule")
      }
    }
    let pattern = try RulePattern(compiling: first, isPerl: isPerl)
    guard result.largestGroup <= pattern.groupCount ?? Int.max else {
      let shown = result.largestGroup == Int.max ? -1 : result.largestGroup
      throw .init(
        kind: .badResult, message: "out of range replacement index \"\(shown)\": skipping this rule")
    }
    let secondPattern: RulePattern?
    if let second { secondPattern = try RulePattern(compiling: second, isPerl: isPerl) } else { secondPattern = nil }
    return .match(pattern, second: secondPattern, result, key: key, value: ByteString(value))
  }

  private mutating func condition(
    _ text: ArraySlice<UInt8>, _ line: TableLine
  ) throws(RulePattern.Problem) -> Rule {
    var rest = text.dropFirst(2)
    let pattern = try take(from: &rest, line)
    let shown = ByteString(Words.trimmed(text[..<rest.startIndex].dropFirst(2)))
    let extra = rest.drop { $0.isASCIISpace }
    if !extra.isEmpty {
      warn(
        .extraText, .none, line,
        "ignoring extra text after IF statement: \"\(ByteString(extra))\"; do not prepend whitespace to statements "
          + "between IF and ENDIF")
    }
    return .ifMatch(try RulePattern(compiling: pattern, isPerl: isPerl), shown: shown)
  }

  private mutating func take(
    from rest: inout ArraySlice<UInt8>, _ line: TableLine
  ) throws(RulePattern.Problem) -> RulePattern.Text {
    let text = try RulePattern.take(from: &rest, isPerl: isPerl)
    if isPerl, text.flags.contains(UInt8(ascii: "X")) {
      warn(.badPattern, .none, line, "ignoring obsolete regexp option \"X\"")
    }
    return text
  }

  private mutating func warn(
    _ kind: TableProblem.Kind, _ consequence: TableProblem.Consequence, _ line: TableLine, _ message: String
  ) {
    problems.append(TableProblem(kind, consequence, at: line.place(), message))
  }
}
