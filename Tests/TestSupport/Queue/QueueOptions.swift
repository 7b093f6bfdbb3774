// What kind of queue is generated. Everything that is a percentage is drawn for each message anew.

public struct QueueOptions: Sendable {
  public enum IDs: Sendable { case short, long, mixed }
  /// When deferred messages are tried again.
  public enum NextAttempt: Sendable { case future, past, spread }

  public var ids = IDs.short
  /// hash_queue_depth. 0 leaves every queue flat; Postfix is then told to hash a queue that does not exist.
  public var hashDepth = 1
  public var hashQueueNames: Set<String> = ["deferred", "defer"]

  /// How many messages lie in each queue, in proportion to each other.
  public var weights: [MessageQueue: Int] = [.deferred: 1]
  /// Of incoming: still being written, and so shown by nobody.
  public var unfinishedPercent = 0
  /// Of maildrop: put there by `postsuper -r`, with cleanup's records.
  public var requeuedDropPercent = 25

  public var nextAttempt = NextAttempt.future
  /// Seconds since the arrival.
  public var ages = 0...5 * 86_400
  /// The present; nil for the clock's.
  public var now: Int?
  public var expiredPercent = 0
  public var unthrottledPercent = 0

  public var recipients = 1...3
  /// 100 to 150 recipients.
  public var manyRecipientsPercent = 0
  /// Of recipients: finished. One at least stays to do.
  public var donePercent = 10
  /// Of messages: all recipients are finished, and only the removal is missing.
  public var finishedPercent = 0

  public var deferLogPercent = 100
  /// Of messages with a finished recipient: its failure has not been reported yet.
  public var bounceLogPercent = 0
  public var traceLogPercent = 0

  public var nullSenderPercent = 8
  public var oddAddressPercent = 0
  public var saslPercent = 0
  public var utf8Percent = 0
  public var milterPercent = 0
  public var longLinePercent = 0
  public var extractedRecipientPercent = 0
  /// Cleaned again after `postsuper -r`: made later than it has arrived.
  public var requeuedPercent = 0
  public var bodyLines = 1...30
  /// Bodies that compress as mail does. Otherwise the same 200 lines come again and again, which is faster.
  public var hasProse = false
  /// Of messages with prose: 5 to 50 KB of base64 as well.
  public var attachmentPercent = 0
  /// False saves memory where nobody compares contents.
  public var keepsContent = true

  public init() {}

  /// Some of everything, for tests that want to see it all.
  public static var everything: QueueOptions {
    var options = QueueOptions()
    options.ids = .mixed
    options.weights = [.deferred: 50, .hold: 12, .incoming: 10, .active: 10, .maildrop: 12, .corrupt: 6]
    options.unfinishedPercent = 20
    options.nextAttempt = .spread
    options.expiredPercent = 10
    options.unthrottledPercent = 10
    options.manyRecipientsPercent = 2
    options.donePercent = 20
    options.finishedPercent = 3
    options.deferLogPercent = 80
    options.bounceLogPercent = 50
    options.traceLogPercent = 10
    options.nullSenderPercent = 10
    options.oddAddressPercent = 15
    options.saslPercent = 30
    options.utf8Percent = 10
    options.milterPercent = 25
    options.longLinePercent = 15
    options.extractedRecipientPercent = 10
    options.requeuedPercent = 10
    return options
  }

  /// What main.cf must say for such a queue.
  public var mainSettings: [String] {
    [
      "hash_queue_depth = \(max(1, hashDepth))",
      "hash_queue_names = \(hashDepth == 0 ? "none" : hashQueueNames.sorted().joined(separator: ", "))",
      "enable_long_queue_ids = \(ids == .short ? "no" : "yes")",
    ]
  }

  /// "deferred/" or "deferred/3/".
  func directory(_ queue: String, microseconds: Int) -> String {
    let isHashed = hashQueueNames.contains(queue)
    return "\(queue)/"
      + QueueIDEncoding.hashDirectories(microseconds: microseconds, depth: isHashed ? hashDepth : 0)
  }
}
