// Lookups in pipemap and unionmap tables.
//
// Sources: dict_pipe.c, dict_union.c.

import Bytes

enum CombinedTables {
  /// The result of each table is the key for the next. The first that finds nothing, or fails, ends the search.
  static func pipe(_ key: ByteString, through tables: [LookupTable]) -> LookupResult {
    var result = LookupResult.found(key, at: [])
    for table in tables {
      guard let value = result.value else { return result }
      result = table.lookup(value)
    }
    return result
  }

  /// The results of all tables, joined by commas. The first table that fails makes the whole lookup fail.
  static func unite(_ key: ByteString, in tables: [LookupTable]) -> LookupResult {
    var union = ByteString.empty
    var places: [TablePlace] = []
    var unknown: LookupResult?
    for table in tables {
      switch table.lookup(key) {
      case .found(let value, let found):
        if !union.isEmpty { union += "," }
        union += value
        places += found
      case .notFound: break
      // Whatever an unknown table before would say, the lookup as a whole fails.
      case .failed(let why): return .failed(why)
      case .cannotTell(let table, let why): unknown = unknown ?? .cannotTell(table, why)
      }
    }
    if let unknown { return unknown }
    return union.isEmpty ? .notFound : .found(union, at: places)
  }
}
