// Which answers change between two configurations.

public import AccessPolicy
import Bytes
import JSONText

public struct AccessDifference: Sendable {
  public struct Change: Sendable {
    public let session: AccessSession
    public let old: AccessVerdict?
    public let new: AccessVerdict?
  }

  public let changes: [Change]
  public let sessionCount: Int

  /// - Parameter sessions: nil for those that the two configurations suggest themselves.
  public init(from old: AccessPolicy, to new: AccessPolicy, sessions: [AccessSession]? = nil) {
    let sessions = sessions ?? Self.suggested(old, new)
    changes = sessions.compactMap { session in
      let (before, after) = (old.verdict(for: session), new.verdict(for: session))
      let isSame =
        before?.outcome == after?.outcome && before?.reply?.code == after?.reply?.code
        && before?.isDiscarded == after?.isDiscarded
      return isSame ? nil : Change(session: session, old: before, new: after)
    }
    sessionCount = sessions.count
  }

  private static func suggested(_ old: AccessPolicy, _ new: AccessPolicy) -> [AccessSession] {
    var seen: Set<AccessSession> = []
    let names = old.serviceNames + new.serviceNames.filter { !old.serviceNames.contains($0) }
    return names.flatMap { old.suggestedSessions(for: $0) + new.suggestedSessions(for: $0) }
      .filter { seen.insert($0).inserted }
  }

  public func text(_ style: TraceText) -> String {
    if changes.isEmpty { return "No answer changes among \(sessionCount) sessions.\n" }
    var lines = ["\(changes.count) of \(sessionCount) answers change:"]
    for change in changes {
      lines.append("\(style.bold(change.session.service ?? "smtp/inet"))  \(style.summary(of: change.session))")
      for (name, verdict) in [("was", change.old), ("is ", change.new)] {
        let headline = verdict.map(style.headline) ?? "there is no such service"
        let decision = verdict?.decidedBy.map { "; \(style.text($0))" } ?? ""
        lines.append("    \(name)  \(headline)\(verdict?.outcome == .fatal ? "" : decision)")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  public var json: [UInt8] {
    var json = JSONWriter(style: .indented)
    json.object { json in
      json.member("schema", "postkeep.verdict-diff/1")
      json.member("sessions", sessionCount)
      json.array("changes") { json in
        for change in changes {
          json.object { json in
            json.key("session")
            json.value(change.session)
            for (name, verdict) in [("old", change.old), ("new", change.new)] {
              json.key(name)
              if let verdict { VerdictJSON.write(verdict, to: &json) } else { json.null() }
            }
          }
        }
      }
    }
    return json.bytes
  }
}
