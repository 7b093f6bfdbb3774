// What can be done to messages by Postfix's own tools, and how it shows that it was done.

public import PostfixQueue
import QueueStore
import SystemAccess

public enum CareAction: String, CaseIterable, Sendable {
  case hold, release, requeue, expire, flush

  /// The program of Postfix that does it.
  var tool: String { self == .flush ? "postqueue" : "postsuper" }

  /// Its option.
  var option: String {
    switch self {
    case .hold: "-h"
    case .release: "-H"
    case .requeue: "-r"
    case .expire: "-e"
    case .flush: "-i"
    }
  }

  /// How many ids one call is given.
  var callSize: Int { self == .flush ? 1 : 400 }

  /// The queues whose messages it can change.
  var queues: Set<QueueName> {
    switch self {
    case .hold: [.incoming, .active, .deferred]
    case .release: [.hold]
    case .requeue, .expire: [.incoming, .active, .deferred, .hold]
    case .flush: [.deferred]
    }
  }

  /// Whether nothing is left to be done about a message.
  public func hasNothingToDo(in queue: QueueName) -> Bool {
    switch self {
    case .hold: queue == .hold
    // What is in incoming or active is being tried.
    case .release, .flush: queue != .hold
    case .requeue, .expire: true
    }
  }

  /// Whether there is something to be done about a message.
  func changes(_ file: QueuedFile) -> Bool {
    queues.contains(file.queue) && (self != .expire || !file.mode.isExpired)
  }

  enum Result { case done, gone, pending }

  /// What has become of a message.
  /// - Parameters:
  ///   - file: where it lies now; nil when it is in no queue any more.
  ///   - changed: when it had last changed before.
  func result(_ file: QueuedFile?, since changed: FileStatus.Time) -> Result {
    // What is held stays. All else is meant to go on, and may have left already.
    guard let file else { return self == .hold ? .gone : .done }
    let isDone =
      switch self {
      case .hold: file.queue == .hold
      case .release: file.queue != .hold
      case .requeue: file.queue == .maildrop
      case .expire: file.mode.isExpired
      // It may have been tried and deferred again already.
      case .flush: file.status.changed != changed
      }
    return isDone ? .done : .pending
  }

  /// "held 3 messages".
  var past: String {
    switch self {
    case .hold: "held"
    case .release: "released"
    case .requeue: "requeued"
    case .expire: "marked for return to the sender"
    case .flush: "flushed"
    }
  }
}
