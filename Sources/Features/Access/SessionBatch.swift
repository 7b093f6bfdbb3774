// Many sessions, one a line; one verdict a line comes out. What a site expects of its server can so be kept in files.

public import AccessPolicy
import Bytes
import JSONText

public struct SessionBatch: Sendable {
  public struct Entry: Sendable {
    /// The line, from 1.
    public let number: Int
    public let line: SessionLine
  }

  public let entries: [Entry]

  /// Empty lines, and lines that begin with #, say nothing.
  /// - Parameter name: where the lines come from, for messages.
  public init(_ content: [UInt8], from name: String) throws(AccessQuestionError) {
    var entries: [Entry] = []
    var number = 0
    for line in content.split(separator: 0x0A, omittingEmptySubsequences: false) {
      number += 1
      let text = line.drop(while: \.isASCIISpace)
      if text.isEmpty || text.first == UInt8(ascii: "#") { continue }
      do throws(AccessQuestionError) {
        entries.append(Entry(number: number, line: try SessionLine(Array(text))))
      } catch {
        throw AccessQuestionError("\(name):\(number): \(error)")
      }
    }
    self.entries = entries
  }

  public struct Outcome: Sendable {
    public fileprivate(set) var sessions = 0
    public fileprivate(set) var surprises = 0
    public fileprivate(set) var dependent = 0
  }

  /// Judges every session and hands out the answers in blocks.
  public func run(
    _ policy: AccessPolicy, asJSON: Bool, tracing: Bool, _ write: ([UInt8]) -> Void
  ) throws(AccessQuestionError) -> Outcome {
    var outcome = Outcome()
    var json = JSONWriter(style: .compact)
    var text: [UInt8] = []
    for entry in entries {
      guard let verdict = policy.verdict(for: entry.line.session, tracing: tracing) else {
        throw AccessQuestionError(
          "session \(entry.number): there is no smtpd service \(entry.line.session.service ?? "")\n  There are: "
            + policy.serviceNames.joined(separator: ", "))
      }
      outcome.sessions += 1
      if verdict.outcome == .depends { outcome.dependent += 1 }
      let expected = entry.line.expected
      let isSurprise = expected.map { $0 != verdict.outcome } ?? false
      if isSurprise { outcome.surprises += 1 }
      if asJSON {
        VerdictJSON.write(verdict, number: entry.number, expected: expected, to: &json)
        if json.bytes.count > 1 << 16 { write(json.drain()) }
      } else {
        let style = TraceText(isColored: false)
        var line = "\(entry.number): \(style.headline(verdict))"
        if let expected, isSurprise { line += "; expected \(expected.rawValue)" }
        text += Array((line + "\n").utf8)
        if text.count > 1 << 16 {
          write(text)
          text = []
        }
      }
    }
    write(asJSON ? json.drain() : text)
    return outcome
  }
}
