// Keys that a rule of a regexp: or pcre: table may answer.
//
// They come from the rule's own pattern and, where conditions stand around it, also from those: a condition for the
// domain and a rule for the user make an address together.

import Bytes

extension PatternTable {
  /// Not yet proved.
  func sampleKeys(of entry: TableEntry, wanting groups: [ByteString]) -> [ByteString] {
    guard let (own, _, conditions) = patterns(of: entry) else { return [] }
    var keys = own.isNegated ? LookupTable.anyKeys : own.samples(wanting: groups) + LookupTable.anyKeys
    let wanted = conditions.filter { !$0.isNegated }.map { $0.samples(wanting: []) }
    // Each condition in turn adds its samples to both ends of what there is, so that some key may meet all of them.
    for samples in wanted {
      let few = samples.prefix(4)
      let both = keys.prefix(8).flatMap { key in few.flatMap { [Self.join(key, $0), Self.join($0, key)] } }
      keys = keys.prefix(8) + both + few + keys.dropFirst(8)
    }
    return keys
  }

  /// One text behind the other; what ends the first and begins the second stands once: `user@` and `@example.com`.
  private static func join(_ first: ByteString, _ second: ByteString) -> ByteString {
    let longest = min(first.count, second.count, 32)
    let common = (0...longest).last { first.bytes.suffix($0).elementsEqual(second.bytes.prefix($0)) } ?? 0
    return ByteString(first.bytes + second.bytes.dropFirst(common))
  }

  /// The rule's own patterns, and the conditions around it.
  func patterns(of entry: TableEntry) -> (own: RulePattern, second: RulePattern?, conditions: [RulePattern])? {
    var open: [RulePattern] = []
    for rule in rules {
      switch rule {
      case .ifMatch(let pattern, _): open.append(pattern)
      case .endif: _ = open.popLast()
      case .match(let own, let second, _, let index):
        if entries[index].place == entry.place { return (own, second, open) }
      }
    }
    return nil
  }
}
