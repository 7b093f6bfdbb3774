// Facts about a configuration as a whole.

import Bytes
import Conditions
import PostfixConfig

enum ConfigurationAttribute: String, SubjectAttribute {
  /// Whether a service accepts mail from other hosts on the SMTP port, or through postscreen.
  case hasMX = "configuration.has_mx"
  /// Whether there is a submission service.
  case hasSubmission = "configuration.has_submission"
  /// Whether some service of the SMTP client uses SASL.
  case hasClientSASL = "configuration.has_client_sasl"
  /// Whether some smtpd service asks clients for certificates.
  case asksClientCertificates = "configuration.asks_client_certificates"
  /// Restrictions that some smtpd service uses, in any of its lists.
  case restrictions = "configuration.restrictions"
  /// Names of services, such as "smtp/inet".
  case services = "configuration.services"
  /// Whether there is a master.cf.
  case hasMaster = "configuration.has_master"
  /// Names of services that programs of this host reach, such as "cleanup".
  case localServices = "configuration.local_services"
  /// Those that no mail can do without and that master.cf lacks.
  case missingServices = "configuration.missing_services"
  /// Whether some smtpd service has a content filter of its own, or none.
  case overridesFilter = "configuration.overrides_filter"
  /// receive_override_options of the smtpd services that take mail back from the content filter.
  case reinjectionOptions = "configuration.reinjection_options"

  static let firstSlot = 2100
  static let all = allCases

  var type: ValueType {
    switch self {
    case .hasMX, .hasSubmission, .hasClientSASL, .asksClientCertificates, .hasMaster, .overridesFilter: .boolean
    case .restrictions, .services, .reinjectionOptions: .list(.caselessText)
    case .localServices, .missingServices: .list(.text)
    }
  }

  func value(_ context: AuditContext) -> Value {
    let services = context.configuration.services
    switch self {
    case .hasMX: return .boolean(services.indices.contains { ServiceRole(of: $0, context) == .mx })
    case .hasSubmission:
      return .boolean(
        services.indices.contains { [.submission, .submissions].contains(ServiceRole(of: $0, context)) })
    case .hasClientSASL:
      return .boolean(
        services.indices.contains { index in
          ["smtp", "lmtp"].contains(services[index].program)
            && context.configuration.value("smtp_sasl_auth_enable", in: services[index])?.text?.lowercased == "yes"
        })
    case .asksClientCertificates:
      return .boolean(
        services.indices.contains { index in
          services[index].program == "smtpd"
            && ["smtpd_tls_ask_ccert", "smtpd_tls_req_ccert"].contains { parameter in
              context.configuration.value(parameter, in: services[index])?.text?.lowercased == "yes"
            }
        })
    case .restrictions:
      let lists = services.indices.filter { services[$0].program == "smtpd" }.flatMap(context.restrictionLists)
      if let problem = lists.compactMap(\.problem).first { return .unknown(because: problem) }
      return .list(Set(lists.flatMap { $0.elements.map(\.name) }).sorted().map { .text($0) })
    case .services: return .list(services.map { .text($0.entry.identity) })
    case .hasMaster: return .boolean(context.configuration.master != nil)
    case .localServices: return .list(context.localServices.sorted().map { .text($0) })
    case .missingServices: return missingServices(context)
    case .overridesFilter: return .boolean(FilterServices.areSet(in: context))
    case .reinjectionOptions: return FilterServices.reinjectionOptions(context)
    }
  }

  /// The parameters with the names of services that every mail needs. One whose name main.cf gives is asked for where it is
  /// given.
  private static let neededServices: [ByteString] = [
    "queue_service_name", "cleanup_service_name", "rewrite_service_name", "bounce_service_name",
  ]

  private func missingServices(_ context: AuditContext) -> Value {
    let present = context.localServices
    let common: Set<ByteString> = ["bounce", "cleanup", "defer", "pickup", "qmgr", "rewrite", "trace"]
    // A piece of a master.cf, as for a service of one's own, has not even two of them.
    guard context.configuration.master != nil, present.intersection(common).count > 1 else { return .list([]) }
    let names = Self.neededServices.map { context.configuration.value($0) }
    return .list(
      names.compactMap { value in
        guard let value, !value.isSet, let name = value.text, !present.contains(name) else { return nil }
        return .text(name)
      })
  }
}
