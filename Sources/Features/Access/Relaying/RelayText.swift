// The answer about relaying for people: a headline for each service, then the evidence where it is not closed.
//
//     smtp/inet        closed     reject_unauth_destination in smtpd_relay_restrictions (main.cf:12)
//     submission/inet  open       permit_mynetworks in smtpd_relay_restrictions (main.cf:12)
//        needs: an address of a trusted network
//        try it: swaks --server SERVER …

import AccessPolicy
public import Bytes
import ConfigurationDirectory
import PostfixConfig

extension RelayReport {
  /// - Parameters:
  ///   - isQuiet: the headlines alone.
  ///   - isVerbose: also the steps of a stranger's session where a service is closed.
  public func text(_ style: TerminalStyle, isQuiet: Bool = false, isVerbose: Bool = false) -> String {
    var lines: [String] = []
    let width = answers.map { PrintableText.width(PrintableText.of($0.service)) }.max() ?? 0
    for answer in answers {
      lines.append(Self.headline(answer, width, style))
      if isQuiet { continue }
      let details = Self.details(answer, style, isVerbose: isVerbose)
      if !details.isEmpty { lines += details.map { $0.isEmpty ? "" : "   " + $0 } + [""] }
    }
    if !isQuiet { lines += summary }
    return lines.map { $0 + "\n" }.joined()
  }

  private var summary: [String] {
    let name = PrintableText.of(directory)
    if !hasMaster { return ["\(name): there is no master.cf: nothing about services could be told."] }
    if answers.isEmpty { return ["\(name): there is no smtpd service; nobody can relay by SMTP."] }
    return ["\(name): Postfix \(version), \(versionSource.rawValue)."]
  }

  private static func headline(_ answer: RelayAnswer, _ width: Int, _ style: TerminalStyle) -> String {
    let name = PrintableText.of(answer.service)
    let word = answer.verdict.rawValue
    let reason = answer.decidedBy.map(\.text) ?? answer.problem?.text ?? ""
    return name + blanks(width + 2 - PrintableText.width(name)) + style.verdict(answer.verdict, word)
      + (reason.isEmpty ? "" : blanks(11 - word.count) + reason)
  }

  private static func details(_ answer: RelayAnswer, _ style: TerminalStyle, isVerbose: Bool) -> [String] {
    var lines: [String] = []
    let isClosed = answer.verdict == .closed
    if !isClosed, !answer.means.isEmpty {
      let means = RelayAnswer.Means.allCases.filter(answer.means.contains).map(\.words)
      lines += wrapped("a stranger needs: ", means.joined(separator: ", "))
    }
    for unknown in answer.unknowns {
      lines.append("to be asked: " + unknown.text)
      if let command = unknown.command { lines.append("  " + command) }
    }
    if let example = answer.example {
      lines.append("example:")
      lines += example.lines.map { "  " + $0 }
      lines.append("try it by hand: " + style.paint(TrialCommand(example).text, .cyan))
      lines.append("  Only from a host with that address and name, or by XCLIENT, is it the same session.")
    }
    if !answer.trace.isEmpty, !isClosed || isVerbose {
      lines += TraceText(answer.trace, style).lines
    }
    for remark in answer.remarks {
      lines += wrapped("remark: ", remark.text + (remark.place.map { " (\($0.text))" } ?? ""))
    }
    return lines
  }

  private static func wrapped(_ label: String, _ words: String) -> [String] {
    PrintableText.wrapped(PrintableText.of(words), width: 77 - label.count).enumerated().map { index, line in
      (index == 0 ? label : blanks(label.count)) + line
    }
  }

  private static func blanks(_ count: Int) -> String { String(repeating: " ", count: max(1, count)) }
}

extension RelayAnswer.Means {
  var words: String {
    switch self {
    case .anything: "nothing but a connection"
    case .network: "an address of a trusted network"
    case .clientName: "a certain verified host name, or none"
    case .helo: "a certain HELO name"
    case .sender: "a certain sender"
    case .recipient: "a recipient of a certain form or domain"
    case .certificate: "a client certificate"
    case .login: "a login"
    }
  }
}
