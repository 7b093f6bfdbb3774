// A verdict for a person: the session, every step from top to bottom, and the answer.

public import AccessPolicy
import Bytes

public struct TraceText: Sendable {
  let isColored: Bool

  public init(isColored: Bool) { self.isColored = isColored }

  func bold(_ text: String) -> String { isColored ? "\u{1B}[1m\(text)\u{1B}[0m" : text }
  func faint(_ text: String) -> String { isColored ? "\u{1B}[2m\(text)\u{1B}[0m" : text }

  func plain(_ text: ByteString) -> String { PrintableText.of(text.description) }

  public func text(_ verdict: AccessVerdict, of session: AccessSession) -> String {
    var lines = [bold(verdict.service), "  " + summary(of: session)]
    lines += steps(verdict.trace)
    lines.append("")
    lines.append(bold(headline(verdict)))
    if let decision = verdict.decidedBy, verdict.outcome != .fatal {
      lines.append("  decided by \(text(decision))")
    }
    if verdict.isDiscarded { lines.append("  The mail is accepted and thrown away.") }
    if !verdict.unknowns.isEmpty {
      lines.append(verdict.outcome == .depends ? "  It depends on:" : "  The words depend on:")
      lines += verdict.unknowns.map { "    " + question($0) }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  func headline(_ verdict: AccessVerdict) -> String {
    switch verdict.outcome {
    case .fatal: "fatal: smtpd does not start: \(plain(verdict.decidedBy?.restriction ?? ""))"
    case .depends: "depends"
    case .permit, .reject, .defer:
      "\(verdict.outcome.rawValue): \(verdict.reply.map { plain($0.line) } ?? "with one of several replies")"
    }
  }

  public func summary(of session: AccessSession) -> String {
    var parts = ["from \(plain(session.clientName ?? "unknown"))[\(plain(session.clientAddress))]"]
    parts.append(session.helo.map { "helo \(plain($0))" } ?? "no helo")
    if session.usesTLS { parts.append("TLS") }
    if let print = session.certificateFingerprint { parts.append("certificate \(plain(print))") }
    if let user = session.saslUsername { parts.append("login \(plain(user))") }
    parts.append("sender <\(plain(session.sender))>")
    parts.append("recipient <\(plain(session.recipient))>")
    return parts.joined(separator: ", ")
  }

  /// Steps under the names of their lists.
  func steps(_ trace: [TraceStep]) -> [String] {
    var lines: [String] = []
    var list: ByteString?
    for step in trace {
      if step.list != list {
        list = step.list
        lines.append("  " + bold(plain(step.list)) + faint(" (at \(step.stage.rawValue))"))
      }
      let place = step.place.map { faint("  \(PrintableText.of($0.file)):\($0.line)") } ?? ""
      lines.append("    \(plain(step.restriction)) → \(plain(step.result))\(place)")
      lines += step.findings.map { faint("      " + plain($0)) }
    }
    return lines
  }

  func text(_ decision: AccessVerdict.Decision) -> String {
    var text = plain(decision.restriction)
    if !decision.list.isEmpty { text += " in \(plain(decision.list))" }
    if let place = decision.place { text += " (\(PrintableText.of(place.file)):\(place.line))" }
    return text
  }

  /// What would have to be asked, as a command where there is one.
  func question(_ unknown: AccessUnknown) -> String {
    let (subject, key) = (plain(unknown.subject), plain(unknown.key))
    switch unknown.kind {
    case .table: return "what \(subject) says to \"\(key)\": postmap -q '\(key)' '\(subject)'"
    case .policyService: return "what the policy service \(subject) answers"
    case .dns: return "DNS: \(subject) of \(key)"
    case .certificate: return "whether the certificate \(key) is \(subject)"
    case .addressVerification: return "whether a probe of <\(key)> succeeds"
    case .interface: return "whether \(key) is an address of the server (\(subject))"
    case .value: return "\(subject), which only the server knows\(key.isEmpty ? "" : ", for \(key)")"
    }
  }
}
