// regexp: and pcre: tables: patterns, asked in order; the first that matches the key decides.
//
// Postfix asks such a table once, with the whole key; the partial keys that it derives from addresses and
// domains are for other tables only (DICT_FLAG_FIXED). That is the caller's business: see LookupTable.hasFixedKeys.
// Sources: dict_regexp.c, dict_pcre.c, regexp_table(5), pcre_table(5).

import Bytes

struct PatternTable: Sendable {
  enum Rule: Sendable {
    /// `second` is the pattern of `/first/!/second/`, which only regexp tables know.
    case match(RulePattern, second: RulePattern?, ResultTemplate, entry: Int)
    /// `end` is the index of the matching endif; nil if there is none.
    case ifMatch(RulePattern, end: Int?)
    case endif
  }

  private(set) var rules: [Rule] = []
  private(set) var entries: [TableEntry] = []
  private(set) var problems: [TableProblem]

  enum Answer: Sendable {
    case found(ByteString, TableEntry)
    case notFound
    case cannotTell(String)
  }

  func lookup(_ key: ByteString) -> Answer {
    var index = 0
    while index < rules.count {
      switch rules[index] {
      case .match(let first, let second, let result, let entry):
        switch first.match(key) {
        case .no: break
        case .cannotTell(let why): return .cannotTell("line \(line(of: entry)): \(why)")
        case .yes(let groups):
          switch second?.match(key) {
          case .no?: break
          case .cannotTell(let why)?: return .cannotTell("line \(line(of: entry)): \(why)")
          case .yes?, nil: return .found(result.filled(from: key, groups: groups), entries[entry])
          }
        }
      case .ifMatch(let pattern, let end):
        switch pattern.match(key) {
        case .yes: break
        case .cannotTell(let why): return .cannotTell(why)
        case .no:
          guard let end else { return .notFound }
          index = end
        }
      case .endif: break
      }
      index += 1
    }
    return .notFound
  }

  private func line(of entry: Int) -> Int { entries[entry].place.position.line }

  // MARK: Reading

  init(_ lines: [TableLine], isPerl: Bool, allowsSubstitution: Bool) {
    var parser = PatternRuleParser(isPerl: isPerl, allowsSubstitution: allowsSubstitution)
    var open: [(rule: Int, line: TableLine, pattern: ByteString)] = []
    for line in lines {
      guard let rule = parser.rule(line, nesting: open.count) else { continue }
      switch rule {
      case .match(let first, let second, let result, let key, let value):
        rules.append(.match(first, second: second, result, entry: entries.count))
        entries.append(
          TableEntry(
            .pattern(isNegated: first.isNegated), key: key, value: value, at: line.place(),
            conditions: open.map(\.pattern)))
      case .ifMatch(let pattern, let shown):
        open.append((rules.count, line, shown))
        rules.append(.ifMatch(pattern, end: nil))
      case .endif:
        if let (index, _, _) = open.popLast(), case .ifMatch(let pattern, _) = rules[index] {
          rules[index] = .ifMatch(pattern, end: rules.count)
        }
        rules.append(.endif)
      }
    }
    problems = parser.problems
    for (_, line, _) in open.reversed() {
      problems.append(TableProblem(.unmatchedIf, .none, at: line.place(), "IF has no matching ENDIF"))
    }
  }
}
