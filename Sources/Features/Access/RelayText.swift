// The answers to the question of relaying, for a person.

public import AccessPolicy
import Bytes

extension TraceText {
  /// - Parameter showsTrace: whether closed services show their trace as well.
  public func text(_ answers: [RelayAnswer], showsTrace: Bool) -> String {
    answers.map { text($0, showsTrace: showsTrace) }.joined(separator: "\n")
  }

  private func text(_ answer: RelayAnswer, showsTrace: Bool) -> String {
    var lines = [bold("\(answer.service)  \(Self.words(answer.verdict))")]
    if let problem = answer.problem { lines.append("  \(PrintableText.of(problem))") }
    if let decision = answer.decidedBy {
      lines.append("  \(answer.verdict == .closed ? "refused by" : "let through by") \(text(decision))")
    }
    if let example = answer.example {
      lines.append("  example: \(summary(of: example))")
      lines.append("  by hand: \(swaks(example))")
      if !answer.means.isDisjoint(with: [.network, .clientName]) {
        lines.append(faint("    The client must come from that address and name, or be told so by XCLIENT."))
      }
    }
    if !answer.unknowns.isEmpty {
      lines.append("  depends on:")
      lines += answer.unknowns.map { "    " + question($0) }
    }
    for remark in answer.remarks {
      let place = remark.place.map { " (\(PrintableText.of($0.file)):\($0.line))" } ?? ""
      lines.append("  note: \(PrintableText.of(remark.text))\(place)")
    }
    if showsTrace || answer.example != nil { lines += steps(answer.trace) }
    return lines.joined(separator: "\n") + "\n"
  }

  static func words(_ verdict: RelayAnswer.Verdict) -> String {
    switch verdict {
    case .closed: "closed"
    case .limited: "limited: some strangers can relay"
    case .open: "OPEN: any stranger can relay"
    case .openIf: "open if something that is not in the files says so"
    case .undecided: "cannot tell"
    case .fatal: "does not start"
    }
  }

  /// The session as a command that tries it.
  private func swaks(_ session: AccessSession) -> String {
    let name = session.service ?? "smtp/inet"
    let service = name.split(separator: "/").first.map(String.init) ?? "smtp"
    let port = service.split(separator: ":").last.map(String.init) ?? service
    var words = ["swaks --server HOST --port \(PrintableText.of(port))"]
    if let helo = session.helo { words.append("--helo \(quoted(helo))") }
    if session.usesTLS { words.append("--tls") }
    words.append("--from \(quoted(session.sender.isEmpty ? "<>" : session.sender)) --to \(quoted(session.recipient))")
    return words.joined(separator: " ")
  }

  private func quoted(_ text: ByteString) -> String {
    "'" + plain(text).split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }
}
