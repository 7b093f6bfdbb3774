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

  static let firstSlot = 2100
  static let all = allCases

  var type: ValueType {
    switch self {
    case .hasMX, .hasSubmission, .hasClientSASL, .asksClientCertificates, .hasMaster: .boolean
    case .restrictions, .services: .list(.caselessText)
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
    }
  }
}
