// Keys that a table answers with a given entry.
//
//     for entry in table.entries ?? [] { table.sampleKeys(of: entry) }
//
// Every key is proved by a lookup in the whole table, so it meets the conditions around a rule and no earlier rule
// takes it. An entry without keys is hidden by others, or its pattern is not understood well enough (PatternSamples).

public import Bytes

extension LookupTable {
  /// How many keys an entry has at most.
  public static let sampleLimit = 16
  /// How many keys are tried for an entry.
  private static let tryLimit = 128

  /// - Parameters:
  ///   - entry: one of this table's `entries`.
  ///   - groups: texts that the groups of a regexp or pcre pattern shall have, in the order of their numbers, where
  ///     it accepts them; keys that do come first.
  public func sampleKeys(of entry: TableEntry, wanting groups: [ByteString] = []) -> [ByteString] {
    var keys: [ByteString] = []
    var tried: Set<ByteString> = []
    for key in candidates(for: entry, groups) where tried.insert(key).inserted {
      if tried.count > Self.tryLimit { break }
      if case .found(_, at: [entry.place]) = lookup(key) { keys.append(key) }
      if keys.count == Self.sampleLimit { break }
    }
    return keys
  }

  private func candidates(for entry: TableEntry, _ groups: [ByteString]) -> [ByteString] {
    switch content {
    // The key of a compiled file is stored folded, which a program that folds for itself must know.
    case .fixed: [entry.key, CaseFolding.fold(entry.key, usesUTF8: options.usesUTF8)]
    case .networks(let table): table.sampleKeys(of: entry)
    case .patterns(let table): table.sampleKeys(of: entry, wanting: groups)
    case .constant, .random: groups + Self.anyKeys
    case .proxy(let table): table.candidates(for: entry, groups)
    case .pipeline, .union, .failing, .cannotTell: []
    }
  }

  /// Keys of all sorts, for rules that match what others do not.
  static let anyKeys: [ByteString] = [
    "user@host.example", "host.example", "user", "mail.example.com", "user@example.com", "192.0.2.1", "10.1.2.3",
    "2001:db8::1", "a", "1", "unknown", "[192.0.2.1]", "@", "<>",
  ]
}
