// Opens tables by type.
//
// What Postfix cannot open it replaces by a table whose lookups fail; so does this.
// Sources: dict_open.c and the open functions of the table types.

import Bytes

struct TableLoader: Sendable {
  let sources: TableSources
  private(set) var options: TableOptions
  private var depth = 0

  /// How deep tables of tables may be nested. Postfix has no limit of its own.
  static let depthLimit = 32

  init(sources: TableSources, options: TableOptions) {
    self.sources = sources
    self.options = options
  }

  typealias Loaded = (content: LookupTable.Content, problems: [TableProblem])

  func load(_ name: TableName) -> Loaded {
    if depth > Self.depthLimit { return unknown(.nesting, "tables are nested more than \(Self.depthLimit) deep") }
    if let since = name.since, options.version < since { return unsupported(name) }
    switch name.kind {
    case .constant: return constant(name)
    case .inline:
      let source = InlineSource(name, options: options)
      return (source.failure.map { .failing($0) } ?? .fixed(source.table), source.problems)
    case .textFile, .indexedFile: return textFile(name)
    case .networks, .posixPatterns, .perlPatterns: return rules(name)
    case .pipeline, .union: return combined(name)
    case .random: return random(name)
    case .proxy, .debug: return inner(name)
    case .failing: return (.failing("\(name) always fails"), [])
    case .remote: return (.cannotTell("a table of type \(name.type) is not in the files"), [])
    case .unknown: return unsupported(name)
    }
  }

  // MARK: Types

  private func constant(_ name: TableName) -> Loaded {
    var text = name.name.bytes[...]
    // Braces came with 3.0; before they are part of the value.
    if name.isInBraces, options.version >= PostfixVersion(3, 0) {
      do throws(BracedText.Problem) { text = try BracedText(text, trimming: true).inside } catch {
        return failing(.badName, "bad static:name syntax: \(error.message)")
      }
    }
    let place = TablePlace.inName(name.nameOffset + text.startIndex)
    return (.constant(TableEntry(.anything, key: .empty, value: ByteString(text), at: place)), [])
  }

  private func textFile(_ name: TableName) -> Loaded {
    let isCompiled = name.kind == .indexedFile
    if isCompiled, sources.haveCompiledTables, !hasCompiledFile(name) {
      let suffix = CompiledTables.suffixes(of: name.type)[0]
      return failing(.missingFile, "open database \(name.name)\(suffix): No such file or directory")
    }
    switch sources.source(at: name.name) {
    case .bytes(let bytes):
      if isCompiled, options.grammar == .aliases {
        let source = AliasSource(bytes, of: name, options: options)
        return (.fixed(source.table), source.problems)
      }
      let source = KeyValueSource(bytes, of: name, options: options)
      return (source.failure.map { .failing($0) } ?? .fixed(source.table), source.problems)
    case .missing where isCompiled && hasCompiledFile(name):
      return unknown(.missingFile, "the source \(name.name) is missing; only the compiled table exists")
    case .missing: return failing(.missingFile, "open database \(name.name): No such file or directory")
    case .unreadable(let why): return unknown(.unreadableFile, "\(name.name) cannot be read: \(why)")
    }
  }

  /// Whether there is a file that Postfix would open, or may be one.
  private func hasCompiledFile(_ name: TableName) -> Bool {
    CompiledTables.suffixes(of: name.type).contains { sources.source(at: name.name + ByteString($0)) != .missing }
  }

  private func rules(_ name: TableName) -> Loaded {
    var problems: [TableProblem] = []
    let lines: [TableLine]
    // Rules in the name itself came with 3.7; before, the braces are part of a path that does not exist.
    if name.isInBraces, options.version >= PostfixVersion(3, 7) {
      do throws(BracedText.Problem) { lines = try TableLine.lines(ofName: name) } catch {
        return failing(.badName, "\(name.type) map: \(error.message)")
      }
    } else {
      switch sources.source(at: name.name) {
      case .bytes(let bytes): lines = TableLine.lines(ofFile: name.name, bytes, problems: &problems)
      case .missing: return failing(.missingFile, "open \(name.name): No such file or directory")
      case .unreadable(let why): return unknown(.unreadableFile, "\(name.name) cannot be read: \(why)")
      }
    }
    if name.kind == .networks {
      let table = CIDRTable(lines, version: options.version)
      return (.networks(table), problems + table.problems)
    }
    let table = PatternTable(
      lines, isPerl: name.kind == .perlPatterns, allowsSubstitution: options.allowsSubstitution)
    return (.patterns(table), problems + table.problems)
  }

  private func combined(_ name: TableName) -> Loaded {
    let syntax = "bad syntax: \"\(name)\"; need \"\(name.type):{type:name...}\""
    guard let braced = try? BracedText(name.name.bytes[...], trimming: false), !braced.words.isEmpty else {
      return failing(.badName, syntax)
    }
    var tables: [LookupTable] = []
    for word in braced.words {
      guard word.text.bytes.contains(UInt8(ascii: ":")) else { return failing(.badName, syntax) }
      do throws(TableName.FormError) { tables.append(try open(word.text)) } catch { return fatal(error) }
    }
    return (name.kind == .union ? .union(tables) : .pipeline(tables), [])
  }

  private func random(_ name: TableName) -> Loaded {
    guard let braced = try? BracedText(name.name.bytes[...], trimming: false), !braced.words.isEmpty else {
      return failing(.badName, "bad syntax: \"\(name)\"; need \"\(name.type):{value...}\"")
    }
    let entries = braced.words.map {
      TableEntry(.anything, key: .empty, value: $0.text, at: .inName(name.nameOffset + $0.offset))
    }
    return (.random(entries), [])
  }

  private func inner(_ name: TableName) -> Loaded {
    var loader = self
    // The proxymap(8) server opens tables for many programs, so it folds no keys when it opens them.
    if name.kind == .proxy { loader.options.foldsCase = false }
    do throws(TableName.FormError) { return (.proxy(try loader.open(name.name)), []) } catch { return fatal(error) }
  }

  private func open(_ text: ByteString) throws(TableName.FormError) -> LookupTable {
    var deeper = self
    deeper.depth += 1
    return LookupTable(try TableName(text), loader: deeper)
  }

  // MARK: Tables that do not work

  private func failing(_ kind: TableProblem.Kind, _ message: String) -> Loaded {
    (.failing(message), [TableProblem(kind, .lookupsFail, at: nil, message)])
  }

  private func fatal(_ error: TableName.FormError) -> Loaded {
    (.failing(error.description), [TableProblem(.badName, .fatal, at: nil, error.description)])
  }

  private func unsupported(_ name: TableName) -> Loaded {
    failing(.unsupportedType, "unsupported dictionary type: \(name.type)")
  }

  private func unknown(_ kind: TableProblem.Kind, _ why: String) -> Loaded {
    (.cannotTell(why), [TableProblem(kind, .unknown, at: nil, why)])
  }
}
