// What the mail log says about the recipients of a message after a snapshot.

import Bytes
import PostfixLog
import PostfixQueue
import SnapshotArchive

struct MailHistory {
  private let history: DeliveryHistory
  /// When the snapshot was complete.
  private let end: LogTime
  /// Whether the log goes back to when the snapshot was begun.
  let isCovering: Bool
  private let firstLine: LogTime?

  init(_ history: DeliveryHistory, from firstLine: LogTime?, since window: SnapshotManifest.Window) {
    self.history = history
    self.firstLine = firstLine
    end = LogTime(seconds: window.end / 1000)
    isCovering = firstLine.map { $0 <= LogTime(seconds: window.start / 1000) } ?? false
  }

  /// Whether there is anything to be found out with the message's content.
  func mentions(_ id: ByteString) -> Bool { !history.messages(id).isEmpty }

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
    of id: ByteString, _ envelope: Envelope, _ window: QueueFileWindow, messageID: ByteString?,
    earlier: (id: ByteString, time: Int64)?, isDoubtful: Bool
  ) -> [RecipientState] {
    let all = Set(envelope.recipients.map { Self.logged($0, window) })
    var finders = finders(for: id, at: end, messageID, all)
    var isAmbiguous = finders.count > 1
    if let earlier {
      let later = self.finders(for: earlier.id, at: LogTime(seconds: earlier.time), messageID, all)
      isAmbiguous = isAmbiguous || later.count > 1
      finders += later
    }
    return envelope.recipients.filter { $0.state == .toDo }.map { recipient in
      let address = window.text(recipient.address)
      func state(_ state: RecipientState.State, _ time: Int64? = nil, _ detail: String = "") -> RecipientState {
        RecipientState(address: address, offset: recipient.offset, state: state, time: time, detail: detail)
      }
      if isAmbiguous { return state(.unknown, nil, "several messages had its queue id") }
      let fates = finders.map { fate(of: Self.logged(recipient, window), $0, depth: 0) }
      if let final = fates.first(where: \.isFinal) { return Self.state(final, state) }
      if fates.contains(where: { if case .unclear = $0 { true } else { false } }) {
        return state(.unknown, nil, "the log has lines that can be read in several ways")
      }
      if let told = fates.last, told != .unmentioned { return Self.state(told, state) }
      if earlier != nil { return state(.unknown, nil, "it was restored before, and is not in the queue now") }
      if isDoubtful { return state(.unknown, nil, RestorePlanning.doubt) }
      return isCovering ? state(.owed) : state(.unknown, nil, gap)
    }
  }

  private var gap: String {
    firstLine == nil ? "the log has no line of Postfix" : "the log begins after the snapshot"
  }

  private func finders(
    for id: ByteString, at time: LogTime, _ messageID: ByteString?, _ recipients: Set<LoggedRecipient>
  ) -> [FateFinder] {
    var living = history.messages(id, livingAt: time)
    if living.count > 1 { living = history.messages(id, livingAt: time, messageID: messageID) }
    return living.map { FateFinder($0, recipients: recipients) }
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
