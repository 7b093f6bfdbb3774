// Keys that a negation keeps from an entry: those that `!/pattern/`, or `if !/pattern/` around a rule, leave out.
//
// An entry that refuses all but a few is as good as a list of these few. The keys are not proved: another entry may
// have them.

public import Bytes

extension LookupTable {
  /// Nil for an entry without a negation; none where no key of the pattern is found.
  /// - Parameter entry: one of this table's `entries`.
  public func keysSpared(by entry: TableEntry) -> [ByteString]? {
    switch content {
    case .patterns(let table): table.keysSpared(by: entry)
    case .proxy(let table): table.keysSpared(by: entry)
    default: nil
    }
  }

  /// Whether the entry's own pattern, whatever stands around it, has keys of all sorts: `/./` and the like.
  public func matchesEveryKey(_ entry: TableEntry) -> Bool {
    switch content {
    case .patterns(let table):
      table.patterns(of: entry).map { own, second, _ in
        second == nil
          && Self.anyKeys.allSatisfy { key in if case .yes = own.match(key) { true } else { false } }
      } ?? false
    case .proxy(let table): table.matchesEveryKey(entry)
    default: false
    }
  }
}

extension PatternTable {
  fileprivate func keysSpared(by entry: TableEntry) -> [ByteString]? {
    guard let patterns = patterns(of: entry) else { return nil }
    let negations = ([patterns.own] + patterns.conditions + [patterns.second].compactMap { $0 }).filter(\.isNegated)
    if negations.isEmpty { return nil }
    return negations.flatMap { $0.samples(wanting: []).prefix(4) }
  }
}
