// Keys of tables that may let a stranger in: one for each combination of answers that the tables give.
//
// A key that is only refused helps nobody, and two keys that every table answers alike are one for the proof.

import Bytes
import PostfixConfig

struct KeyWitnesses {
  /// A key as it may be looked up.
  struct Witness: Sendable {
    let key: ByteString
    /// Whether it stands in a pattern's place: it is one of many.
    let isSample: Bool
    /// Whether it is there because a negated pattern refuses all others: then it is a privilege of few.
    var isSpared = false
  }

  private(set) var witnesses: [Witness] = []
  /// Patterns for which no key was found.
  private(set) var unsampled: [(table: LookupTable, entry: TableEntry)] = []

  /// Permissions that no key was found for that other tables leave alone.
  private(set) var contests: [ContestedKeys.Contest] = []

  /// What a key can be looked up as; whether it ever is depends on more than the table.
  private enum Form: Hashable {
    case address, parentDomain, user, mailbox, domain

    init(_ key: ByteString) {
      if key.bytes.last == UInt8(ascii: "@") {
        self = .user
      } else if key.bytes.contains(UInt8(ascii: "@")) {
        self = .mailbox
      } else if StrangerAddresses.address(from: key) != nil {
        self = .address
      } else {
        self = key.bytes.first == UInt8(ascii: ".") ? .parentDomain : .domain
      }
    }
  }

  private struct Signature: Hashable {
    let form: Form
    let values: [ByteString?]
  }

  /// How many keys that look alike are tried.
  private static let alikeLimit = 3

  init(_ tables: [LookupTable]) {
    var counts: [Signature: Int] = [:]
    for table in tables {
      for source in Self.sources(of: table) {
        unsampled += source.obscure.map { (table, $0) }
        var effects: [ByteString: TableValues.Effect] = [:]
        func effect(_ value: ByteString) -> TableValues.Effect {
          if let known = effects[value] { return known }
          let effect = TableValues.effect(of: value)
          effects[value] = effect
          return effect
        }
        for entry in source.entries where effect(entry.value) != .refusal {
          // Who is not in a table of keys gets no decision either.
          if entry.kind == .key, table.hasFixedKeys, table.tables.isEmpty, effect(entry.value) == .none { continue }
          switch entry.kind {
          case .key, .anything:
            let key = entry.kind == .anything ? ByteString("x") : entry.key
            let signature = Signature(form: Form(key), values: tables.map { Self.plainValue(of: key, in: $0) })
            let count = counts[signature, default: 0]
            counts[signature] = count + 1
            if count < Self.alikeLimit { witnesses.append(Witness(key: key, isSample: false)) }
          case .network, .pattern:
            let samples = source.table.sampleKeys(of: entry, wanting: ["victim", "victim.example"])
            if samples.isEmpty { unsampled.append((table, entry)) }
            witnesses += samples.prefix(3).map { Witness(key: $0, isSample: true) }
          }
        }
        addSpared(by: source.entries.filter { effect($0.value) == .refusal }, of: source.table, in: table)
      }
    }
    let contested = ContestedKeys(tables)
    witnesses += contested.joined.map { Witness(key: $0, isSample: true) }
    contests = contested.contests
  }

  mutating func addSpared(_ keys: [ByteString]) {
    witnesses += keys.map { Witness(key: $0, isSample: true, isSpared: true) }
  }

  mutating func addUnsampled(_ table: LookupTable, _ entry: TableEntry) { unsampled.append((table, entry)) }

  private static func plainValue(of key: ByteString, in table: LookupTable) -> ByteString? {
    guard table.hasFixedKeys else { return nil }
    let value = table.lookup(key).value
    return value.flatMap { TableValues.effect(of: $0) == .refusal ? "REJECT" : $0 }
  }

  /// A table with entries, or one that another is made of.
  private struct Source {
    let table: LookupTable
    var entries: [TableEntry]
    /// Rules of which the key decides what comes of them.
    var obscure: [TableEntry] = []
  }

  private static func sources(of table: LookupTable) -> [Source] {
    if let entries = table.entries { return [Source(table: table, entries: entries)] }
    if table.name.kind != .pipeline { return table.tables.flatMap(sources) }
    // The first table has the keys. Its own entries say nothing of the result.
    guard let first = table.tables.first else { return [] }
    let mayPermit = table.possibleResults?.contains { TableValues.effect(of: $0) != .refusal } ?? true
    return sources(of: first).map { source in
      var piped = Source(table: source.table, entries: [], obscure: source.obscure)
      for entry in source.entries {
        if entry.kind == .pattern(isNegated: false), entry.value.bytes.contains(UInt8(ascii: "$")) {
          if mayPermit { piped.obscure.append(entry) }
        } else if let entry = Self.entry(entry, of: source.table, after: table) {
          piped.entries.append(entry)
        }
      }
      return piped
    }
  }

  /// The entry with what a pipeline makes of it; nil if that is nothing.
  private static func entry(
    _ entry: TableEntry, of table: LookupTable, after pipeline: LookupTable
  ) -> TableEntry? {
    let unknown = entry.replacing(value: "restrictions")
    guard let key = table.sampleKeys(of: entry).first else { return unknown }
    return switch pipeline.lookup(key) {
    case .found(let value, _): entry.replacing(value: value)
    case .cannotTell: unknown
    case .notFound, .failed: nil
    }
  }
}
