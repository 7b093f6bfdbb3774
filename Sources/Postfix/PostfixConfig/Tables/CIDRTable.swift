// cidr: address patterns, asked in order; the first that matches the address decides.
//
// A key that is no address matches nothing, not even a negated pattern. A pattern of the other address family never
// matches, negated or not.
// Source: dict_cidr.c, cidr_match.c, cidr_table(5).

import Bytes

struct CIDRTable: Sendable {
  enum Rule: Sendable {
    case match(NetworkBits, isNegated: Bool, entry: Int)
    /// `end` is the index of the matching endif; nil if there is none.
    case ifMatch(NetworkBits, isNegated: Bool, end: Int?)
    case endif
  }

  private(set) var rules: [Rule] = []
  /// Nil for a table with conditions, which is searched in order.
  private var index: CIDRIndex?
  private(set) var entries: [TableEntry] = []
  private(set) var problems: [TableProblem] = []

  func entry(for key: ByteString) -> TableEntry? {
    AddressBits(key).flatMap { position(for: $0) }.map { entries[$0] }
  }

  /// The position of the entry that answers.
  func position(for address: AddressBits) -> Int? {
    if let index { index.first(matching: address) } else { position(inOrderFor: address) }
  }

  private func position(inOrderFor address: AddressBits) -> Int? {
    var index = 0
    while index < rules.count {
      switch rules[index] {
      case .match(let network, let isNegated, let entry):
        if network.matches(address, isNegated: isNegated) { return entry }
      case .ifMatch(let network, let isNegated, let end):
        if !network.matches(address, isNegated: isNegated) {
          guard let end else { return nil }
          index = end
        }
      case .endif: break
      }
      index += 1
    }
    return nil
  }

  // MARK: Reading

  init(_ lines: [TableLine], version: PostfixVersion) {
    index = CIDRIndex()
    var open: [(rule: Int, line: TableLine, pattern: ByteString)] = []
    // Negation and conditions came with 3.2.
    let hasConditions = version >= PostfixVersion(3, 2)
    for line in lines {
      let rule: Parsed
      do throws(CIDRPattern.Problem) {
        rule = try Self.parse(line, nesting: open.count, hasConditions: hasConditions)
      } catch {
        problems.append(
          TableProblem(
            error.isHostBits ? .hostBits : .badAddress, .ignored, at: line.place(),
            "\(error.message): skipping this rule"))
        continue
      }
      switch rule {
      case .match(let network, let isNegated, let key, let value, let offset):
        index?.add(network, isNegated: isNegated, at: entries.count)
        rules.append(.match(NetworkBits(network), isNegated: isNegated, entry: entries.count))
        entries.append(
          TableEntry(
            .network(network, isNegated: isNegated), key: key, value: value, at: line.place(of: offset),
            conditions: open.map(\.pattern)))
      case .ifMatch(let network, let isNegated, let pattern):
        open.append((rules.count, line, pattern))
        index = nil
        rules.append(.ifMatch(NetworkBits(network), isNegated: isNegated, end: nil))
      case .endif:
        if let (index, _, _) = open.popLast(), case .ifMatch(let network, let isNegated, _) = rules[index] {
          rules[index] = .ifMatch(network, isNegated: isNegated, end: rules.count)
        }
        rules.append(.endif)
      }
    }
    for (_, line, _) in open.reversed() {
      problems.append(TableProblem(.unmatchedIf, .none, at: line.place(), "IF has no matching ENDIF"))
    }
  }

  private enum Parsed {
    case match(IPNetwork, isNegated: Bool, key: ByteString, value: ByteString, offset: Int)
    case ifMatch(IPNetwork, isNegated: Bool, pattern: ByteString)
    case endif
  }

  private static func parse(
    _ line: TableLine, nesting: Int, hasConditions: Bool
  ) throws(CIDRPattern.Problem) -> Parsed {
    func bad(_ message: String) -> CIDRPattern.Problem { .init(isHostBits: false, message: message) }
    let text = line.text
    if hasConditions, RuleWord.begins(text, with: "if") {
      let (isNegated, rest) = RuleWord.negation(in: text.dropFirst(2))
      let pattern = Words.trimmed(rest)
      guard !pattern.isEmpty else { throw bad("no address pattern") }
      return .ifMatch(
        try CIDRPattern.parse(pattern), isNegated: isNegated, pattern: ByteString(Words.trimmed(text.dropFirst(2))))
    }
    if hasConditions, RuleWord.begins(text, with: "endif") {
      guard Words.trimmed(text.dropFirst(5)).isEmpty else { throw bad("garbage after ENDIF") }
      guard nesting > 0 else { throw bad("ENDIF without IF") }
      return .endif
    }
    let (isNegated, rest) = hasConditions ? RuleWord.negation(in: text) : (false, text)
    let pattern = rest.prefix { !$0.isASCIISpace }
    guard !pattern.isEmpty else { throw bad("no address pattern") }
    let network = try CIDRPattern.parse(pattern)
    let value = Words.trimmed(rest[pattern.endIndex...])
    guard !value.isEmpty else { throw bad("no lookup result") }
    return .match(
      network, isNegated: isNegated, key: ByteString(text[..<pattern.endIndex]), value: ByteString(value),
      offset: text.startIndex)
  }
}
