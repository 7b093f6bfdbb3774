// What is wrong with the lines of a lookup table: those that Postfix passes over or takes for something else, and what makes
// lookups fail.
//
// Lines of tables may hold passwords, so what Postfix says is taken over only where it quotes none.

import Bytes
import ConfigurationDirectory
import PostfixConfig
import Synchronization

struct TableFaults: Sendable {
  /// "line 3: no closing regexp delimiter".
  private(set) var badLines: [ByteString] = []
  /// "line 3", for rules without a result.
  private(set) var emptyResults: [ByteString] = []
  /// Why every lookup fails; nil for a table that works, and for one that is not there.
  private(set) var failure: ByteString?

  static let none = TableFaults()
  private init() {}

  init(_ table: LookupTable) {
    let entries = Self.Entries(of: table)
    for problem in table.problems {
      switch problem.consequence {
      case .lookupsFail, .fatal:
        let isElsewhere = [.missingFile, .unsupportedType].contains(problem.kind) || problem.consequence == .fatal
        if !isElsewhere { failure = failure ?? Self.line(problem) }
      case .ignored, .shadowed, .none:
        if problem.kind == .missingValue, problem.consequence == .none {
          emptyResults.append(Self.place(problem))
        } else if Self.matters(problem, in: table, entries) {
          badLines.append(Self.line(problem))
        }
      case .restIgnored, .unknown: continue
      }
    }
  }

  /// At most four, so that a finding stays readable.
  static func shortened(_ lines: [ByteString]) -> [ByteString] {
    lines.count > 4 ? lines.prefix(3) + [ByteString("\(lines.count - 3) more")] : lines
  }

  // MARK: One complaint

  private static func matters(
    _ problem: TableProblem, in table: LookupTable, _ entries: Entries
  ) -> Bool {
    switch problem.kind {
    case .badPattern where problem.consequence == .none: return false
    case .duplicateKey:
      guard let entry = entries.entry(of: problem) else { return false }
      return entries.first[entry.key.lowercased] != entry.value
    case .aliasForm:
      // Compiled by postalias(1) such a table works, and an IPv6 network may end with a colon.
      guard table.name.kind == .textFile, let entry = entries.entry(of: problem) else { return false }
      return entry.key.bytes.count { $0 == UInt8(ascii: ":") } == 1
    default: return true
    }
  }

  /// The entries that complaints are about: a long table may have one in each line.
  private struct Entries {
    private var byLine: [Int: TableEntry] = [:]
    /// The values that count, where a key appears again; nothing where none does.
    private(set) var first: [ByteString: ByteString] = [:]

    init(of table: LookupTable) {
      guard let entries = table.entries,
        table.problems.contains(where: { $0.kind == .duplicateKey || $0.kind == .aliasForm })
      else { return }
      byLine = Dictionary(entries.map { ($0.place.position.line, $0) }) { first, _ in first }
      first = Dictionary(entries.map { ($0.key.lowercased, $0.value) }) { first, _ in first }
    }

    func entry(of problem: TableProblem) -> TableEntry? { problem.place.flatMap { byLine[$0.position.line] } }
  }

  private static func place(_ problem: TableProblem) -> ByteString {
    guard let place = problem.place, place.file != nil else { return "a rule" }
    return ByteString("line \(place.position.line)")
  }

  private static func line(_ problem: TableProblem) -> ByteString { place(problem) + ": " + words(problem) }

  private static func words(_ problem: TableProblem) -> ByteString {
    switch problem.kind {
    case .leadingWhitespace: "blanks in front, and no line before that it continues"
    case .missingValue: "no value behind the key"
    case .unbalancedQuote: "a quote without its end"
    case .notUTF8: "bytes that are not UTF-8"
    case .duplicateKey:
      problem.consequence == .lookupsFail
        ? "a key for the second time" : "a key that an earlier line gives another value"
    case .aliasForm: "a key with a colon behind it"
    case .extraText: "text behind an if or endif, which may be a rule that begins with blanks"
    default: ByteString(problem.message.replacing(/(: | -- )(skipping|ignoring) this (rule|line)$/, with: ""))
    }
  }
}

/// The tables of one configuration, each read once.
final class TableFaultFinder: Sendable {
  private let configuration: Configuration
  private let sources: TableSources
  /// Tables that postalias(1) compiles.
  private let aliasTables: Set<ByteString>
  private let known = Mutex<[Key: TableFaults]>([:])

  private struct Key: Hashable {
    let name: ByteString
    let allowsSubstitution: Bool
  }

  init(_ configuration: Configuration, _ files: any ReferencedFiles) {
    self.configuration = configuration
    sources = files.tableSources(of: configuration)
    aliasTables = Set(
      ["alias_maps", "alias_database"].flatMap {
        TableNames.inside(configuration.value($0)?.text ?? .empty)
      })
  }

  /// Lists whose programs refuse `$number` in results: DICT_FLAG_NO_REGSUB in transport.c, resolve.c and local.c.
  private static let listsWithoutSubstitution: Set<ByteString> = [
    "alias_maps", "transport_maps", "sender_dependent_default_transport_maps", "sender_dependent_relayhost_maps",
  ]

  func faults(of name: ByteString, in list: ByteString) -> TableFaults {
    let key = Key(name: name, allowsSubstitution: !Self.listsWithoutSubstitution.contains(list))
    if let faults = known.withLock({ $0[key] }) { return faults }
    let faults = read(key)
    known.withLock { $0[key] = faults }
    return faults
  }

  private func read(_ key: Key) -> TableFaults {
    guard let name = try? TableName(key.name) else { return .none }
    switch name.kind {
    case .textFile, .indexedFile, .networks, .posixPatterns, .perlPatterns, .inline: break
    // Tables of tables are asked about one by one.
    default: return .none
    }
    var options = TableOptions()
    options.version = configuration.build.version
    options.usesUTF8 = configuration.value("smtputf8_enable")?.text?.lowercased == "yes"
    options.allowsSubstitution = key.allowsSubstitution
    options.grammar = aliasTables.contains(key.name) ? .aliases : .keyAndValue
    return TableFaults(LookupTable(name, from: sources, options: options))
  }
}
