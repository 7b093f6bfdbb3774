// The directories of a queue that hold messages, and those that hold logs about them.

/// A message queue.
public enum QueueName: String, CaseIterable, Sendable, Comparable {
  // In the order in which showq(8) lists them; corrupt is never listed by it.
  case maildrop, active, incoming, deferred, hold, corrupt

  /// What mailq shows.
  public static let listed: [QueueName] = [.maildrop, .active, .incoming, .deferred, .hold]

  /// The mark that mailq puts behind the id of a message in this queue.
  public var mark: String {
    switch self {
    case .active: "*"
    case .hold: "!"
    default: ""
    }
  }

  public static func < (left: QueueName, right: QueueName) -> Bool { left.order < right.order }

  private var order: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// A directory of logs that bounce(8) keeps beside the messages; a log has the id of its message.
public enum LogName: String, CaseIterable, Sendable {
  // In the order in which postsuper(1) removes them.
  case bounce, `defer`, trace
}
