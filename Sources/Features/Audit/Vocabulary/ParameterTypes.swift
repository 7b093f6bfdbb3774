// How conditions see parameters: each with a type, and under a slot of its own.
//
// A parameter that the audited version does not have is absent. Lists are lists of words, so that `contains` means an
// element and not a piece of text.

import Bytes
import Conditions
import PostfixConfig

enum ParameterTypes {
  static let parameters = ParameterFacts.known.parameters

  static func type(of parameter: Parameter) -> ValueType {
    if parameter.name == "compatibility_level" { return .version }
    switch parameter.kind {
    case .boolean: return .boolean
    case .time: return .duration
    case .long: return .size
    case .integer: return isSize(parameter.name) ? .size : .number
    case .text: return isList(parameter) ? .list(.caselessText) : .text
    }
  }

  private static func isSize(_ name: ByteString) -> Bool {
    name.hasSuffix("_size_limit") || name == "queue_minfree" || name == "line_length_limit"
  }

  private static func isList(_ parameter: Parameter) -> Bool {
    switch parameter.use {
    case "maps", "match-list", "list", "flag-list", "restrictions": true
    default: otherLists.contains(parameter.name) || parameter.name.hasSuffix("_sasl_security_options")
    }
  }

  /// Texts that are lists although nothing in the facts says so.
  private static let otherLists: Set<ByteString> = [
    "defer_transports", "smtpd_restriction_classes", "smtpd_milters", "non_smtpd_milters", "smtp_fallback_relay",
    "inet_interfaces", "proxy_interfaces", "receive_override_options", "smtpd_sasl_tls_security_options",
    "smtp_sasl_tls_security_options", "lmtp_sasl_tls_security_options", "smtp_sasl_tls_verified_security_options",
    "hash_queue_names", "smtpd_discard_ehlo_keywords", "smtp_sasl_mechanism_filter", "smtpd_sasl_mechanism_filter",
    "smtpd_sasl_exceptions_networks", "smtpd_tls_protocols", "smtpd_tls_mandatory_protocols", "smtp_tls_protocols",
    "smtp_tls_mandatory_protocols", "tls_disable_workarounds", "tls_ssl_options", "smtpd_client_event_limit_exceptions",
    "authorized_submit_users", "authorized_flush_users", "authorized_mailq_users", "alias_database",
  ]

  /// The value of a parameter for conditions.
  static func value(_ effective: EffectiveValue?, of parameter: Parameter) -> Value {
    guard let effective else { return .absent }
    guard let text = effective.text else { return .unknown(because: effective.problem ?? "no value") }
    if parameter.name == "compatibility_level" {
      guard let level = CompatibilityLevel(text) else {
        return .unknown(because: "malformed compatibility level \"\(text)\"")
      }
      return .version(
        VersionNumber(UInt32(clamping: level.major), UInt32(clamping: level.minor), UInt32(clamping: level.patch)))
    }
    do throws(ParameterValue.Problem) {
      switch try ParameterValue(text, of: parameter) {
      case .boolean(let value): return .boolean(value)
      case .number(let value):
        return type(of: parameter) == .size ? .size(Int64(value)) : .number(Int64(value))
      case .time(let seconds): return .duration(Int64(seconds))
      case .text(let text):
        return isList(parameter) ? .list(Words.ofList(text).map { .text($0.text) }) : .text(text)
      }
    } catch {
      return .unknown(because: error.message)
    }
  }
}
