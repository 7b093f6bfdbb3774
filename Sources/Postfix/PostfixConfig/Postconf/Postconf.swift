// A configuration directory as postconf(1) reads it: which names count, what each is worth, what is complained about.
//
// This is postconf's own view, quirks included, and the base of `postkeep config`. What a daemon sees is
// `Configuration`. Sources: postconf.c, postconf_user.c, postconf_lookup.c, postconf_unused.c.

public import Bytes

/// The files of a configuration directory and what else decides about values.
public struct PostconfInput: Sendable {
  public let directory: ByteString
  public let main: MainFile
  /// Nil when there is no master.cf.
  public let master: MasterFile?
  public let build: PostfixBuild
  public let host: HostFacts
  /// Contents of database client files that could be read, by path.
  public let clientFiles: [ByteString: MainFile]

  public init(
    directory: ByteString, main: MainFile, master: MasterFile?, build: PostfixBuild, host: HostFacts,
    clientFiles: [ByteString: MainFile] = [:]
  ) {
    self.directory = directory
    self.main = main
    self.master = master
    self.build = build
    self.host = host
    self.clientFiles = clientFiles
  }
}

/// The name spaces of one configuration after everything is registered.
public struct Postconf: Sendable {
  /// What the values come from.
  enum Scope: Hashable, Sendable {
    /// Built-in defaults only: postconf -d.
    case defaults
    case main
    /// One entry of master.cf, by its index.
    case service(Int)
  }

  let input: PostconfInput
  var table: ParameterTable
  /// main.cf without read-only names; later settings win.
  var mainSettings: [ByteString: ByteString]
  let services: [CanonicalEntry]
  /// By name/type: entries of the same name and type share their settings.
  var serviceSettings: [ByteString: [ByteString: ByteString]] = [:]
  /// The entries that existed with settings when their line was read.
  var hasSettings: [Bool] = []
  var validServiceNames: [ByteString: Set<ByteString>] = [:]
  var restrictionClasses: Set<ByteString> = []
  public internal(set) var diagnostics: [Diagnostic] = []
  private var computedDefaults: [ByteString: ByteString] = [:]

  /// Whether what postconf would die of is kept as a diagnostic, so that the rest can be looked at.
  let survivesFailures: Bool

  /// Reads and registers everything. Throws what postconf dies of.
  public init(_ input: PostconfInput, ignoringMain: Bool = false) throws(PostconfFailure) {
    try self.init(input, ignoringMain: ignoringMain, survivingFailures: false)
  }

  /// All that Postfix would complain about, as if nothing of it were fatal.
  public static func complaints(about input: PostconfInput) -> [Diagnostic] {
    do throws(PostconfFailure) {
      return try Postconf(input, ignoringMain: false, survivingFailures: true).diagnostics
    } catch {
      return [error.diagnostic]
    }
  }

  private init(_ input: PostconfInput, ignoringMain: Bool, survivingFailures: Bool) throws(PostconfFailure) {
    survivesFailures = survivingFailures
    self.input = input
    let master = input.master?.entries ?? []
    services = master.map { CanonicalEntry($0, version: input.build.version) }
    table = ParameterTable(input.build, services: master)
    // Postfix enters the directory that it was told before it reads main.cf.
    mainSettings = ["config_directory": input.directory]
    if !ignoringMain {
      for setting in input.main.settings { mainSettings[setting.name] = setting.value }
      diagnostics += input.main.diagnostics.filter(isReported)
    }
    diagnostics += (input.master?.diagnostics ?? []).filter {
      isReported($0) && (survivingFailures || $0.kind != .duplicateService)
    }
    diagnostics += typesBeforeTheirTime()
    diagnostics += services.flatMap(\.problems)
    if !survivingFailures {
      if let fatal = diagnostics.first(where: Self.isFatalForPostconf) { throw PostconfFailure(diagnostic: fatal) }
      diagnostics.removeAll(where: \.isFatal)
    }
    if input.master == nil {
      diagnostics.append(
        Diagnostic(
          .missingMaster, .warning, at: nil, subject: "master.cf",
          message: "open \(input.directory)/master.cf: No such file or directory"))
    }
    for service in services {
      for setting in service.settings {
        serviceSettings[service.identity, default: [:]][setting.name] = setting.value
      }
      hasSettings.append(serviceSettings[service.identity] != nil)
    }
    try unlessSurviving { postconf throws(PostconfFailure) in try postconf.computeDefaults() }
    if !ignoringMain { try registerNames() }
  }

  /// Warnings that this version has.
  private func isReported(_ diagnostic: Diagnostic) -> Bool {
    switch diagnostic.kind {
    case .nullByte: input.build.version >= PostfixVersion(3, 9)
    case .repeated: survivesFailures
    default: true
    }
  }

  /// `unix-dgram` came with Postfix 3.4.
  private func typesBeforeTheirTime() -> [Diagnostic] {
    guard input.build.version < PostfixVersion(3, 4) else { return [] }
    return services.filter { $0.entry[.type] == "unix-dgram" }.map {
      Diagnostic(
        .invalidField, .fatal("master and postconf"), at: $0.entry.span(of: .type), subject: $0.identity,
        message: "invalid type field \"unix-dgram\"")
    }
  }

  static func isFatalForPostconf(_ diagnostic: Diagnostic) -> Bool {
    guard case .fatal(let program) = diagnostic.verdict else { return false }
    return program.contains("postconf") || program == "every Postfix program"
  }

  /// Does a step that postconf may die of; a survivor notes why and goes on.
  mutating func unlessSurviving(
    _ step: (inout Postconf) throws(PostconfFailure) -> Void
  ) throws(PostconfFailure) {
    do throws(PostconfFailure) {
      try step(&self)
    } catch {
      guard survivesFailures else { throw error }
      if !diagnostics.contains(error.diagnostic) { diagnostics.append(error.diagnostic) }
    }
  }

  // MARK: Values

  /// The raw value of a name; nil for a name that has none.
  func rawValue(_ name: ByteString, in scope: Scope, explicitOnly: Bool = false) -> ByteString? {
    if scope != .defaults {
      if case .service(let index) = scope {
        let entry = services[index].entry
        // Read-only names of the service come first.
        if name == "process_name" { return entry.program }
        if name == "service_name" { return entry[.service] }
        if hasSettings[index], let value = serviceSettings[entry.identity]?[name] { return value }
      }
      if let value = mainSettings[name] { return value }
    }
    if explicitOnly { return nil }
    return table[name].map { defaultValue(of: name, $0.defaultValue) }
  }

  func defaultValue(of name: ByteString, _ value: DefaultValue) -> ByteString {
    switch value {
    case .text(let text): text
    case .computed: computedDefaults[name] ?? .empty
    }
  }

  /// The value with every `$name` replaced.
  func expand(_ value: ByteString, in scope: Scope) throws(PostconfFailure) -> ByteString {
    let keepsRawValues = input.build.syntax >= .function
    do throws(MacroError) {
      return try MacroExpander.expand(value, syntax: input.build.syntax) { name in
        rawValue(name, in: scope).map { text in
          keepsRawValues && table[name]?.isRaw == true ? .literal(text) : .expandable(text)
        }
      }
    } catch {
      throw PostconfFailure(diagnostic: macroDiagnostic(error, value: value))
    }
  }

  func macroDiagnostic(_ error: MacroError, value: ByteString) -> Diagnostic {
    let setting = input.main.settings.last { $0.value == value }
    return Diagnostic(
      .macroSyntax, .fatal("every Postfix program that expands the value"), at: setting?.valueSpan,
      subject: setting?.name ?? .empty, message: error.message)
  }

  // MARK: Computed defaults

  /// Looks only at main.cf, as Postfix does for the names that other defaults depend on.
  private func mainValue(_ name: ByteString) throws(PostconfFailure) -> ByteString? {
    guard let value = mainSettings[name] else { return nil }
    do throws(MacroError) {
      return try MacroExpander.expand(value, syntax: input.build.syntax) { name in
        mainSettings[name].map { .expandable($0) }
      }
    } catch {
      throw PostconfFailure(diagnostic: macroDiagnostic(error, value: value))
    }
  }

  private mutating func computeDefaults() throws(PostconfFailure) {
    let release = ReleaseFacts.known.release(input.build.version)
    computedDefaults = [
      "config_directory": "/etc/postfix",
      "mail_version": ByteString(input.build.version.description),
      "mail_release_date": ByteString(release?.date.compact ?? ""),
      "process_name": "postconf",
      "process_id": ByteString("\(input.host.processID)"),
      "service_name": .empty,
    ]
    var hostname = input.host.hostname
    let explicitName = try mainValue("myhostname")
    if explicitName == nil, !hostname.bytes.contains(UInt8(ascii: ".")) {
      hostname += "." + (try mainValue("mydomain") ?? "localdomain")
    }
    computedDefaults["myhostname"] = hostname
    let ownName = explicitName ?? hostname
    computedDefaults["mydomain"] =
      ownName.bytes.firstIndex(of: UInt8(ascii: ".")).map { ByteString(ownName.bytes[($0 + 1)...]) } ?? "localdomain"

    func deciding(_ name: ByteString, otherwise fallback: ByteString) throws(PostconfFailure) -> ByteString {
      if let value = try mainValue(name) { return value }
      return try expand(rawValue(name, in: .defaults) ?? fallback, in: .main)
    }
    // A main.cf that sets mynetworks never needs the default.
    guard mainSettings["mynetworks"] == nil else { return }
    let networks = DefaultNetworks(
      style: try deciding("mynetworks_style", otherwise: "host"),
      interfaces: try deciding("inet_interfaces", otherwise: "all"),
      protocols: try deciding("inet_protocols", otherwise: "all"))
    do throws(DefaultNetworks.Problem) {
      computedDefaults["mynetworks"] = try networks.patterns(on: input.host)
    } catch {
      throw PostconfFailure(
        diagnostic: Diagnostic(
          .badValue, .fatal("every Postfix program"), at: input.main.setting(error.parameter)?.valueSpan,
          subject: error.parameter, message: error.message))
    }
  }
}
