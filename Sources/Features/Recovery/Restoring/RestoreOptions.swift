// What a restore may do with messages, as the command line has it.

public struct RestoreOptions: Sendable, Hashable {
  public enum Place: String, CaseIterable, Sendable {
    /// Nothing is sent until somebody releases it.
    case hold
    /// The queue manager tries it at its next look.
    case deferred
  }

  /// For messages of which the log does not say what has become of them.
  public enum Unknown: String, CaseIterable, Sendable { case hold, deliver, skip }

  /// For messages that have been in the queue for longer than it keeps them: Postfix would return them to the sender at
  /// the next attempt.
  public enum Expired: String, CaseIterable, Sendable {
    case hold
    /// They get as much time again as a new message.
    case fresh
    case keep
  }

  public var into = Place.hold
  /// Nil: held where a log was read, and otherwise like all others, since then nothing is known of any message.
  public var unknown: Unknown?
  public var expired = Expired.hold

  public init() {}
}
