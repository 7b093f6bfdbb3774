// What has become of one recipient of a message, as far as the log proves it.

public enum RecipientFate: Hashable, Sendable {
  /// Somebody has it: another host, a mailbox, a command. Also when it has become another message: see
  /// DeliveryOutcome.successor.
  case sent(DeliveryOutcome)
  /// It has failed for good. Reported when the sender was told afterwards, or nobody has to be: until then only a log in
  /// the bounce directory knows. The report is a message of its own, see LoggedMessage.links.
  case bounced(DeliveryOutcome, isReported: Bool)
  /// It was returned to the sender because it took too long, or because of `postsuper -e`, and the message is gone.
  case expired(LogTime)
  /// The last that is known is a failure after which there is another attempt.
  case deferred(DeliveryOutcome)
  /// The log does not name it, and the message is gone: qmgr removes a message that has no recipient left to do.
  case removed(LoggedMessage.Removal)
  /// It goes on under another id, since `postsuper -r`.
  case requeued(QueueIDText)
  /// There are lines that may be about it and cannot be read in one way.
  case unclear
  /// The log does not name it.
  case unmentioned

  /// Whether nothing is left to do for this recipient, so that doing it again would be once too often.
  public var isFinal: Bool {
    switch self {
    case .sent, .expired, .removed: true
    case .bounced(_, let isReported): isReported
    case .deferred, .requeued, .unclear, .unmentioned: false
    }
  }
}
