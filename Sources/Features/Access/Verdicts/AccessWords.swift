// Words that several texts about access share. Nothing from the configuration in them can control a terminal.

import AccessPolicy
import Bytes

extension AccessPlace {
  /// "main.cf:12".
  var text: String { "\(PrintableText.of(file)):\(line)" }
}

extension ServiceProblem {
  /// "bad boolean configuration: soft_bounce = maybe (main.cf:12)".
  var text: String { PrintableText.of(message) + (place.map { " (\($0.text))" } ?? "") }
}

extension AccessVerdict.Decision {
  /// Whether there is anything to name: a temporary failure may belong to no restriction.
  var isNamed: Bool { !list.isEmpty || !restriction.isEmpty }

  /// "reject_unauth_destination in smtpd_relay_restrictions (main.cf:12)".
  var text: String {
    if isNamed, list.isEmpty, place == nil { return PrintableText.of(restriction.description) }
    guard isNamed else { return "what no list asks for" }
    var text = PrintableText.of((restriction.isEmpty ? list : restriction).description)
    if !list.isEmpty, !restriction.isEmpty { text += " in \(PrintableText.of(list.description))" }
    return text + " (\(place?.text ?? "default"))"
  }
}

extension AccessUnknown {
  /// "ldap:/etc/postfix/users.cf for a@b.example".
  var text: String {
    let words: String
    switch kind {
    case .table: words = "table \(subject)"
    case .policyService: words = "policy service \(subject)"
    case .dns: words = "DNS: \(subject)"
    case .addressVerification: words = "\(subject)"
    case .certificate, .interface, .value: words = "\(kind.rawValue): \(subject)"
    }
    return PrintableText.of(words + (key.isEmpty ? "" : " for \(key)"))
  }

  /// A command that asks for it on the server; nil where there is none.
  var command: String? {
    guard kind == .table, !key.isEmpty else { return nil }
    return PrintableText.of(
      "postmap -q \(ShellWord.quoted(key.description)) \(ShellWord.quoted(subject.description))")
  }
}

extension AccessVerdict {
  /// "reject 554 5.7.1", "permit", "depends".
  var shortText: String {
    if isDiscarded { return "permit and discard" }
    guard outcome != .permit, let reply else { return outcome.rawValue }
    return "\(outcome.rawValue) \(reply.code) \(PrintableText.of(reply.status.description))"
  }
}

extension TerminalStyle {
  func outcome(_ outcome: AccessVerdict.Outcome, _ text: String) -> String {
    switch outcome {
    case .permit: paint(text, .green)
    case .reject, .fatal: paint(text, .red)
    case .defer, .depends: paint(text, .yellow)
    }
  }

  func verdict(_ verdict: RelayAnswer.Verdict, _ text: String) -> String {
    switch verdict {
    case .open: paint(text, .boldRed)
    case .openIf, .limited, .fatal: paint(text, .red)
    case .undecided: paint(text, .yellow)
    case .closed: paint(text, .green)
    }
  }
}
