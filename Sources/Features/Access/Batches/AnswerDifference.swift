// Sessions that two configurations answer differently: with another outcome, reply code or enhanced status code.
//
// The text of a reply and the restriction that decides may change without changing an answer.

public import AccessPolicy
import Bytes
import JSONText

public struct AnswerDifference: Sendable {
  public let session: AccessSession
  /// The line of the session file; nil for a session that the configurations suggest.
  public let number: Int?
  /// Nil where there is no such service.
  public let old: AccessVerdict?
  public let new: AccessVerdict?

  static let schema = "postkeep.verdict-diff/1"

  /// One line.
  func write(to json: inout JSONWriter) {
    json.object { json in
      json.member("schema", Self.schema)
      json.member("number", number)
      json.key("session")
      session.write(to: &json)
      for (name, verdict) in [("old", old), ("new", new)] {
        json.key(named: name)
        if let verdict { VerdictJSON.write(verdict, showsTrace: false, to: &json) } else { json.null() }
      }
    }
  }

  func text(_ style: TerminalStyle) -> String {
    var lines = [style.bold("\(number.map { "\($0): " } ?? "")\(PrintableText.of(session.service ?? "first service"))")]
    lines += session.lines.map { "  " + $0 }
    lines += [("-", old), ("+", new)].map { sign, verdict in
      guard let verdict else { return "  \(sign) no such service" }
      var line = "  \(sign) " + style.outcome(verdict.outcome, verdict.shortText)
      if let decision = verdict.decidedBy { line += "  \(decision.text)" }
      for unknown in verdict.unknowns { line += "\n      to be asked: \(unknown.text)" }
      return line
    }
    return lines.map { $0 + "\n" }.joined()
  }
}
