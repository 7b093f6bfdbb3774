// Gathers a summary, message by message.

import Bytes
import MessageSelections
import PostfixQueue
import QueueStore
import SystemAccess

struct SummaryVisitor: MessageVisitor {
  private(set) var parts: [QueueName: QueueSummary.Part] = [:]
  private(set) var ages = AgeHistogram()
  private(set) var attention = QueueSummary.Attention()
  private(set) var reasons = ShapeTally(width: 1)
  private(set) var destinations = ShapeTally(width: 1)
  private(set) var senders = ShapeTally(width: 1)
  private let message: CurrentMessage

  init(_ store: QueueStore, now: Int64) { message = CurrentMessage(store, now: now) }

  mutating func takeOutput() {}

  mutating func visit(_ file: QueuedFile, _ window: inout QueueFileWindow) {
    message.visit(file, &window) { file in
      count(file)
      note(file)
      // What is corrupt goes nowhere.
      guard file.queue != .corrupt else { return }
      for group in message.groups(by: .recipientDomain) { Self.add(group, to: &destinations) }
      for group in message.groups(by: .reason) where group != CurrentMessage.nothing { Self.add(group, to: &reasons) }
      Self.add(message.listedSender, to: &senders)
    }
  }

  mutating func add(_ other: SummaryVisitor) {
    for (queue, part) in other.parts { parts[queue, default: QueueSummary.Part()].add(part) }
    ages.add(other.ages)
    attention.add(other.attention)
    reasons.add(other.reasons)
    destinations.add(other.destinations)
    senders.add(other.senders)
  }

  private mutating func count(_ file: QueuedFile) {
    let arrival = message.arrival
    var part = parts[file.queue] ?? QueueSummary.Part()
    part.count += 1
    part.bytes &+= Int64(file.status.size)
    part.oldest = min(part.oldest ?? arrival, arrival)
    if file.queue == .deferred || file.queue == .incoming, let next = message.nextAttempt {
      if next > message.now { part.nextAttempt = min(part.nextAttempt ?? next, next) } else { part.due += 1 }
    }
    parts[file.queue] = part
    let (age, isOver) = message.now.subtractingReportingOverflow(arrival)
    ages.add(isOver ? Int64.max : age)
  }

  private mutating func note(_ file: QueuedFile) {
    if file.queue == .hold { attention.held += 1 }
    if file.mode.isExpired, file.queue != .maildrop { attention.expired += 1 }
    if !message.envelope.damage.isEmpty || file.queue == .corrupt { attention.damaged += 1 }
    if message.envelope.sender?.isEmpty == true { attention.bounces += 1 }
    // On hold a message grows old as well, but nobody returns it.
    guard file.queue != .corrupt, file.queue != .maildrop, let expiry = message.expiry else { return }
    if expiry <= message.now {
      attention.overdue += 1
    } else if expiry &- message.now <= 86_400 {
      attention.expiringSoon += 1
    }
  }

  private static func add(_ name: ByteString, to tally: inout ShapeTally) {
    tally.add(row: tally.row(of: name), bucket: 0)
  }
}

extension QueueSummary.Attention {
  fileprivate mutating func add(_ other: QueueSummary.Attention) {
    held += other.held
    expired += other.expired
    damaged += other.damaged
    bounces += other.bounces
    expiringSoon += other.expiringSoon
    overdue += other.overdue
  }
}
