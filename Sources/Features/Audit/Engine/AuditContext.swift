// What all rules of one audit share: the effective configuration, and values that were already worked out.

import Bytes
import Conditions
import ConfigurationDirectory
import PostfixConfig
import Synchronization

final class AuditContext: Sendable {
  let configuration: Configuration
  let versionSource: AuditReport.VersionSource
  let files: any ReferencedFiles
  let today: CalendarDate
  /// Everything that Postfix would complain about, and what it passes over in silence.
  let diagnostics: [Diagnostic]
  let relay: RelayProofs
  let tableFaults: TableFaultFinder
  let secrets: ConfigurationSecrets
  /// The names of services that programs reach through sockets of this host.
  let localServices: Set<ByteString>
  private let mainLines: SourceLines
  private let masterLines: SourceLines
  private let cache = Mutex(Cache())

  private struct Cache {
    var effective: [Key: EffectiveValue?] = [:]
    var values: [Key: Value] = [:]
    var lists: [Key: RestrictionList] = [:]
    var nearest: [ByteString: ByteString?] = [:]
  }
  private struct Key: Hashable {
    let slot: Int
    let service: Int
  }

  init(_ input: AuditInput) {
    // A copy of another server's configuration lies there in the usual place.
    let isPlaced = input.host != nil && input.directory.hasPrefix("/")
    configuration = Configuration(
      main: input.main, master: input.master, build: input.build, host: input.host,
      directory: isPlaced ? ByteString(input.directory) : "/etc/postfix")
    secrets = ConfigurationSecrets(configuration)
    localServices = Set(configuration.services.filter { $0.entry[.type] != "inet" }.map { $0.entry[.service] })
    mainLines = SourceLines(input.main.bytes)
    masterLines = SourceLines(input.master?.bytes ?? [])
    versionSource = input.versionSource
    files = input.files
    relay = RelayProofs(configuration, input.files)
    tableFaults = TableFaultFinder(configuration, input.files)
    today = input.today
    let host = input.host ?? HostFacts(hostname: "localhost", interfaces: [], processID: 0)
    let complaints = Postconf.complaints(
      about: PostconfInput(
        directory: ByteString(input.directory), main: input.main, master: input.master, build: input.build, host: host))
    // The traps and value checks know more exactly where a comment or a broken `$` stands.
    diagnostics =
      complaints.filter { ![.commentAfterText, .macroSyntax, .badValue].contains($0.kind) }
      + SilentTraps.found(in: configuration) + ValueCheck.problems(of: configuration)
  }

  func lines(of file: ConfigurationFile) -> SourceLines { file == .main ? mainLines : masterLines }

  /// Whether the setting or service at a place may hold a password.
  /// - Parameter line: the whole of it.
  func holdsSecret(_ location: FindingLocation, line: [UInt8]) -> Bool {
    guard let span = location.span else { return false }
    if SecretLine.mayHold(line) { return true }
    guard span.file == .main else { return false }
    // There may be 50,000 findings.
    let settings = configuration.main.settings
    let end = settings.partitionIndex { !(span < $0.nameSpan) }
    guard end > 0 else { return false }
    return secrets.areIn(settings[end - 1].name) && !SecretLine.namesFile(settings[end - 1].value.bytes)
  }

  func service(_ index: Int?) -> Service? { index.map { configuration.services[$0] } }

  func effective(_ slot: Int, _ service: Int?) -> EffectiveValue? {
    let key = Key(slot: slot, service: service ?? -1)
    if let known = cache.withLock({ $0.effective[key] }) { return known }
    let parameter = ParameterTypes.parameters[slot]
    // A parameter that this version does not have is absent, even if a line sets it.
    let value =
      configuration.knows(parameter.name) ? configuration.value(parameter.name, in: self.service(service)) : nil
    cache.withLock { $0.effective[key] = .some(value) }
    return value
  }

  func value(_ slot: Int, _ service: Int?) -> Value {
    let key = Key(slot: slot, service: service ?? -1)
    if let known = cache.withLock({ $0.values[key] }) { return known }
    let value = ParameterTypes.value(effective(slot, service), of: ParameterTypes.parameters[slot])
    cache.withLock { $0.values[key] = value }
    return value
  }

  func value(named name: ByteString, _ service: Int?) -> Value {
    guard let parameter = ParameterFacts.known[name] else { return .absent }
    return ParameterTypes.value(configuration.value(name, in: self.service(service)), of: parameter)
  }

  /// The known parameter that is spelled most like an unknown one.
  func nearestParameter(to name: ByteString) -> ByteString? {
    if let known = cache.withLock({ $0.nearest[name] }) { return known }
    let nearest =
      configuration.knows(name) ? nil : NearParameter.name(name, in: configuration.parameterNames)
    cache.withLock { $0.nearest[name] = .some(nearest) }
    return nearest
  }

  func restrictionList(_ parameter: ByteString, _ service: Int) -> RestrictionList {
    let index = RestrictionList.parameters.firstIndex(of: parameter) ?? 0
    let key = Key(slot: index, service: service)
    if let known = cache.withLock({ $0.lists[key] }) { return known }
    let list = RestrictionList(parameter, of: configuration.services[service], in: configuration)
    cache.withLock { $0.lists[key] = list }
    return list
  }

  func restrictionLists(_ service: Int) -> [RestrictionList] {
    RestrictionList.parameters.map { restrictionList($0, service) }
  }

  /// The list that decides about relaying: smtpd_relay_restrictions, if empty smtpd_recipient_restrictions.
  func relayPolicy(_ service: Int) -> RestrictionList {
    let relay = restrictionList("smtpd_relay_restrictions", service)
    if relay.problem != nil || !relay.elements.isEmpty { return relay }
    return restrictionList("smtpd_recipient_restrictions", service)
  }

  /// Whether the value is what the parameter would be worth if nobody set it.
  func equalsDefault(_ name: ByteString, _ value: ByteString) -> Bool {
    guard let normal = configuration.builtInDefault(of: name) else { return false }
    func normalized(_ text: ByteString) -> [ByteString] { Words.ofList(text).map(\.text) }
    return normalized(normal) == normalized(value)
  }
}
