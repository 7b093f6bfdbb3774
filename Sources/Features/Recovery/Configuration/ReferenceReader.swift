// Finds the files that the values of one instance name: tables, patterns, certificates, and what those name in turn.

import Bytes
import PostfixConfig

struct ReferenceReader {
  let configuration: Configuration
  let files: ServerFiles
  private(set) var references: FileReferences
  /// Tables with a source that have, or should have, a compiled form.
  private(set) var indexedTables: Set<IndexedTable> = []
  /// Texts that were read for what they name.
  private var visited: Set<String> = []

  init(_ configuration: Configuration, files: ServerFiles, adding references: FileReferences) {
    self.configuration = configuration
    self.files = files
    self.references = references
  }

  /// Reads every value that a program may see: in main.cf, by default, and with the settings of each service.
  mutating func read() {
    let names = Set(configuration.parameterNames).union(configuration.main.names).filter(FileParameters.mayNameTables)
    for name in names.sorted() { read(name, in: nil) }
    for service in configuration.services where !service.overrides.isEmpty {
      for name in names.union(service.overrides.keys).sorted() { read(name, in: service) }
    }
    readSASL()
    for name in ["dynamicmaps.cf", "postfix-files", "makedefs.out"] {
      guard let directory = text("meta_directory") else { break }
      references.add("\(directory)/\(name)", .table, because: "meta_directory", isOptional: true)
    }
    references.add("/etc/mailname", .table, because: "Debian's mail name", isOptional: true)
  }

  private func text(_ name: ByteString, in service: Service? = nil) -> String? {
    configuration.value(name, in: service)?.text?.description
  }

  private mutating func read(_ name: ByteString, in service: Service?) {
    guard FileParameters.mayNameTables(name), let value = configuration.value(name, in: service) else { return }
    // A service adds only what it changes: by its own setting, or through a `$name`.
    if service != nil, service?.overrides[name] == nil, !value.raw.bytes.contains(UInt8(ascii: "$")) { return }
    // The default of proxy_read_maps repeats the others.
    guard let text = value.text, !text.isEmpty, value.isSet || !name.hasPrefix("proxy_") else { return }
    let source = Source(name: name, isDefault: !value.isSet)
    if FileParameters.namesPEM(name) || FileParameters.texts.contains(name) {
      let role = FileParameters.namesPEM(name) ? FileRole.certificate : .settings
      for word in Words.ofList(text) { add(word.text, role, source) }
      return
    }
    readTables(text, source)
    if FileParameters.takesPatternFiles(name) { readPatterns(text, source) }
  }

  /// Where a name was found.
  private struct Source {
    let name: ByteString
    let isDefault: Bool
  }

  @discardableResult
  private mutating func add(_ path: ByteString, _ role: FileRole, _ source: Source) -> String? {
    guard path.hasPrefix("/"), let path = references.text(of: path, in: nil) else { return nil }
    return references.add(path, role, because: source.name.description, isOptional: source.isDefault)
  }

  // MARK: Tables

  private mutating func readTables(_ text: ByteString, _ source: Source) {
    for text in TableNames.inside(text) {
      guard let table = try? TableName(text) else { continue }
      read(table, source)
    }
  }

  private mutating func read(_ table: TableName, _ source: Source) {
    let role: FileRole =
      FileParameters.isCache(source.name)
      ? .needless : PasswordTables.areNamed(by: source.name) ? .secret : .table
    switch table.kind {
    case .indexedFile: readIndexed(table, role, source)
    case .textFile, .networks, .posixPatterns, .perlPatterns:
      guard let path = table.sourcePath.map(absolute), let added = add(path, role, source) else { return }
      readContent(of: added, source)
    case .remote: readClient(table, source)
    case .inline where source.name == FileParameters.keyTable: addWords(of: table.name.bytes[...], source)
    default: return
    }
  }

  /// Daemons look for relative paths in the queue directory.
  private func absolute(_ path: ByteString) -> ByteString {
    path.hasPrefix("/") ? path : ByteString(text("queue_directory") ?? "") + "/" + path
  }

  /// The source, or what postmap made of it where that is all there is.
  private mutating func readIndexed(_ table: TableName, _ role: FileRole, _ source: Source) {
    let path = absolute(table.name)
    let compiled = CompiledTables.suffixes(of: table.type).map { path + ByteString($0) }
      .filter { files.exists($0.description) }
    if role == .needless {
      for file in compiled { add(file, role, source) }
      return
    }
    // A file that is not there is worth a note, unless the compiled one makes up for it.
    if compiled.isEmpty || files.exists(path.description) {
      guard let added = add(path, role, source) else { return }
      indexedTables.insert(IndexedTable(type: table.type, path: added, maker: Self.maker(for: source.name)))
      readContent(of: added, source)
    } else {
      let isKey = source.name == FileParameters.keyTable
      for file in compiled { add(file, isKey ? .secret : role, source) }
    }
  }

  private static func maker(for name: ByteString) -> IndexedTable.Maker {
    if name == FileParameters.keyTable { return .fileContents }
    return name == "alias_maps" || name == "alias_database" ? .aliases : .plain
  }

  /// ldap:/path and its kin: a file with the password of a database.
  private mutating func readClient(_ table: TableName, _ source: Source) {
    // mongodb://user:password@host is no file.
    guard table.name.hasPrefix("/"), !table.name.hasPrefix("//"), DatabaseFiles.types.contains(table.type),
      let path = add(table.name, .secret, source), visited.insert(path).inserted,
      let content = files.content(of: path)
    else { return }
    let inner = Source(name: ByteString(path), isDefault: false)
    for setting in MainFile(content).settings {
      switch DatabaseFiles.role(of: setting.name) {
      case .table?: readTables(setting.value, inner)
      case let role?: add(setting.value, role, inner)
      case nil: continue
      }
    }
  }

  // MARK: What files name

  private mutating func readContent(of path: String, _ source: Source) {
    let isAlias = source.name == "alias_maps" || source.name == "alias_database"
    let isPolicy = source.name.hasSuffix("_tls_policy_maps") || source.name == "tlsproxy_client_policy"
    guard isAlias || isPolicy || source.name == FileParameters.keyTable, visited.insert(path).inserted,
      let content = files.content(of: path)
    else { return }
    let inner = Source(name: ByteString(path), isDefault: false)
    for line in content.split(separator: 0x0A) where line.first != UInt8(ascii: "#") {
      if isAlias {
        for included in IncludedFiles.inside(line) {
          guard let file = add(included, .table, inner) else { continue }
          readContent(of: file, source)
        }
      } else if isPolicy {
        for word in Words.ofList(ByteString(line)) where word.text.hasPrefix("tafile=") {
          add(ByteString(word.text.bytes.dropFirst("tafile=".utf8.count)), .certificate, inner)
        }
      } else {
        addWords(of: line, inner)
      }
    }
  }

  /// Certificates and keys: every word that is a path.
  private mutating func addWords(of text: ArraySlice<UInt8>, _ source: Source) {
    let separators = Set(" \t\r\n,={}".utf8)
    for word in text.split(whereSeparator: separators.contains) where word.first == UInt8(ascii: "/") {
      add(ByteString(word), .certificate, source)
    }
  }

  /// "/path" in a list: a file with more patterns, tables and files.
  private mutating func readPatterns(_ text: ByteString, _ source: Source) {
    for word in Words.ofList(text) {
      let path = ByteString(word.text.bytes.drop { $0 == UInt8(ascii: "!") })
      guard path.hasPrefix("/"), let added = add(path, .table, source), visited.insert(added).inserted,
        let content = files.content(of: added)
      else { continue }
      let inner = Source(name: ByteString(added), isDefault: false)
      for line in content.split(separator: 0x0A) where line.first != UInt8(ascii: "#") {
        readTables(ByteString(line), inner)
        readPatterns(ByteString(line), inner)
      }
    }
  }

  // MARK: Cyrus SASL

  /// smtpd.conf in the folders that Cyrus SASL looks into.
  private mutating func readSASL() {
    for service in [nil] + configuration.services.map(Optional.some) {
      guard text("smtpd_sasl_type", in: service) == "cyrus", let name = text("smtpd_sasl_path", in: service),
        !name.isEmpty, !name.utf8.contains(UInt8(ascii: "/"))
      else { continue }
      let set = text("cyrus_sasl_config_path", in: service) ?? ""
      let usual = ["/etc/postfix/sasl", "/etc/sasl2", "/usr/lib/sasl2", "/usr/lib64/sasl2", "/var/lib/sasl2"]
      for directory in set.isEmpty ? usual : set.split(separator: ":").map(String.init) {
        references.add("\(directory)/\(name).conf", .settings, because: "smtpd_sasl_path", isOptional: true)
      }
    }
  }
}
