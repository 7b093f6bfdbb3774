// Decides, message by message, what a restore does. Nothing is changed.
//
// The index tells most. The content of a message is read only where more has to be known: of those that the log
// mentions, that look like one in the queue, that are old, or that an earlier restore has put back.

import Bytes
import MessageSelections
import PostfixLog
import PostfixQueue
import QueueStore
import SnapshotArchive
import SystemAccess

struct RestorePlanning {
  let options: RestoreOptions
  /// Seconds since the epoch.
  let now: Int64
  /// Nil without a log.
  let history: MailHistory?
  /// Nil for a queue that is not there.
  let live: LiveMessages?
  /// Of the queue that is restored into, in seconds.
  let maximalLifetime: Int64
  let bounceLifetime: Int64
  /// What earlier restores have put into this queue.
  let earlier: EarlierRestores
  /// What purges and transfers have taken out of this queue.
  let moved: MovedMessages

  /// Whether there may have been a restore of which nobody can tell.
  private var isDoubtful: Bool { !earlier.problems.isEmpty }
  static let doubt = "an earlier restore may have put it back: what it has written is damaged"

  func plan(_ chain: SnapshotChain, paths: Set<ByteString>?) throws -> RestorePlan {
    var plan = RestorePlan(chain.manifest)
    var messages: [IndexedMessage] = []
    var wanted: [String: Set<ByteString>] = [:]
    var numbers: [StoredElsewhere: Int] = [:]
    try chain.forEachMessage { message in
      guard paths?.contains(message.path) ?? true else {
        plan.unselected += 1
        return
      }
      if let place = message.elsewhere, needsContent(message) {
        wanted[place.snapshot, default: []].insert(place.path)
        numbers[place] = messages.count
      }
      messages.append(message)
    }
    var planned: [PlannedMessage?] = Array(repeating: nil, count: messages.count)
    try chain.forEachFile(in: wanted) { snapshot, path, content in
      guard let number = numbers[StoredElsewhere(snapshot: snapshot, path: path)] else { return }
      guard content.sum == messages[number].digest else {
        throw SnapshotFlaw("\(path) in \(snapshot) is not what the index says: its sum differs")
      }
      planned[number] = try decide(messages[number], content, number: number)
    }
    for (number, message) in messages.enumerated() {
      plan.messages.append(try planned[number] ?? decide(message, nil, number: number))
    }
    return plan
  }

  private func needsContent(_ message: IndexedMessage) -> Bool {
    if live?.mayHave(message) ?? false { return true }
    if message.isDamaged { return false }
    if earlier.messages[PlannedMessage.key(of: message)] != nil || isDoubtful { return true }
    if moved.undone[Self.mark(message)] != nil { return true }
    if let history, history.mentions(message) || !history.isCovering { return true }
    return isOld(message.arrival ?? now, isBounce: message.sender?.isEmpty ?? false)
  }

  private func isOld(_ created: Int64, isBounce: Bool) -> Bool {
    let (expiry, isOver) = created.addingReportingOverflow(isBounce ? bounceLifetime : maximalLifetime)
    return !isOver && expiry <= now
  }

  /// - Parameter content: nil where the index tells enough.
  private func decide(_ message: IndexedMessage, _ content: StoredContent?, number: Int) throws -> PlannedMessage {
    let earlier = earlier.messages[PlannedMessage.key(of: message)]
    func planned(
      _ decision: RestoreDecision, _ recipients: [RecipientState] = [], fresh: Range<Int>? = nil
    ) -> PlannedMessage {
      PlannedMessage(
        number: number, message: message, decision: decision, recipients: recipients, freshTime: fresh,
        earlier: earlier?.name)
    }
    if try isPresent(message, content, earlier) { return planned(.skip(.present)) }
    if let reason = reason(message, earlier) { return planned(.skip(reason)) }
    if message.belongsIntoCorrupt { return planned(.place(.corrupt, nil)) }
    let bounces = message.logs.contains { $0.kind != .defer }
    if message.toDo.isEmpty, !bounces, message.queue != .maildrop { return planned(.skip(.finished)) }

    // Without a log nobody can tell of any message.
    if history == nil, !message.toDo.isEmpty || message.queue == .maildrop {
      switch options.unknown {
      case .skip: return planned(.skip(.unknown))
      case .hold: return planned(.place(queue(for: message, waiting: true), .unknown))
      case .deliver, nil: break
      }
    }
    guard let content else { return planned(.place(queue(for: message), hold(message))) }
    var window = content.window
    var envelope = Envelope()
    envelope.read(&window, isMaildrop: message.queue == .maildrop)
    let states = states(message, envelope, window, earlier)
    let told = states.filter { $0.state != .owed || $0.time != nil }
    if !states.isEmpty, states.allSatisfy(\.state.isFinal), !bounces || states.contains(where: { $0.state == .removed })
    {
      return planned(.skip(.delivered), told)
    }
    if states.contains(where: { $0.state == .unknown }) {
      switch options.unknown ?? .hold {
      case .skip: return planned(.skip(.unknown), told)
      case .hold: return planned(.place(queue(for: message, waiting: true), .unknown), told)
      case .deliver: break
      }
    }
    guard message.queue != .maildrop, message.queue != .hold,
      isOld(envelope.createTime(in: window) ?? now, isBounce: message.sender?.isEmpty ?? false)
    else { return planned(.place(queue(for: message), hold(message)), told) }
    switch options.expired {
    case .keep: return planned(.place(queue(for: message), hold(message)), told)
    case .fresh:
      if let time = MessageMarks.createTime(in: content.window), time.count == "\(now)".utf8.count {
        return planned(.place(queue(for: message), hold(message)), told, fresh: time)
      }
    case .hold: break
    }
    return planned(.place(.hold, .expired), told)
  }

  private func isPresent(
    _ message: IndexedMessage, _ content: StoredContent?, _ earlier: RestoredMessage?
  ) throws -> Bool {
    guard let live else { return false }
    // Beside the queues, where it waits to be released.
    if earlier?.isWaiting ?? false { return true }
    if let content, try live.has(message, content) { return true }
    if let earlier = before(message, earlier), live.has(message, as: earlier.id) { return true }
    return history?.laterIDs(of: message.id).contains(where: live.ids.contains) ?? false
  }

  private static func mark(_ message: IndexedMessage) -> MovedMessages.Mark {
    MovedMessages.Mark(id: message.id, inode: message.stamp.inode)
  }

  /// Why it is not in the queue, as itself or as what an earlier restore has made of it.
  private func reason(_ message: IndexedMessage, _ earlier: RestoredMessage?) -> RestoreDecision.SkipReason? {
    moved.reasons[Self.mark(message)]
      ?? earlier.flatMap { moved.reasons[MovedMessages.Mark(id: $0.name, inode: $0.inode)] }
  }

  /// The id under which it was put back before, and when.
  private func before(_ message: IndexedMessage, _ earlier: RestoredMessage?) -> (id: ByteString, time: Int64)? {
    earlier.map { ($0.name, $0.time) } ?? moved.undone[Self.mark(message)].map { ($0.name, $0.time) }
  }

  private func states(
    _ message: IndexedMessage, _ envelope: Envelope, _ window: QueueFileWindow, _ earlier: RestoredMessage?
  ) -> [RecipientState] {
    let before = before(message, earlier)
    guard let history else {
      guard before != nil || isDoubtful else { return [] }
      return envelope.recipients.filter { $0.state == .toDo }.map {
        RecipientState(
          address: window.text($0.address), offset: $0.offset, state: .unknown, time: nil,
          detail: before == nil ? Self.doubt : MailHistory.earlier)
      }
    }
    var headers = window.sibling()
    let messageID = envelope.contentStart.flatMap { start in
      MessageHeaders(&headers, from: start).first(named: "message-id")
    }
    return history.states(
      of: message, envelope, window, messageID: messageID, earlier: before,
      isDoubtful: isDoubtful)
  }

  /// - Parameter waiting: whether it has to wait on hold, if it can.
  private func queue(for message: IndexedMessage, waiting: Bool = false) -> QueueName {
    switch message.queue {
    case .corrupt: .corrupt
    // The queue manager has never seen it, and it has no form for the other queues.
    case .maildrop: .maildrop
    case .hold: .hold
    default: waiting || options.into == .hold ? .hold : .deferred
    }
  }

  private func hold(_ message: IndexedMessage) -> RestoreDecision.HoldReason? {
    if message.queue == .hold { return .held }
    return options.into == .hold ? .restored : nil
  }
}
