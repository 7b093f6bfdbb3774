// One setting as it is written: a line of main.cf, or an -o of master.cf.

import AccessPolicy
import Bytes
import Conditions
import PostfixConfig

enum SettingAttribute: String, SubjectAttribute {
  /// The parameter name.
  case name = "setting.name"
  /// The value as written.
  case value = "setting.value"
  /// Its words, as a list.
  case words = "setting.words"
  /// main.cf or master.cf.
  case file = "setting.file"
  /// boolean, integer, time, text, list or unknown.
  case kind = "setting.kind"
  /// Whether the audited version has such a parameter.
  case isKnown = "setting.is_known"
  /// For times: whether the value is a number without a unit.
  case isBareNumber = "setting.is_bare_number"
  /// For times: the unit that a bare number has: s, m, h, d or w.
  case defaultUnit = "setting.default_unit"
  /// For times: the value.
  case time = "setting.time"
  /// For settings that name a transport, such as default_transport: the name, without the next hop.
  case transport = "setting.transport"
  /// Whether master.cf has a service of that name.
  case hasTransport = "setting.has_transport"
  /// For settings that name a service that mail passes through, such as cleanup_service_name: whether master.cf has it.
  case hasService = "setting.has_service"
  /// Whether the value is what the parameter would be worth without it.
  case equalsDefault = "setting.equals_default"
  /// For lists of domains: those that a list has which comes before and decides, with its name.
  case sharedDomains = "setting.shared_domains"

  static let firstSlot = 2300
  static let all = allCases
  static let kinds = WordType("kind", ["boolean", "integer", "time", "text", "list", "unknown"])

  var type: ValueType {
    switch self {
    case .name, .value, .file, .defaultUnit, .transport: .text
    case .words, .sharedDomains: .list(.caselessText)
    case .kind: .word(Self.kinds)
    case .isKnown, .isBareNumber, .equalsDefault, .hasTransport, .hasService: .boolean
    case .time: .duration
    }
  }
}

struct SettingElement: SubjectElement {
  let name: ByteString
  let value: ByteString
  let span: SourceSpan
  let service: Int?

  var location: FindingLocation? { FindingLocation(span.file, span) }
  var parameter: String { name.description }

  func attribute(_ slot: Int, _ context: AuditContext) -> Value {
    guard let attribute = SettingAttribute.attribute(at: slot) else { return .absent }
    let facts = ParameterFacts.known[name]
    switch attribute {
    case .name: return .text(name)
    case .value: return .text(value)
    case .words: return .list(Words.ofList(value).map { .text($0.text) })
    case .file: return .text(ByteString(span.file.rawValue))
    case .kind: return SettingAttribute.kinds.value(kind(facts)) ?? .absent
    case .isKnown: return .boolean(context.configuration.knows(name))
    case .isBareNumber:
      guard case .time? = facts?.kind else { return .boolean(false) }
      return .boolean(TimeValue.isBareNumber(value))
    case .defaultUnit:
      guard case .time(let unit)? = facts?.kind else { return .absent }
      return .text(ByteString([unit]))
    case .time:
      guard let facts, case .time = facts.kind else { return .absent }
      return ParameterTypes.value(context.configuration.value(name, in: context.service(service)), of: facts)
    case .transport: return transport(context).map { .text($0) } ?? .absent
    case .hasTransport:
      guard let transport = transport(context), context.configuration.master != nil else { return .absent }
      // Clients reach a service through its socket; one that listens on the network is none to them.
      return .boolean(context.localServices.contains(transport))
    case .hasService:
      guard Self.serviceParameters.contains(name), context.configuration.master != nil else { return .absent }
      guard let value = context.configuration.value(name, in: context.service(service)) else { return .absent }
      guard let text = value.text else { return .unknown(because: value.problem ?? "no value") }
      return .boolean(context.localServices.contains(text))
    case .equalsDefault: return .boolean(context.equalsDefault(name, value))
    case .sharedDomains: return .list(sharedDomains(context).map { .text($0) })
    }
  }

  /// Tables that lists of domains are made of where nobody sets these.
  private static let domainTables: [ByteString: ByteString] = [
    "virtual_alias_maps": "virtual_alias_domains", "virtual_mailbox_maps": "virtual_mailbox_domains",
  ]

  private func sharedDomains(_ context: AuditContext) -> [ByteString] {
    let list = Self.domainTables[name] ?? name
    guard service == nil, ["virtual_alias_domains", "virtual_mailbox_domains", "relay_domains"].contains(list),
      context.configuration.value(name)?.valueSpan == span
    else { return [] }
    if list != name, context.configuration.value(list)?.isSet == true { return [] }
    let shared = context.relay.sharedDomains.filter { $0.second == list }.map { $0.domain + " (" + $0.first + ")" }
    // A finding is one line.
    return shared.count > 6 ? shared.prefix(5) + [ByteString("\(shared.count - 5) more")] : shared
  }

  private static let serviceParameters: Set<ByteString> = [
    "bounce_service_name", "cleanup_service_name", "defer_service_name", "queue_service_name", "rewrite_service_name",
    "trace_service_name",
  ]

  private static let transportParameters: Set<ByteString> = [
    "content_filter", "default_transport", "fallback_transport", "local_transport", "mailbox_transport",
    "relay_transport", "virtual_transport",
  ]

  private func transport(_ context: AuditContext) -> ByteString? {
    guard Self.transportParameters.contains(name),
      let text = context.configuration.value(name, in: context.service(service))?.text
    else { return nil }
    let transport = ByteString(text.bytes.prefix { $0 != UInt8(ascii: ":") })
    return transport.isEmpty ? nil : transport
  }

  private func kind(_ facts: Parameter?) -> ByteString {
    guard let facts else { return "unknown" }
    switch facts.kind {
    case .boolean: return "boolean"
    case .integer, .long: return "integer"
    case .time: return "time"
    case .text: if case .list = ParameterTypes.type(of: facts) { return "list" } else { return "text" }
    }
  }
}
