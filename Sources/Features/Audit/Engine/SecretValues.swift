// What a finding must not say: values that may hold a password.
//
// On a line that may hold one, every text that is taken from the line's value is withheld, whatever the rule wants to say
// with it. Elsewhere the passwords themselves are.

import Bytes
import PostfixConfig

struct SecretValues {
  /// Whether the finding points at a line that may hold a secret.
  let areOnLine: Bool
  /// Whether the line is not shown: for that, or for the key of a service in an address, beside which all else may be told.
  let hidesLine: Bool
  /// The values on that line, from the first sign that could separate one from its name.
  private let line: [UInt8]
  private let words: [ByteString]
  private let secrets: ConfigurationSecrets

  init(_ rule: Rule, _ location: FindingLocation, _ context: AuditContext) {
    secrets = context.secrets
    let text = location.span.map { context.lines(of: $0.file).logicalLine(of: $0.start.line) } ?? []
    areOnLine = rule.hidesSource || context.holdsSecret(location, line: text)
    hidesLine = areOnLine || !SecretAddresses.places(in: LineWords(text[...])).isEmpty
    let start = text.firstIndex { $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: ":") }
    line = start.map { Array(text[($0 + 1)...]) } ?? []
    words = areOnLine ? Words.ofList(ByteString(line)).map(\.text).filter { $0.count > 2 } : []
  }

  /// Whether a text is, or has in it, a part of a value that may be secret.
  func conceal(_ text: String) -> Bool {
    guard areOnLine, !text.isEmpty, ParameterFacts.known[ByteString(text)] == nil else { return false }
    let bytes = Array(text.utf8)
    return line.firstOccurrence(of: bytes) != nil || words.contains { bytes.firstOccurrence(of: $0.bytes) != nil }
  }

  /// A value of a template as it may be shown. What is no value of the line, such as the name of its service, is; what
  /// the relay proof says may quote any value.
  func shown(_ text: String, of name: ByteString) -> String {
    if name.hasPrefix("service.relay_") { return secrets.masked(ByteString(text)).description }
    if name.hasPrefix("service.") || name.hasPrefix("release.") || name == "version" { return text }
    return conceal(text) ? ConfigurationSecrets.notShown.description : secrets.masked(ByteString(text)).description
  }
}
