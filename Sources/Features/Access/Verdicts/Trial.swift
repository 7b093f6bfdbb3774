// What one session is answered, with every step.

public import AccessPolicy
public import Bytes
import JSONText

public struct Trial: Sendable {
  public let session: AccessSession
  public let verdict: AccessVerdict

  public init(_ session: AccessSession, by policy: AccessPolicy) throws(AccessFailure) {
    self.session = session
    guard let verdict = policy.verdict(for: session, tracing: true) else {
      throw .unknownService(session.service ?? "(none)", known: policy.serviceNames)
    }
    self.verdict = verdict
  }

  public var json: [UInt8] {
    var json = JSONWriter()
    VerdictJSON.write(verdict, showsTrace: true, to: &json)
    return json.bytes
  }

  /// - Parameter isBrief: the answer alone.
  public func text(_ style: TerminalStyle, isBrief: Bool = false) -> String {
    VerdictText(verdict, to: session, style, isBrief: isBrief).lines.map { $0 + "\n" }.joined()
  }
}
