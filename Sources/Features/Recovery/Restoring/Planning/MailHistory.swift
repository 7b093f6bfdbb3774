// What the mail log says about the recipients of a message after a snapshot.

import Bytes
import MailLogs
import PostfixLog
import PostfixQueue
import SnapshotArchive

struct MailHistory {
  private let history: DeliveryHistory
  /// When the snapshot was begun, and when it was complete.
  private let start: LogTime
  private let end: LogTime
  /// What pickup(8) has taken since, by its sender without the domain, which cleanup(8) may have added.
  private let submitted: [ByteString: [LoggedMessage]]
  /// Ids in the queue that is restored into.
  private let present: Set<ByteString>
  /// When the log begins.
  private let first: LogTime?
  /// Nil when silence is proof.
  let gap: LogGap?

  /// - Parameters:
  ///   - coverage: what was read of the log.
  ///   - ids: of the snapshot's messages, and those that earlier restores gave them.
  ///   - tried: those that Postfix was to deliver.
  ///   - attempts: how long it waits at most between two attempts, in seconds.
  ///   - present: ids in the queue that is restored into.
  init(
    _ history: DeliveryHistory, _ coverage: LogCoverage, since window: SnapshotManifest.Window, ids: Set<ByteString>,
    tried: Set<ByteString>, attempts: Int64, present: Set<ByteString>
  ) {
    self.history = history
    first = coverage.first
    self.present = present
    start = LogTime(seconds: window.start / 1000)
    end = LogTime(seconds: window.end / 1000)
    gap = Self.gap(history, coverage, start, end, ids, tried, attempts)
    var submitted: [ByteString: [LoggedMessage]] = [:]
    for message in history.messages {
      guard case .pickup(_, nil) = message.origin, let arrival = message.arrival, let sender = message.sender,
        arrival.adding(seconds: 1) >= start
      else { continue }
      submitted[sender.localPart, default: []].append(message)
    }
    self.submitted = submitted
  }

  private static func gap(
    _ history: DeliveryHistory, _ coverage: LogCoverage, _ start: LogTime, _ end: LogTime, _ ids: Set<ByteString>,
    _ tried: Set<ByteString>, _ attempts: Int64
  ) -> LogGap? {
    guard history.lineCount > 0, let first = coverage.first, let last = coverage.last else {
      return .noLines
    }
    if first > start { return .beginsLate }
    if last < end { return .endsEarly }
    if let missing = coverage.missing.first { return .missing(missing) }
    // A long id never comes again: who has left before the snapshot cannot be in it.
    let isOtherClock = ids.contains { id in
      QueueID(id)?.isLong == true
        && history.messages(id).contains { $0.removal.map { $0.time.adding(seconds: 1) < start } ?? false }
    }
    if isOtherClock { return .otherClock }
    // In that time each of them was tried.
    guard first.adding(seconds: attempts) < last, !tried.isEmpty else { return nil }
    return ids.contains { !history.messages($0).isEmpty } ? nil : .foreign
  }

  var isCovering: Bool { gap == nil }

  /// Whether there is anything to be found out with the message's content.
  func mentions(_ message: IndexedMessage) -> Bool {
    !history.messages(message.id).isEmpty || hasArrived(message)
      || message.queue == .maildrop && !submissions(of: message).isEmpty
  }

  /// Whether the log should have a line of its arrival.
  private func hasArrived(_ message: IndexedMessage) -> Bool {
    guard message.queue != .maildrop, let arrival = message.arrival, let first else { return false }
    return first.adding(seconds: 1) < LogTime(seconds: arrival)
  }

  /// What pickup(8) has taken from the same sender since the snapshot.
  private func submissions(of message: IndexedMessage) -> [LoggedMessage] {
    message.sender.flatMap { submitted[LoggedRecipient(internal: $0).address.localPart] } ?? []
  }

  /// The ids that a message got later.
  func laterIDs(of id: ByteString) -> [ByteString] {
    var found: [ByteString] = []
    var next = [id]
    while let id = next.popLast(), found.count < 16 {
      for message in history.messages(id) {
        for link in message.links where link.kind == .requeued && !found.contains(link.id.name) {
          found.append(link.id.name)
          next.append(link.id.name)
        }
      }
    }
    return found
  }

  /// - Parameters:
  ///   - envelope: of the message, read from the window.
  ///   - messageID: of its first Message-ID header.
  ///   - earlier: the id that an earlier restore gave it, and when.
  ///   - isDoubtful: whether there may have been an earlier restore of which nobody can tell.
  func states(
    of message: IndexedMessage, _ envelope: Envelope, _ window: QueueFileWindow, messageID: ByteString?,
    earlier: (id: ByteString, time: Int64)?, isDoubtful: Bool
  ) -> [RecipientState] {
    let all = Set(envelope.recipients.map { Self.logged($0, window) })
    var (finders, isAmbiguous) = finders(for: message.id, at: end, messageID, all)
    // An hour that the clock was set, another time zone, or the log of another instance: its silence says nothing.
    var doubt = finders.isEmpty && hasArrived(message) ? "the log has no line of its arrival" : nil
    if message.queue == .maildrop {
      let submissions = submissions(of: message)
      let own = messageID.map { id in submissions.filter { $0.messageIDs.contains(id) } } ?? []
      finders += own.map { FateFinder($0) }
      if own.isEmpty, !submissions.isEmpty { doubt = "pickup has taken mail of this sender since" }
    }
    if let earlier {
      let later = self.finders(for: earlier.id, at: LogTime(seconds: earlier.time), messageID, all)
      doubt = later.finders.isEmpty ? Self.earlier : nil
      isAmbiguous = isAmbiguous || later.isAmbiguous
      finders += later.finders
    }
    return envelope.recipients.filter { $0.state == .toDo }.map { recipient in
      let address = window.text(recipient.address)
      func state(_ state: RecipientState.State, _ time: Int64? = nil, _ detail: String = "") -> RecipientState {
        RecipientState(address: address, offset: recipient.offset, state: state, time: time, detail: detail)
      }
      if isAmbiguous { return state(.unknown, nil, "several messages had its queue id") }
      let fates = finders.map { fate(of: Self.logged(recipient, window), $0, depth: 0) }
      if let final = fates.first(where: \.isFinal) {
        if let lost = lostSuccessor(of: final, finders) {
          return state(.unknown, nil, "it has become \(lost.name), of which the log does not say that it has left")
        }
        return Self.state(final, state)
      }
      if fates.contains(where: { if case .unclear = $0 { true } else { false } }) {
        return state(.unknown, nil, "the log has lines that can be read in several ways")
      }
      // That it was tried once says nothing of a time about which the log is silent.
      let told = fates.last { $0 != .unmentioned }
      if let gap, told == nil || gap != .beginsLate { return state(.unknown, nil, gap.words) }
      if isDoubtful { return state(.unknown, nil, RestorePlanning.doubt) }
      if let doubt { return state(.unknown, nil, doubt) }
      return told.map { Self.state($0, state) } ?? state(.owed)
    }
  }

  static let earlier = "it was restored before, and is not in the queue now"

  /// A message that carried the mail on and that nobody has now: it was in the queue that is lost.
  private func lostSuccessor(of fate: RecipientFate, _ finders: [FateFinder]) -> QueueIDText? {
    switch fate {
    case .sent(let outcome): outcome.successor.flatMap { hasLeft($0, since: outcome.time) ? nil : $0 }
    case .bounced(let outcome, _): finders.lazy.compactMap { lostReport(of: $0, since: outcome.time) }.first
    case .expired(let time): finders.lazy.compactMap { lostReport(of: $0, since: time) }.first
    case .deferred, .removed, .requeued, .unclear, .unmentioned: nil
    }
  }

  private func lostReport(of finder: FateFinder, since time: LogTime) -> QueueIDText? {
    finder.report(since: time).flatMap { hasLeft($0, since: time) ? nil : $0 }
  }

  /// Whether a message is in the queue, or has left it and everything has that was made of it.
  private func hasLeft(_ id: QueueIDText, since time: LogTime, depth: Int = 0) -> Bool {
    if present.contains(id.name) || depth > 16 { return true }
    guard let message = history.messages(id.name).last(where: { $0.lastSeen.adding(seconds: 10) >= time }) else {
      return false
    }
    if let next = message.links.last(where: { $0.kind == .requeued }) {
      return hasLeft(next.id, since: next.time, depth: depth + 1)
    }
    guard message.removal != nil else { return false }
    return message.outcomes.allSatisfy { outcome in
      outcome.successor.map { hasLeft($0, since: outcome.time, depth: depth + 1) } ?? true
    }
  }

  private func finders(
    for id: ByteString, at time: LogTime, _ messageID: ByteString?, _ recipients: Set<LoggedRecipient>
  ) -> (finders: [FateFinder], isAmbiguous: Bool) {
    let all = history.messages(id)
    // A long id never comes again: all that the log has is about this message, whatever clock wrote it.
    guard QueueID(id)?.isLong != true else { return (all.map { FateFinder($0, recipients: recipients) }, false) }
    var living = history.messages(id, livingAt: time)
    if living.count > 1 { living = history.messages(id, livingAt: time, messageID: messageID) }
    if living.isEmpty, let messageID { living = all.filter { $0.messageIDs.contains(messageID) } }
    return (living.map { FateFinder($0, recipients: recipients) }, living.count > 1)
  }

  /// Follows a message that was queued again.
  private func fate(of recipient: LoggedRecipient, _ finder: FateFinder, depth: Int) -> RecipientFate {
    let fate = finder.fate(of: recipient)
    guard case .requeued(let id) = fate, depth < 16 else { return fate }
    let next = history.messages(id.name).filter { if case .pickup(_, .some) = $0.origin { true } else { false } }
    guard next.count == 1, let message = next.first else { return .unclear }
    return self.fate(of: recipient, FateFinder(message), depth: depth + 1)
  }

  private static func logged(_ recipient: Envelope.Recipient, _ window: QueueFileWindow) -> LoggedRecipient {
    LoggedRecipient(internal: window.text(recipient.address), original: recipient.original.map { window.text($0) })
  }

  private static func state(
    _ fate: RecipientFate, _ state: (RecipientState.State, Int64?, String) -> RecipientState
  ) -> RecipientState {
    switch fate {
    case .sent(let outcome): state(.sent, outcome.time.seconds, outcome.relay.description)
    case .bounced(let outcome, let isReported):
      state(isReported ? .bounced : .owed, outcome.time.seconds, outcome.dsn.description)
    case .expired(let time): state(.removed, time.seconds, "returned to the sender, for it took too long")
    case .removed(let removal):
      state(.removed, removal.time.seconds, removal.by == .postsuper ? "deleted by postsuper" : "removed")
    case .deferred(let outcome): state(.owed, outcome.time.seconds, outcome.dsn.description)
    case .requeued, .unclear: state(.unknown, nil, "the log has lines that can be read in several ways")
    case .unmentioned: state(.owed, nil, "")
    }
  }
}
