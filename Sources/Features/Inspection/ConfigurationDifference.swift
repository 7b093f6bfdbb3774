// What changes for which program between two configurations, after defaults, -o and `$name` have had their say.
//
// A change in main.cf reaches every service that does not override it; it is told once. A service is listed only with
// what changes for it alone.
// Arguments of its program, such as user= and argv= of pipe(8), are compared as words.

public import Bytes
public import PostfixConfig

public struct ConfigurationDifference: Sendable {
  /// One value that is not what it was. Nil where there is none.
  public struct Change: Sendable {
    public let name: ByteString
    public let old: EffectiveValue?
    public let new: EffectiveValue?
    /// The values as a report may show them: without passwords.
    public let oldText: ByteString?
    public let newText: ByteString?

    /// Whether nothing of the difference is shown, because it is a password.
    public var isHidden: Bool { old != nil && oldText == newText }

    fileprivate var key: [ByteString?] { [name, old?.shown, new?.shown] }
  }

  /// The changes of one service.
  public struct ServiceChanges: Sendable {
    public let service: String
    public let changes: [Change]
  }

  /// The arguments of one service's program, without -o settings and passwords.
  public struct ArgumentChange: Sendable {
    public let service: String
    public let oldText: ByteString
    public let newText: ByteString
    /// Where the entries begin in master.cf.
    public let oldLine: Int
    public let newLine: Int

    public var isHidden: Bool { oldText == newText }
  }

  /// Changes for all programs that do not override them.
  public let general: [Change]
  public let services: [ServiceChanges]
  public let added: [String]
  public let removed: [String]
  /// Services whose fields, not their settings, changed: "chroot y -> n".
  public let fields: [(service: String, changes: [String])]
  public let arguments: [ArgumentChange]

  public var isEmpty: Bool {
    general.isEmpty && services.isEmpty && added.isEmpty && removed.isEmpty && fields.isEmpty && arguments.isEmpty
  }

  public init(from old: Configuration, to new: Configuration) {
    let names = Set(old.parameterNames).union(new.parameterNames).union(old.main.names).union(new.main.names)
    let secrets = (old: ConfigurationSecrets(old), new: ConfigurationSecrets(new))
    general = Self.changes(names, old, nil, new, nil, secrets)
    let known = Set(general.map(\.key))
    var services: [ServiceChanges] = []
    var fields: [(service: String, changes: [String])] = []
    var arguments: [ArgumentChange] = []
    for service in new.services {
      guard let before = old.services.first(where: { $0.name == service.name }) else { continue }
      let all = names.union(before.overrides.keys).union(service.overrides.keys)
      let own = Self.changes(all, old, before, new, service, secrets).filter { change in
        !known.contains(change.key) && Self.concerns(change.name, before, service)
      }
      if !own.isEmpty { services.append(ServiceChanges(service: service.name, changes: own)) }
      let changed = MasterEntry.Field.allCases.filter { before.entry[$0] != service.entry[$0] }.map {
        "\($0.name) \(secrets.old.masked(before.entry[$0])) -> \(secrets.new.masked(service.entry[$0]))"
      }
      if !changed.isEmpty { fields.append((service.name, changed)) }
      if before.arguments != service.arguments {
        arguments.append(
          ArgumentChange(
            service: service.name, oldText: Self.shown(before.arguments, secrets.old),
            newText: Self.shown(service.arguments, secrets.new), oldLine: before.entry.lineNumber,
            newLine: service.entry.lineNumber))
      }
    }
    self.arguments = arguments
    self.services = services
    self.fields = fields
    added = new.services.map(\.name).filter { name in !old.services.contains { $0.name == name } }
    removed = old.services.map(\.name).filter { name in !new.services.contains { $0.name == name } }
  }

  /// Whether the program of a service reads a parameter, or its own line sets it. `$name` brings a setting of one service
  /// into values that only other programs read.
  private static func concerns(_ name: ByteString, _ old: Service, _ new: Service) -> Bool {
    let isSet = old.overrides[name] != nil || new.overrides[name] != nil
    if isSet || CommonParameters.names.contains(name) { return true }
    guard let programs = ParameterFacts.known[name]?.programs, !programs.isEmpty else { return true }
    return programs.contains(new.program) || programs.contains(old.program)
  }

  private static func shown(_ arguments: [ByteString], _ secrets: ConfigurationSecrets) -> ByteString {
    secrets.masked(arguments: ByteString(arguments.map(\.bytes).joined(separator: [0x20])))
  }

  private static func changes(
    _ names: Set<ByteString>, _ old: Configuration, _ oldService: Service?, _ new: Configuration,
    _ newService: Service?, _ secrets: (old: ConfigurationSecrets, new: ConfigurationSecrets)
  ) -> [Change] {
    names.sorted().compactMap { name in
      let before = old.value(name, in: oldService)
      let after = new.value(name, in: newService)
      guard before?.shown != after?.shown else { return nil }
      return Change(
        name: name, old: before, new: after, oldText: before.map { secrets.old.masked($0.shown, of: name) },
        newText: after.map { secrets.new.masked($0.shown, of: name) })
    }
  }
}

extension EffectiveValue {
  /// The expanded value, or the raw one where it cannot be expanded.
  var shown: ByteString { text ?? raw }

  /// "main.cf:12", "master.cf:30" or "default".
  var place: String { valueSpan.map { "\($0.file.rawValue):\($0.start.line)" } ?? "default" }
}
