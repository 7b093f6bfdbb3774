// Lookups in tables, with what is unknown turned into a choice.
//
// Source: maps.c (maps_find).

import Bytes
import PostfixConfig

extension Evaluation {
  enum Lookup: Sendable {
    case found(ByteString, places: [TablePlace])
    case notFound
    /// The lookup fails; an empty value is an error of the configuration.
    case failed(String, isConfiguration: Bool)
  }

  /// What an access table might say where nobody can look.
  static let possibleActions: [ByteString?] = [nil, "OK", "REJECT"]

  /// Presence is all that counts.
  mutating func lookUp(_ key: ByteString, in maps: MapList?) -> Lookup {
    guard let maps else { return .notFound }
    return settled(maps.lookup(key), key: key, possible: [nil, "x"])
  }

  mutating func settled(_ result: LookupResult, key: ByteString, possible: [ByteString?]) -> Lookup {
    switch result {
    case .notFound: return .notFound
    case .found(let value, let places): return .found(value, places: places)
    case .failed(let why): return .failed(why, isConfiguration: why.hasSuffix("returns an empty string result"))
    case .cannotTell(let table, let why):
      found("\(table): \(why)")
      let index = choose(AccessUnknown(.table, table.text, key: key), among: possible.count)
      return possible[index].map { .found($0, places: []) } ?? .notFound
    }
  }

  /// One access table, as check_access asks it.
  mutating func lookUp(_ key: ByteString, in table: LookupTable, partial: Bool) -> Lookup {
    if key.isEmpty || (partial && !table.hasFixedKeys) { return .notFound }
    let result = table.lookup(key)
    if case .found(let value, _) = result, value.isEmpty {
      return .failed("lookup of \(key) returns an empty string result", isConfiguration: true)
    }
    return settled(result, key: key, possible: Self.possibleActions)
  }
}
