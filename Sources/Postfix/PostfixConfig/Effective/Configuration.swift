// A configuration as its programs see it: the value of every parameter for every service.
//
// A daemon reads main.cf, writes its -o settings over it, and expands values in that one name space; so -o changes also
// what other values see through `$name`, in that process only. Source: single_server.c, mail_conf.c.

public import Bytes

/// The effective configuration of one directory for one Postfix build.
public struct Configuration: Sendable {
  public let main: MainFile
  /// Nil when there is no master.cf.
  public let master: MasterFile?
  public let build: PostfixBuild
  /// Nil when the configuration belongs to a host that cannot be asked.
  public let host: HostFacts?
  /// What config_directory is: main.cf cannot know it better than the one who named the directory.
  public let directory: ByteString
  /// What master(8) would run, in the order of the file.
  public let services: [Service]
  private let builtIn: [ByteString: BuiltInParameter]
  private let ofServices: [ByteString: DefaultValue]

  public init(
    main: MainFile, master: MasterFile?, build: PostfixBuild, host: HostFacts? = nil,
    directory: ByteString = "/etc/postfix"
  ) {
    self.directory = directory
    self.main = main
    self.master = master
    self.build = build
    self.host = host
    let entries = master?.entries ?? []
    var last: [ByteString: Int] = [:]
    for (index, entry) in entries.enumerated() { last[entry.identity] = index }
    services = entries.enumerated().filter { last[$0.element.identity] == $0.offset }.map { Service($0.element) }

    let builtIn = build.parameters
    var ofServices: [ByteString: DefaultValue] = [:]
    for service in services {
      for parameter in ServiceParameters.of(
        service: service.entry[.service], command: service.entry[.command], version: build.version)
      where builtIn[parameter.name] == nil { ofServices[parameter.name] = .text(parameter.defaultValue) }
    }
    self.builtIn = builtIn
    self.ofServices = ofServices
  }

  private func defaultValue(_ name: ByteString) -> DefaultValue? { builtIn[name]?.defaultValue ?? ofServices[name] }

  /// Whether this build knows the name, as a built-in or as a parameter of one of the services.
  public func knows(_ name: ByteString) -> Bool { defaultValue(name) != nil }

  /// The names that this build knows, but for those of old configurations, which count only where they are set.
  public var parameterNames: [ByteString] { builtIn.filter { !$0.value.isLegacy }.keys + Array(ofServices.keys) }

  /// The value for a service, or for programs without overrides. Nil for a name that is neither known nor set.
  public func value(_ name: ByteString, in service: Service? = nil) -> EffectiveValue? {
    guard let (raw, origin) = lookUp(name, service) else { return nil }
    if case .hostDependent = origin {
      return EffectiveValue(
        name: name, raw: .empty, text: nil, problem: "\(name) is not set and its default depends on the host",
        origin: origin)
    }
    guard raw.bytes.contains(UInt8(ascii: "$")), ParameterFacts.known[name]?.isRaw != true else {
      return EffectiveValue(name: name, raw: raw, text: raw, problem: nil, origin: origin)
    }
    do throws(MacroError) {
      let text = try expand(raw, in: service)
      return EffectiveValue(name: name, raw: raw, text: text, problem: nil, origin: origin)
    } catch {
      return EffectiveValue(name: name, raw: raw, text: nil, problem: "\(name): \(error.message)", origin: origin)
    }
  }

  /// Replaces every `$name` as a program of this service would. Names that only the host knows become empty.
  public func expand(_ value: ByteString, in service: Service? = nil) throws(MacroError) -> ByteString {
    try MacroExpander.expand(value, syntax: build.syntax) { name in
      lookUp(name, service).map { raw, origin in
        if case .hostDependent = origin { .hidden } else { .expandable(raw) }
      }
    }
  }

  private func lookUp(_ name: ByteString, _ service: Service?) -> (raw: ByteString, origin: EffectiveValue.Origin)? {
    if let service {
      if let override = service.overrides[name] { return (override.value, .override(override)) }
      if name == "process_name" { return (service.program, .builtIn) }
      if name == "service_name" { return (service.entry[.service], .builtIn) }
    }
    if let setting = main.setting(name) { return (setting.value, .setting(setting)) }
    guard let known = defaultValue(name) else { return nil }
    switch known {
    case .text(let text): return (text, .builtIn)
    case .computed:
      guard let value = computed(name) else { return (.empty, .hostDependent) }
      return (value, .builtIn)
    }
  }

  private func computed(_ name: ByteString) -> ByteString? {
    switch name {
    case "config_directory": return directory
    case "mail_version": return ByteString(build.version.description)
    case "mail_release_date":
      return ReleaseFacts.known.release(build.version).map { ByteString($0.date.compact) }
    case "mydomain":
      // The domain of the host's own name, which main.cf may give.
      guard let hostname = main.setting("myhostname")?.value ?? host.map(fullName) else { return nil }
      let dot = hostname.bytes.firstIndex(of: UInt8(ascii: "."))
      return dot.map { ByteString(hostname.bytes[($0 + 1)...]) } ?? "localdomain"
    case "myhostname": return host.map(fullName)
    case "mynetworks":
      guard let host else { return nil }
      func text(_ name: ByteString) -> ByteString { value(name)?.text ?? .empty }
      let networks = DefaultNetworks(
        style: text("mynetworks_style"), interfaces: text("inet_interfaces"), protocols: text("inet_protocols"))
      return try? networks.patterns(on: host)
    default: return nil
    }
  }

  private func fullName(_ host: HostFacts) -> ByteString {
    if host.hostname.bytes.contains(UInt8(ascii: ".")) { return host.hostname }
    return host.hostname + "." + (main.setting("mydomain")?.value ?? "localdomain")
  }

  /// What a parameter is worth when nobody sets it, expanded; nil for names that this build does not know and for
  /// defaults that only the host knows.
  public func builtInDefault(of name: ByteString) -> ByteString? {
    guard case .text(let text)? = defaultValue(name) else { return nil }
    return try? expand(text)
  }

  /// Whether a default of this name is decided by compatibility_level.
  public func followsCompatibilityLevel(_ name: ByteString) -> Bool {
    guard main.setting(name) == nil, case .text(let text) = defaultValue(name) else { return false }
    return text.description.contains("compatibility_level")
  }
}
