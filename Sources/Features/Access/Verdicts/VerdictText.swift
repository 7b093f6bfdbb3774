// The answer to one session for a person: the session, every step, the reply, and what would have to be asked.

import AccessPolicy
import Bytes

struct VerdictText {
  private(set) var lines: [String]

  /// - Parameter isBrief: the answer alone.
  init(_ verdict: AccessVerdict, to session: AccessSession, _ style: TerminalStyle, isBrief: Bool) {
    lines = []
    if !isBrief {
      lines.append(style.bold(PrintableText.of(verdict.service)))
      lines += session.lines.map { "  " + $0 }
      lines.append("")
      let trace = TraceText(verdict.trace, style).lines
      if !trace.isEmpty { lines += trace + [""] }
    }
    addAnswer(verdict, style)
  }

  private mutating func addAnswer(_ verdict: AccessVerdict, _ style: TerminalStyle) {
    let word = style.outcome(verdict.outcome, verdict.outcome.rawValue)
    switch verdict.outcome {
    case .depends: lines.append("\(word): the files do not tell the answer")
    case .fatal: lines.append("\(word): the service does not start")
    case .permit, .reject, .defer:
      let reply = verdict.reply.map { PrintableText.of($0.line.description) } ?? "which reply, the files do not tell"
      lines.append("\(word): \(reply)" + (verdict.isDiscarded ? ", but the mail is discarded" : ""))
    }
    if let decision = verdict.decidedBy {
      lines.append((verdict.outcome == .fatal ? "  why: " : "  decided by ") + decision.text)
    }
    if !verdict.unknowns.isEmpty { lines.append("To be asked:") }
    for unknown in verdict.unknowns {
      lines.append("  " + unknown.text)
      if let command = unknown.command { lines.append("    " + command) }
    }
  }
}
