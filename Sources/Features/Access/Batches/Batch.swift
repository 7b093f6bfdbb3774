// Sessions by the thousand, each answered with one line, and compared with what is expected of it.

public import AccessPolicy
public import Bytes
import JSONText

public struct Batch: Sendable {
  public enum Format: Sendable { case text, json }

  /// What came of it.
  public struct Summary: Hashable, Sendable {
    public internal(set) var count = 0
    /// How many answers are not as expected.
    public internal(set) var differing = 0
    /// How many depend on what the files do not tell, although nobody expects it.
    public internal(set) var undecided = 0
    /// How many ask a service that does not start, although nobody expects it.
    public internal(set) var unserved = 0
  }

  let policy: AccessPolicy
  let format: Format
  let style: TerminalStyle
  /// Whether every step is shown.
  let isTracing: Bool
  /// For sessions that name no service.
  let service: String?

  public init(
    by policy: AccessPolicy, as format: Format, _ style: TerminalStyle, isTracing: Bool = false, service: String? = nil
  ) {
    self.policy = policy
    self.format = format
    self.style = style
    self.isTracing = isTracing
    self.service = service
  }

  /// How many bytes are collected before they are written.
  private static let blockSize = 1 << 16

  /// - Parameter write: gets whole lines, many at once. What was answered before an error is written as well.
  public func run(_ file: SessionFile, _ write: ([UInt8]) -> Void) throws(AccessFailure) -> Summary {
    var summary = Summary()
    var json = JSONWriter()
    var text: [UInt8] = []
    func flush(over limit: Int) {
      if json.bytes.count > limit { write(json.drain()) }
      if text.count > limit {
        write(text)
        text.removeAll(keepingCapacity: true)
      }
    }
    defer { flush(over: 0) }
    try file.forEach { number, recorded in
      var session = recorded.session
      if session.service == nil { session.service = service }
      guard let verdict = policy.verdict(for: session, tracing: isTracing) else {
        return "\(AccessFailure.unknownService(session.service ?? "(none)", known: policy.serviceNames))"
      }
      summary.add(verdict.outcome, expected: recorded.expected)
      switch format {
      case .json:
        let context = VerdictJSON.Context(number: number, expected: recorded.expected)
        VerdictJSON.write(verdict, showsTrace: isTracing, context: context, to: &json)
      case .text: text += line(number, verdict, expected: recorded.expected, session).utf8
      }
      flush(over: Self.blockSize)
      return nil
    }
    return summary
  }

  /// "12: reject 554 5.7.1, expected permit".
  private func line(
    _ number: Int, _ verdict: AccessVerdict, expected: AccessVerdict.Outcome?, _ session: AccessSession
  ) -> String {
    var line = "\(number): " + style.outcome(verdict.outcome, verdict.shortText)
    if let expected, expected != verdict.outcome {
      line += ", " + style.paint("expected \(expected.rawValue)", .red)
      if let decision = verdict.decidedBy { line += "; decided by \(decision.text)" }
    }
    if let unknown = verdict.unknowns.first { line += "; to be asked: \(unknown.text)" }
    line += "\n"
    for step in isTracing ? TraceText(verdict.trace, style).lines : [] { line += "   \(step)\n" }
    return line
  }
}

extension Batch.Summary {
  mutating func add(_ outcome: AccessVerdict.Outcome, expected: AccessVerdict.Outcome?) {
    count += 1
    if let expected {
      if expected != outcome { differing += 1 }
    } else if outcome == .depends {
      undecided += 1
    } else if outcome == .fatal {
      unserved += 1
    }
  }

  /// "20 sessions, 1 not as expected, 2 depend on what the files do not tell."
  public var text: String {
    var parts = ["\(count) \(count == 1 ? "session" : "sessions")"]
    if differing > 0 { parts.append("\(differing) not as expected") }
    let verb = undecided == 1 ? "depends" : "depend"
    if undecided > 0 { parts.append("\(undecided) \(verb) on what the files do not tell") }
    if unserved > 0 { parts.append("\(unserved) without an smtpd that starts") }
    return parts.joined(separator: ", ") + ".\n"
  }
}
