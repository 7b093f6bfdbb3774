// Looks for sessions whose answers change from one configuration to another.

public import AccessPolicy
public import Bytes
import JSONText

public struct AnswerComparison: Sendable {
  let old: AccessPolicy
  let new: AccessPolicy

  public init(from old: AccessPolicy, to new: AccessPolicy) {
    self.old = old
    self.new = new
  }

  /// Throws if neither has a service of this name.
  public func require(_ service: String) throws(AccessFailure) {
    if !old.has(service) { try new.require(service) }
  }

  /// Sessions that the tables, lists and networks of either configuration suggest, for every service of both.
  public var suggestedSessions: [AccessSession] {
    var seen: Set<AccessSession> = []
    return old.serviceNames.filter(new.serviceNames.contains).flatMap { service in
      let suggested = old.suggestedSessions(for: service) + new.suggestedSessions(for: service)
      return ([AccessSession()] + suggested).compactMap { session in
        var session = session
        session.service = service
        return seen.insert(session).inserted ? session : nil
      }
    }
  }

  /// Nil when both answer the same.
  public func difference(_ session: AccessSession, number: Int? = nil) -> AnswerDifference? {
    let before = old.verdict(for: session)
    let after = new.verdict(for: session)
    guard before.map(AnswerKey.init) != after.map(AnswerKey.init) else { return nil }
    return AnswerDifference(session: session, number: number, old: before, new: after)
  }

  /// - Parameters:
  ///   - file: the sessions; nil for those that the configurations suggest.
  ///   - write: gets the differences, one after the other.
  /// - Returns: how many answers change.
  public func run(
    _ file: SessionFile?, service: String? = nil, as format: Batch.Format, _ style: TerminalStyle,
    _ write: ([UInt8]) -> Void
  ) throws(AccessFailure) -> Int {
    var count = 0
    func compare(_ session: AccessSession, _ number: Int?) {
      guard let difference = difference(session, number: number) else { return }
      count += 1
      switch format {
      case .text: write(Array(difference.text(style).utf8))
      case .json:
        var json = JSONWriter()
        difference.write(to: &json)
        write(json.bytes)
      }
    }
    guard let file else {
      for session in suggestedSessions {
        if let service, session.service != service, session.service?.hasPrefix("\(service)/") != true { continue }
        compare(session, nil)
      }
      return count
    }
    try file.forEach { number, recorded in
      var session = recorded.session
      if session.service == nil { session.service = service }
      if !old.has(session.service), !new.has(session.service) {
        return "\(AccessFailure.unknownService(session.service ?? "(none)", known: new.serviceNames))"
      }
      compare(session, number)
      return nil
    }
    return count
  }
}

extension AccessPolicy {
  /// Throws if there is no service of this name.
  public func require(_ service: String) throws(AccessFailure) {
    if !has(service) { throw .unknownService(service, known: serviceNames) }
  }

  /// Whether there is a service of this name, with or without its type; nil stands for any.
  func has(_ service: String?) -> Bool {
    guard let service else { return !serviceNames.isEmpty }
    return serviceNames.contains { $0 == service || $0.hasPrefix("\(service)/") }
  }
}

/// What makes two answers the same.
private struct AnswerKey: Hashable {
  let outcome: AccessVerdict.Outcome
  let code: Int?
  let status: ByteString?
  let isDiscarded: Bool

  init(_ verdict: AccessVerdict) {
    outcome = verdict.outcome
    code = verdict.reply?.code
    status = verdict.reply?.status
    isDiscarded = verdict.isDiscarded
  }
}
