// A policy service as it stands behind check_policy_service: `transport:endpoint`, or in braces with options of its own.
// smtpd dies of what it cannot use when it starts.
//
// Sources: smtpd_check.c (policy_client_register), attr_override.c, attr_clnt.c, auto_clnt.c.

public import Bytes

public enum PolicyService {
  private static let transports: Set<ByteString> = ["inet", "local", "unix"]

  /// Why smtpd does not start with a word that names a policy service.
  public static func startUpProblem(of word: ByteString, in configuration: Configuration) -> String? {
    guard word.bytes.first == UInt8(ascii: "{") else { return endpointProblem(word) }
    do throws(BracedText.Problem) {
      let words = try BracedText(word.bytes[...], trimming: true).words
      guard let service = words.first else { return "empty policy service: \"\(word)\"" }
      for option in words.dropFirst() {
        if let problem = try optionProblem(option.text, configuration) { return problem }
      }
      return endpointProblem(service.text)
    } catch {
      return "policy service syntax error: \(error.message)"
    }
  }

  private static func endpointProblem(_ service: ByteString) -> String? {
    guard let colon = service.bytes.firstIndex(of: UInt8(ascii: ":")), colon > 0, colon + 1 < service.count else {
      return "need service transport:endpoint instead of \"\(service)\""
    }
    let transport = ByteString(service.bytes[..<colon])
    return transports.contains(transport) ? nil : "invalid transport name: \(transport) in service: \(service)"
  }

  /// An option is named as the parameter is that it overrides, without what they all begin with.
  private static func optionProblem(
    _ option: ByteString, _ configuration: Configuration
  ) throws(BracedText.Problem) -> String? {
    var text = option.bytes[...]
    if text.first == UInt8(ascii: "{") { text = try BracedText(text, trimming: true).inside }
    let parts: NameValue
    do throws(NameValue.Problem) { parts = try NameValue(text) } catch {
      return "malformed option: \(error.rawValue): \"\(ByteString(text))\""
    }
    let name = "smtpd_policy_service_" + parts.name.text
    guard let parameter = ParameterFacts.known[name], configuration.knows(name) else {
      return "unknown option: \"\(parts.name.text) = \(parts.value.text)\""
    }
    guard !parts.value.text.isEmpty else { return "option \(parts.name.text) of a policy service has no value" }
    do throws(ParameterValue.Problem) {
      // Below zero is refused here even where the parameter has no bounds.
      let value = try ParameterValue(parts.value.text, of: parameter)
      return if case .number(..<0) = value { "invalid option: \"\(option)\"" } else { nil }
    } catch {
      return error.message
    }
  }
}
