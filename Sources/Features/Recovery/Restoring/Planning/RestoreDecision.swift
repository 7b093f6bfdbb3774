// What is to be done with a message of a snapshot.

public import PostfixQueue

public enum RestoreDecision: Hashable, Sendable {
  case place(QueueName, HoldReason?)
  case skip(SkipReason)

  /// Why it waits in hold.
  public enum HoldReason: String, CaseIterable, Sendable {
    /// Everything does, until it is released.
    case restored
    /// The log does not say what has become of some of its recipients.
    case unknown
    /// Postfix would return it to the sender at the next attempt.
    case expired
    /// It was on hold when the snapshot was taken.
    case held
  }

  public enum SkipReason: String, CaseIterable, Sendable {
    /// The log says that nothing is left to do.
    case delivered
    /// The queue has it.
    case present
    /// A purge has removed it, and its trash has it.
    case purged
    /// A transfer has taken it: the standby has it, or may have.
    case transferred
    /// Nothing was left to do when the snapshot was taken.
    case finished
    /// The log does not say what has become of it, and such messages are not wanted.
    case unknown
  }

  public var isPlacing: Bool { if case .place = self { true } else { false } }

  /// Into which queue; nil for a message that is left out.
  public var queue: QueueName? { if case .place(let queue, _) = self { queue } else { nil } }
}
