// The queue on one screen: how much is where, how old it is, why it waits, and what needs a postmaster.

public import Bytes
public import PostfixQueue
public import QueueStore
import SystemAccess

public struct QueueSummary: Sendable {
  /// One queue.
  public struct Part: Sendable {
    public internal(set) var count = 0
    public internal(set) var bytes: Int64 = 0
    /// The earliest arrival, in seconds since the epoch.
    public internal(set) var oldest: Int64?
    /// The earliest attempt that is still to come, in seconds since the epoch.
    public internal(set) var nextAttempt: Int64?
    /// Messages that would be tried at the next queue run.
    public internal(set) var due = 0
  }

  /// A row of a list of the most frequent.
  public struct Top: Hashable, Sendable {
    public let name: ByteString
    public let count: Int
  }

  public let directory: String
  /// Seconds since the epoch.
  public let now: Int64
  /// In the order of `QueueName.allCases`.
  public let parts: [(queue: QueueName, part: Part)]
  let ages: AgeHistogram
  public let attention: Attention
  /// Reasons and destinations count recipients to do, senders messages.
  public let reasons, destinations, senders: [Top]
  /// Files that lie where Postfix does not look; nil when that could not be told.
  public let unseenFiles: Int?
  public let scan: ScanOutcome

  /// Messages that are not simply on their way.
  public struct Attention: Hashable, Sendable {
    public internal(set) var held = 0
    /// Marked to be returned at the next attempt.
    public internal(set) var expired = 0
    public internal(set) var damaged = 0
    /// With the null sender.
    public internal(set) var bounces = 0
    /// Returned to their senders within a day if they cannot be delivered.
    public internal(set) var expiringSoon = 0
    /// Older than they may get: returned when the next attempt fails.
    public internal(set) var overdue = 0
  }

  /// - Parameters:
  ///   - now: seconds since the epoch.
  ///   - limit: how many reasons, destinations and senders.
  public init(_ store: QueueStore, now: Int64, top limit: Int = 5) {
    var result = store.scan(
      QueueName.allCases, visitor: { SummaryVisitor(store, now: now) }, take: { _ in true })
    var sum = SummaryVisitor(store, now: now)
    while let visitor = result.visitors.popLast() { sum.add(visitor) }
    directory = store.settings.directory
    self.now = now
    var outcome = result.outcome
    do throws(SystemError) {
      unseenFiles = try store.unseenFiles(strays: outcome.strays)
    } catch {
      unseenFiles = nil
      outcome.problems.append(error)
    }
    scan = outcome
    parts = QueueName.allCases.map { ($0, sum.parts[$0] ?? Part()) }
    ages = sum.ages
    attention = sum.attention
    reasons = Self.top(limit, of: sum.reasons)
    destinations = Self.top(limit, of: sum.destinations)
    senders = Self.top(limit, of: sum.senders)
  }

  /// All queues together.
  public var total: Part { parts.reduce(into: Part()) { $0.add($1.part) } }

  private static func top(_ limit: Int, of tally: ShapeTally) -> [Top] {
    var top: [Top] = []
    // Only a few are ever kept: there may be as many senders as messages.
    for row in 0..<tally.count where top.count < limit || tally.sum(row) >= (top.last?.count ?? 0) {
      top.append(Top(name: tally.name(row), count: tally.sum(row)))
      top.sort { ($1.count, $0.name) < ($0.count, $1.name) }
      if top.count > limit { top.removeLast() }
    }
    return top
  }
}

extension QueueSummary.Part {
  mutating func add(_ other: QueueSummary.Part) {
    count += other.count
    bytes &+= other.bytes
    due += other.due
    oldest = [oldest, other.oldest].compactMap(\.self).min()
    nextAttempt = [nextAttempt, other.nextAttempt].compactMap(\.self).min()
  }
}
