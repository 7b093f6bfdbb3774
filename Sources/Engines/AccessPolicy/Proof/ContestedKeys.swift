// Keys that one table permits and another refuses: an address that suits both may lie between their patterns.
//
// `/^abc/ OK` in one table and `/partner/ DUNNO`, `/./ REJECT` in another let abc-partner@anywhere in, which is no sample
// of either pattern. Their samples are joined; where no join suits every table, the entry is contested.

import Bytes
import PostfixConfig

struct ContestedKeys {
  /// A permission that other tables keep from all its samples.
  struct Contest {
    let table: LookupTable
    let entry: TableEntry
    let keys: [ByteString]
    /// The tables that refuse, by their position among those that are asked.
    let refusing: [Int]
  }

  /// Keys that suit several tables.
  private(set) var joined: [ByteString] = []
  private(set) var contests: [Contest] = []

  /// How many permissions of a table are looked at.
  private static let entryLimit = 50
  private static let keyLimit = 6

  private let tables: [LookupTable]
  /// What each table with patterns lets pass.
  private let passing: [[ByteString]?]

  init(_ tables: [LookupTable]) {
    self.tables = tables
    passing = tables.map(Self.passing)
    // Only patterns refuse keys that nobody has written down.
    guard tables.count > 1, passing.contains(where: { $0 != nil }) else { return }
    for (position, table) in tables.enumerated() {
      let permissions = (table.entries ?? []).lazy.filter {
        switch TableValues.effect(of: $0.value) {
        case .permission, .list: true
        case .refusal, .none: false
        }
      }
      for entry in permissions.prefix(Self.entryLimit) { join(entry, of: table, at: position) }
    }
  }

  private mutating func join(_ entry: TableEntry, of table: LookupTable, at position: Int) {
    let own = Self.addresses(of: entry, in: table)
    var keys = own
    var refusing: [Int] = []
    for (other, passing) in passing.enumerated() where other != position {
      guard let passing else { continue }
      let unrefused = keys.filter { refusal(of: $0, by: other) == nil }
      if !unrefused.isEmpty || keys.isEmpty {
        keys = unrefused
        continue
      }
      // Two tables that say it in the same words leave nothing between them.
      let refusals = keys.compactMap { refusal(of: $0, by: other) }
      if refusals.allSatisfy({ $0.key == entry.key }) { return }
      let isForAll = refusals.allSatisfy { tables[other].matchesEveryKey($0) }
      if passing.isEmpty, isForAll || table.hasFixedKeys { return }
      let suitable = keys.flatMap { key in passing.flatMap { Self.joins(key, $0) } }.filter { key in
        refusal(of: key, by: other) == nil && Self.has(key, entry, in: table)
      }
      if suitable.isEmpty { refusing.append(other) } else { keys = Array(suitable.prefix(Self.keyLimit)) }
    }
    if keys != own { joined += keys }
    if !refusing.isEmpty {
      contests.append(Contest(table: table, entry: entry, keys: own, refusing: refusing))
    }
  }

  private func refusal(of key: ByteString, by position: Int) -> TableEntry? {
    guard case .found(let value, let places) = tables[position].lookup(key),
      TableValues.effect(of: value) == .refusal
    else { return nil }
    return tables[position].entries?.first { $0.place == places.first }
  }

  /// Nil for a table without patterns.
  private static func passing(_ table: LookupTable) -> [ByteString]? {
    guard !table.hasFixedKeys, let entries = table.entries,
      entries.contains(where: { if case .pattern = $0.kind { true } else { false } })
    else { return nil }
    return Array(
      entries.prefix(entryLimit).flatMap { entry in
        TableValues.effect(of: entry.value) == .refusal
          ? table.keysSpared(by: entry) ?? [] : Array(table.sampleKeys(of: entry).prefix(4))
      }.prefix(24))
  }

  private static func addresses(of entry: TableEntry, in table: LookupTable) -> [ByteString] {
    switch entry.kind {
    case .pattern: Array(table.sampleKeys(of: entry).prefix(keyLimit))
    case .key where table.hasFixedKeys:
      entry.key.bytes.contains(UInt8(ascii: "@")) ? [entry.key] : ["@" + entry.key, entry.key]
    case .key, .network, .anything: []
    }
  }

  /// Tables of keys are also asked for parts of an address, which the proof finds out by itself.
  private static func has(_ key: ByteString, _ entry: TableEntry, in table: LookupTable) -> Bool {
    if table.hasFixedKeys { return true }
    guard case .found(_, at: [entry.place]) = table.lookup(key) else { return false }
    return true
  }

  private static func joins(_ first: ByteString, _ second: ByteString) -> [ByteString] {
    let (one, two) = (halves(first), halves(second))
    return [
      first + second, second + first, first + "@" + second, second + "@" + first, one.user + "@" + two.domain,
      two.user + "@" + one.domain, one.user + second, two.user + first, one.user + two.user + "@" + one.domain,
      one.user + two.user + "@" + two.domain, two.user + one.user + "@" + one.domain,
      two.user + one.user + "@" + two.domain, one.user + "@" + one.domain + "." + two.domain,
      one.user + "@" + two.domain + "." + one.domain,
    ]
  }

  private static func halves(_ key: ByteString) -> (user: ByteString, domain: ByteString) {
    guard let at = key.bytes.lastIndex(of: UInt8(ascii: "@")) else { return (key, key) }
    return (ByteString(key.bytes[..<at]), ByteString(key.bytes[(at + 1)...]))
  }
}
