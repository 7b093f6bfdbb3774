// One lookup table that a parameter or restriction names, or a file with elements of a match list.

import Bytes
import Conditions
import ConfigurationDirectory
import PostfixConfig

enum TableAttribute: String, SubjectAttribute {
  /// "hash:/etc/aliases".
  case name = "table.name"
  /// "hash".
  case kind = "table.type"
  /// What follows the type.
  case source = "table.source"
  /// The parameter that names it.
  case list = "table.list"
  /// Whether it is read from a text file on this host.
  case isFile = "table.is_file"
  /// Whether that file, or what postmap made of it, is there; absent where the audit cannot look, as for files outside
  /// the audited directory of another host.
  case exists = "table.exists"
  /// Whether what postmap makes of that file is there; absent for types that need nothing made, and outside the host's own
  /// configuration.
  case isCompiled = "table.is_compiled"
  /// Whether that file is older than the text that it was made of; absent like the one before.
  case isStale = "table.is_stale"
  /// Whether the audited version has tables of this type.
  case isKnownType = "table.is_known_type"
  /// For static: and inline: tables: whether the values look like "user:password".
  case holdsPassword = "table.holds_password"
  /// Lines that Postfix passes over or takes for something else, each with the reason.
  case badLines = "table.bad_lines"
  /// Rules without a result, which make a lookup fail; none in match lists, which only ask whether a key is there.
  case emptyResults = "table.empty_results"
  /// Why every lookup fails although the file is there.
  case failure = "table.failure"
  /// For tables with transports: those that master.cf does not have.
  case unknownTransports = "table.unknown_transports"
  /// For tables with next hops: those on port 465 for services without smtp_tls_wrappermode.
  case hopsWithoutWrapper = "table.hops_without_wrapper"

  static let firstSlot = 2600
  static let all = allCases

  var type: ValueType {
    switch self {
    case .name, .kind, .source, .list, .failure: .text
    case .badLines, .emptyResults, .unknownTransports, .hopsWithoutWrapper: .list(.text)
    case .isFile, .exists, .isCompiled, .isStale, .isKnownType, .holdsPassword: .boolean
    }
  }
}

struct TableElement: SubjectElement {
  let name: ByteString
  let list: ByteString
  let span: SourceSpan?

  var parameter: String { list.description }
  var location: FindingLocation? { span.map { FindingLocation($0.file, $0) } }

  /// "/etc/postfix/networks" in mynetworks: a file that is read into the list.
  private var isListFile: Bool { name.hasPrefix("/") }
  private var kind: ByteString { isListFile ? "file" : ByteString(name.bytes.prefix { $0 != UInt8(ascii: ":") }) }
  private var source: ByteString { isListFile ? name : ByteString(name.bytes.dropFirst(kind.count + 1)) }

  /// The tables that a value names, and in match lists the files.
  static func names(in value: ByteString, of parameter: ByteString) -> [ByteString] {
    let tables = TableNames.inside(value)
    guard ParameterFacts.known[parameter]?.use == "match-list" else { return tables }
    let words = Words.ofList(value).map { ByteString($0.text.bytes.drop { $0 == UInt8(ascii: "!") }) }
    return tables + words.filter { $0.hasPrefix("/") }
  }

  /// Table types whose text source is a file of the same name.
  static let fileTypes: Set<ByteString> = [
    "hash", "btree", "lmdb", "cdb", "dbm", "sdbm", "texthash", "cidr", "regexp", "pcre",
  ]
  /// Compiled tables: file name suffixes of what postmap and postalias make.
  static let compiledSuffixes: [ByteString: String] = [
    "hash": ".db", "btree": ".db", "lmdb": ".lmdb", "cdb": ".cdb", "dbm": ".pag", "sdbm": ".pag",
  ]

  func attribute(_ slot: Int, _ context: AuditContext) -> Value {
    guard let attribute = TableAttribute.attribute(at: slot) else { return .absent }
    switch attribute {
    case .name: return .text(name)
    case .kind: return .text(kind)
    case .source: return .text(source)
    case .list: return .text(list)
    case .isFile: return .boolean(isFile)
    case .exists: return exists(context)
    case .isCompiled: return isCompiled(context)
    case .isStale: return isStale(context)
    case .isKnownType: return .boolean(isListFile || TableTypes.isKnown(kind, at: context.configuration.build.version))
    case .holdsPassword:
      guard ["static", "inline"].contains(kind) else { return .boolean(false) }
      return .boolean(list.description.contains("password_maps") && source.bytes.contains(UInt8(ascii: ":")))
    case .badLines: return lines(faults(context).badLines)
    case .emptyResults:
      let isMatchList = ParameterFacts.known[list]?.use == "match-list"
      return lines(isMatchList ? [] : faults(context).emptyResults)
    case .unknownTransports: return lines(TableTransports.unknown(in: name, of: list, context))
    case .hopsWithoutWrapper: return lines(TableTransports.withoutWrapper(in: name, of: list, context))
    case .failure: return faults(context).failure.map { .text($0) } ?? .absent
    }
  }

  private func faults(_ context: AuditContext) -> TableFaults { context.tableFaults.faults(of: name, in: list) }

  private func lines(_ lines: [ByteString]) -> Value { .list(TableFaults.shortened(lines).map { .text($0) }) }

  private var isFile: Bool { isListFile || Self.fileTypes.contains(kind) && source.hasPrefix("/") }

  private func isCompiled(_ context: AuditContext) -> Value {
    guard isFile, context.files.areOfHost, let suffix = Self.compiledSuffixes[kind] else { return .absent }
    return switch context.files.state(of: source.description + suffix) {
    case .present: .boolean(true)
    case .missing: .boolean(false)
    case .unknown: .absent
    }
  }

  private func isStale(_ context: AuditContext) -> Value {
    guard isFile, context.files.areOfHost, let suffix = Self.compiledSuffixes[kind],
      let compiled = context.files.modificationTime(of: source.description + suffix),
      let text = context.files.modificationTime(of: source.description)
    else { return .absent }
    return .boolean(compiled < text)
  }

  /// Whether it is in a file that the audit cannot look at.
  func isUnseen(_ context: AuditContext) -> Bool {
    if case .absent = exists(context) { return isFile }
    return false
  }

  private func exists(_ context: AuditContext) -> Value {
    guard isFile else { return .absent }
    // A compiled table works without its source, so either will do.
    let paths = [source.description] + (Self.compiledSuffixes[kind].map { [source.description + $0] } ?? [])
    for path in paths {
      switch context.files.state(of: path) {
      case .present: return .boolean(true)
      case .unknown: return .absent
      case .missing: continue
      }
    }
    return .boolean(false)
  }
}
