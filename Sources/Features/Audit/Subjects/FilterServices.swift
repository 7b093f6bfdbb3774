// The services around a content filter: those that mail comes in by, and those that take it back from the filter.

import Bytes
import Conditions
import PostfixConfig

enum FilterServices {
  private static let parameters: [ByteString] = ["content_filter", "smtpd_proxy_filter"]

  /// Whether some smtpd service has a filter of its own, or none, so that the site has thought of it.
  static func areSet(in context: AuditContext) -> Bool {
    context.configuration.services.contains { service in
      service.program == "smtpd" && parameters.contains { service.overrides[$0] != nil }
    }
  }

  /// The options that every service has which takes mail back: smtpd on a loopback address without the content filter of
  /// main.cf. Absent where there is none, where these differ, and where more than one cleanup(8) may rewrite addresses.
  static func reinjectionOptions(_ context: AuditContext) -> Value {
    let configuration = context.configuration
    guard let filter = configuration.value("content_filter")?.text, !filter.isEmpty,
      configuration.services.allSatisfy({ service in
        service.overrides["cleanup_service_name"] == nil
          && !(service.program == "cleanup" && !service.overrides.isEmpty)
      })
    else { return .absent }
    let services = configuration.services.indices.filter { index in
      let service = configuration.services[index]
      return service.program == "smtpd" && service.namesLoopback && service.overrides["content_filter"] != nil
        && configuration.value("content_filter", in: service)?.text?.isEmpty == true
    }
    let options = services.map { context.value(named: "receive_override_options", $0) }
    guard let first = options.first, case .list(let common) = first else { return .absent }
    func words(_ values: [Value]) -> Set<ByteString> {
      Set(values.compactMap { if case .text(let text) = $0 { text.lowercased } else { nil } })
    }
    let isSame = options.allSatisfy { if case .list(let values) = $0 { words(values) == words(common) } else { false } }
    return isSame ? first : .absent
  }
}
