// A lookup table: what Postfix would find in it, and what is wrong with it.
//
//     let table = LookupTable(try TableName("texthash:/etc/postfix/access"), from: files)
//     switch table.lookup("example.com") { case .found(let value, let places): … }
//
// Loading never fails: a table that Postfix could not open answers every lookup with the failure that Postfix reports, and a
// table whose contents are not in the files answers "cannot tell". Which keys are asked, in which order, and what an
// empty value means is the business of the program that asks (access(5), maps_find, mail_addr_find).
// Sources: dict.h, dict_open.c, dict_utf8.c, dict_surrogate.c.

public import Bytes

public struct LookupTable: Sendable {
  indirect enum Content: Sendable {
    case fixed(FixedTable)
    case networks(CIDRTable)
    case patterns(PatternTable)
    case constant(TableEntry)
    /// The values of a randmap.
    case random([TableEntry])
    case pipeline([LookupTable])
    case union([LookupTable])
    /// Another table under another name.
    case proxy(LookupTable)
    case failing(String)
    case cannotTell(String)
  }

  public let name: TableName
  public let options: TableOptions
  /// What Postfix complains about when it reads the table, in the order of the source. Those of nested tables are in
  /// `tables`.
  public let problems: [TableProblem]
  let content: Content

  public init(_ name: TableName, from sources: TableSources, options: TableOptions = TableOptions()) {
    self.init(name, loader: TableLoader(sources: sources, options: options))
  }

  init(_ name: TableName, loader: TableLoader) {
    self.name = name
    options = loader.options
    (content, problems) = loader.load(name)
  }

  /// Looks the key up as a program would, with the case folding and UTF-8 checks of `options`. A NUL ends the key.
  public func lookup(_ key: ByteString) -> LookupResult {
    // Neither folding nor a check can change such a key.
    if case .folded = CaseFolding.spelling(of: key) { return checked(rawLookup(key), key) }
    var key = key.bytes.firstIndex(of: 0).map { ByteString(key.bytes[..<$0]) } ?? key
    guard options.usesUTF8 else { return rawLookup(key) }
    // Such a key is not even asked for, except in a table of no type at all.
    guard CaseFolding.isValidUTF8(key) else { return name.kind == .unknown ? rawLookup(key) : .notFound }
    if options.foldsCase, hasFixedKeys { key = CaseFolding.fold(key, usesUTF8: true) }
    return checked(rawLookup(key), key)
  }

  private func checked(_ result: LookupResult, _ key: ByteString) -> LookupResult {
    guard options.usesUTF8, let value = result.value, !CaseFolding.isValidUTF8(value) else { return result }
    return .failed("\(name): key \"\(key)\": non-UTF-8 value \"\(value)\": malformed UTF-8 or invalid codepoint")
  }

  private func rawLookup(_ key: ByteString) -> LookupResult {
    switch content {
    case .fixed(let table):
      let stored = options.foldsCase && !options.usesUTF8 ? CaseFolding.fold(key, usesUTF8: false) : key
      if let entry = table[stored] { return .found(entry.value, at: [entry.place]) }
      // postalias(1) marks the end of its work.
      let isMark = options.grammar == .aliases && name.kind == .indexedFile && stored == "@"
      return isMark ? .found("@", at: []) : .notFound
    case .networks(let table):
      return table.entry(for: key).map { .found($0.value, at: [$0.place]) } ?? .notFound
    case .patterns(let table):
      switch table.lookup(key) {
      case .found(let value, let entry): return .found(value, at: [entry.place])
      case .notFound: return .notFound
      case .cannotTell(let why): return .cannotTell(name, why)
      }
    case .constant(let entry): return .found(entry.value, at: [entry.place])
    case .random(let entries):
      guard let first = entries.first, entries.allSatisfy({ $0.value == first.value }) else {
        return .cannotTell(name, "the result is chosen at random")
      }
      return .found(first.value, at: [first.place])
    case .pipeline(let tables): return CombinedTables.pipe(key, through: tables)
    case .union(let tables): return CombinedTables.unite(key, in: tables)
    case .proxy(let table):
      return table.lookup(options.foldsCase && !options.usesUTF8 && table.hasFixedKeys ? key.lowercased : key)
    case .failing(let why): return .failed(why)
    case .cannotTell(let why): return .cannotTell(name, why)
    }
  }

  // MARK: What it holds

  /// DICT_FLAG_FIXED: whether programs also ask for partial keys, such as parent domains. Pipelines and unions take it from
  /// their first table. A table that cannot be opened is asked once.
  public var hasFixedKeys: Bool {
    switch content {
    case .fixed, .constant: true
    case .networks, .patterns, .random, .failing: false
    case .pipeline(let tables), .union(let tables): tables.first?.hasFixedKeys ?? false
    case .proxy(let table): table.hasFixedKeys
    case .cannotTell: name.kind == .indexedFile || name.kind == .textFile || isDatabase
    }
  }

  private var isDatabase: Bool { name.kind == .remote && name.type != "tcp" && name.type != "socketmap" }

  /// Its lines or rules in order, with those that an earlier one hides. Nil where they cannot be listed: tables of tables
  /// (see `tables`), and those that are not in the files.
  public var entries: [TableEntry]? {
    switch content {
    case .fixed(let table): table.entries
    case .networks(let table): table.entries
    case .patterns(let table): table.entries
    case .constant(let entry): [entry]
    case .random(let entries): entries
    case .proxy(let table): table.entries
    case .pipeline, .union, .failing, .cannotTell: nil
    }
  }

  /// The tables that a pipemap, unionmap, proxy or debug table asks, in order.
  public var tables: [LookupTable] {
    switch content {
    case .pipeline(let tables), .union(let tables): tables
    case .proxy(let table): [table]
    default: []
    }
  }

  /// Every result that a lookup can have. Nil if there are more than the files show: results made from the key, the
  /// values of unions, and tables that are not in the files.
  public var possibleResults: Set<ByteString>? {
    switch content {
    case .patterns(let table):
      table.entries.allSatisfy { !$0.value.bytes.contains(UInt8(ascii: "$")) } ? Set(table.entries.map(\.value)) : nil
    case .pipeline(let tables): tables.last?.possibleResults
    case .failing: []
    default: entries.map { Set($0.map(\.value)) }
    }
  }
}
