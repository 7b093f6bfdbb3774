// What is in a message file: is it whole, is there somebody left to deliver it to, and is its time right?

import PostfixQueue
import QueueStore
import SystemAccess

struct MessageChecks {
  let standards: HealthStandards
  private let store: QueueStore
  private var envelope = Envelope()
  private var window = QueueFileWindow()
  private(set) var arrivals = ArrivalRate()
  /// How many complete messages were read.
  private(set) var count = 0

  init(_ standards: HealthStandards, _ store: QueueStore) {
    self.standards = standards
    self.store = store
  }

  /// - Returns: why the file could not be read.
  mutating func check(
    _ entry: QueueEntry, in directory: Directory, _ queue: QueueName, _ add: (HealthFinding) -> Void
  ) -> SystemError? {
    guard queue == .corrupt || MessageMode(rawValue: entry.status.mode).isComplete else { return nil }
    if queue == .corrupt { add(HealthFinding(.corruptMessage, entry)) }
    do throws(SystemError) {
      guard let file = try directory.open(entry.name) else { return nil }
      let status = try file.status()
      guard status.kind == .regular else { return nil }
      let number = file.number
      window.open(size: status.size) { buffer, offset in OpenFile.read(number, into: buffer, at: offset) }
      envelope.read(&window, isMaildrop: queue == .maildrop)
      // Of what was written while it was read, this is the later time.
      let last = try file.status()
      count += 1
      // What lies in corrupt is known to be damaged.
      if queue != .corrupt { judge(entry, queue, last, add) }
      return nil
    } catch {
      return error.isMissing ? nil : error
    }
  }

  /// Whether the record of failed recipients waits to be sent to the sender.
  private func isNoticeDue(_ entry: QueueEntry) -> Bool {
    let folder = EntryFolder(.logs(.bounce), hash: store.home(of: entry.name, in: .logs(.bounce)))
    return (try? store.open(folder)?.status(of: entry.name)) != nil
  }

  private mutating func judge(
    _ entry: QueueEntry, _ queue: QueueName, _ status: FileStatus, _ add: (HealthFinding) -> Void
  ) {
    arrivals.add(envelope.listedArrival ?? status.modified.seconds, bytes: status.allocated, now: standards.now)
    if envelope.damage.contains(.empty) {
      add(HealthFinding(.emptyFile, entry))
    } else if !envelope.damage.isEmpty {
      add(HealthFinding(.damagedMessage, entry, envelope.damage.map(\.text).joined(separator: "; ")))
    } else if !envelope.recipients.isEmpty, envelope.recipients.allSatisfy({ $0.state != .toDo }),
      queue != .active || standards.age(status) > HealthStandards.finishingTime
    {
      // The queue manager removes what it has just had delivered.
      let kind: HealthKind = isNoticeDue(entry) ? .unsentNotice : .finishedMessage
      add(HealthFinding(kind, entry, queue == .hold ? "on hold there is no attempt" : ""))
    }
    if let arrival = envelope.arrival, arrival > standards.now + HealthStandards.clockError {
      let (distance, isOver) = arrival.subtractingReportingOverflow(standards.now)
      add(HealthFinding(.futureArrival, entry, isOver ? "" : "in \(Quantity.time(distance))"))
    }
    guard queue == .hold, let created = envelope.createTime(in: window) else { return }
    let isBounce = envelope.sender?.isEmpty ?? false
    let lifetime = isBounce ? standards.settings.bounceLifetime : standards.settings.maximalLifetime
    let (age, isOver) = standards.now.subtractingReportingOverflow(created)
    if !isOver, age > lifetime { add(HealthFinding(.expiredOnHold, entry, "\(Quantity.time(age)) old")) }
  }
}
