// Answers for each recipient of a message what has become of it. It leans to "not delivered": a letter that comes twice
// is better than one that never comes.

import Bytes

public struct FateFinder: Sendable {
  private let message: LoggedMessage
  private var outcomes: [LoggedRecipient: [DeliveryOutcome]] = [:]
  /// Those of local(8), by what the recipient was before aliases.
  private var expansions: [LoggedRecipient: [DeliveryOutcome]] = [:]

  /// - Parameter recipients: all that the queue file has, where it is known. Virtual aliases put several with the same
  ///   original into it; without it, one of them waits for the others, as the names behind an alias of local(8) do.
  public init(_ message: LoggedMessage, recipients: Set<LoggedRecipient> = []) {
    self.message = message
    for outcome in message.outcomes where outcome.isProof && outcome.isDelivery {
      outcomes[outcome.recipient, default: []].append(outcome)
      if let original = outcome.recipient.original, outcome.relay == "local",
        !recipients.contains(outcome.recipient)
      {
        expansions[LoggedRecipient(logged: original), default: []].append(outcome)
      }
    }
  }

  /// The attempts for the recipient that was tried most often; 0 for a message that nobody was asked to take yet.
  public var attempts: Int {
    outcomes.values.reduce(0) { max($0, Self.attempts($1)) }
  }

  /// How often somebody has been asked to take the mail for this recipient.
  public func attempts(of recipient: LoggedRecipient) -> Int {
    Self.attempts(outcomes[recipient] ?? expanded(recipient))
  }

  private static func attempts(_ outcomes: [DeliveryOutcome]) -> Int {
    outcomes.reduce(0) { sum, outcome in
      // "message repeated 999999999 times" on every line of a log does not fit for ever.
      let (next, isOver) = sum.addingReportingOverflow(outcome.isAttempt ? outcome.times : 0)
      return isOver ? .max : next
    }
  }

  public func fate(of recipient: LoggedRecipient) -> RecipientFate {
    guard recipient.isExact else { return gone ?? .unclear }
    let expanded = expanded(recipient)
    if let outcomes = outcomes[recipient] {
      // A command among the names of an alias is logged with the alias as its recipient.
      if outcomes.last?.relay == "local", expanded.contains(where: { $0.recipient != recipient }) {
        return fate(outcomes + expanded)
      }
      if let sent = outcomes.last(where: { $0.status == .sent }) { return .sent(sent) }
      if let bounced = outcomes.last(where: { $0.status == .bounced }) { return self.bounced(bounced) }
      return end ?? outcomes.last.map { .deferred($0) } ?? .unmentioned
    }
    if !expanded.isEmpty { return fate(expanded) }
    return end ?? (message.unclearLineCount > 0 ? .unclear : .unmentioned)
  }

  /// local(8) names what an alias stands for, one line for each, and the recipient of the queue file as orig_to. How many
  /// there are is not in the log: before local is done with all of them, one may be missing. Source: alias.c.
  private func fate(_ expanded: [DeliveryOutcome]) -> RecipientFate {
    var latest: [LoggedRecipient: DeliveryOutcome] = [:]
    for outcome in expanded { latest[outcome.recipient] = outcome }
    if let waiting = expanded.last(where: { latest[$0.recipient] == $0 && !$0.status.isFinal }) {
      return end ?? .deferred(waiting)
    }
    let isDone = gone != nil || expanded.allSatisfy { $0.round < message.activations.count }
    guard isDone, let last = expanded.max(by: { $0.time < $1.time }) else { return .unclear }
    return last.status == .sent ? .sent(last) : bounced(last)
  }

  private func expanded(_ recipient: LoggedRecipient) -> [DeliveryOutcome] {
    expansions[LoggedRecipient(logged: recipient.original ?? recipient.address)] ?? []
  }

  /// What was written to the sender about a failure.
  public func report(since time: LogTime) -> QueueIDText? {
    message.links.last { $0.kind == .notification(.senderNonDelivery) && $0.time >= time }?.id
  }

  private func bounced(_ outcome: DeliveryOutcome) -> RecipientFate {
    let isReported =
      message.removal != nil || message.sender?.isEmpty == true
      || message.links.contains { $0.kind == .notification(.senderNonDelivery) && $0.time >= outcome.time }
    return .bounced(outcome, isReported: isReported)
  }

  /// What holds for every recipient that has no final line of its own.
  private var end: RecipientFate? {
    if let expired = message.expired, message.removal != nil { return .expired(expired) }
    if let link = message.links.last(where: { $0.kind == .requeued }) { return .requeued(link.id) }
    return gone
  }

  private var gone: RecipientFate? { message.removal.map { .removed($0) } }
}

extension DeliveryOutcome {
  /// Probes deliver nothing.
  var isDelivery: Bool { status != .deliverable && status != .undeliverable && status != .unknown }
}
