// How the lines of the log become the history of a message.

import Bytes

extension LoggedMessage {
  /// Whether the event is about a later message with the same id.
  ///
  /// What smtpd, pickup and cleanup say comes before what qmgr says, and `removed` is qmgr's last word, but for lines
  /// that are late.
  func isOver(for event: LogEvent, in line: Span<UInt8>, at time: LogTime) -> Bool {
    let isLate = removal.map { $0.time.adding(seconds: DeliveryHistory.lateness) < time } ?? false
    let isRequeued = links.contains { $0.kind == .requeued }
    let hasBegun = !activations.isEmpty || !outcomes.isEmpty || removal != nil || isRequeued
    switch event {
    case .client, .pickup: return arrival != nil || hasBegun || !messageIDs.isEmpty
    case .messageID(let text, isResent: false):
      // Log lines of the same message that arrive late repeat an id; a header that comes twice comes before qmgr.
      return hasBegun && (isLate || !messageIDs.contains(text.bytes(in: line)))
    default: return isLate
    }
  }

  /// Takes a line into account. Gives the message that it links to, if there is one.
  mutating func add(_ line: LogLine, in bytes: Span<UInt8>, at time: LogTime) -> Link? {
    lastSeen = max(lastSeen, time)
    switch line.event {
    case .client(let client):
      arrival = time
      origin = .client(
        name: client.client.name.bytes(in: bytes), address: client.client.address.bytes(in: bytes),
        saslUsername: client.saslUsername?.bytes(in: bytes), originalID: client.originalID)
    case .pickup(let pickup):
      arrival = time
      origin = .pickup(uid: pickup.uid, originalID: pickup.originalID)
      sender = pickup.sender.bytes(in: bytes)
    case .messageID(let text, isResent: false): messageIDs.append(text.bytes(in: bytes))
    case .active(let active):
      activations.append(time)
      // It is the same again at every attempt.
      if size == nil {
        sender = active.sender.bytes(in: bytes)
        size = active.size
      }
    case .delivery(let delivery):
      return add(DeliveryOutcome(delivery, line, in: bytes, at: time, round: activations.count))
    case .unreadableDelivery: unclearLineCount += 1
    case .expired: expired = time
    case .notification(let kind, let id):
      let link = Link(time: time, kind: .notification(kind), id: id)
      links.append(link)
      return link
    case .removed: removal = Removal(time: time, by: Self.program(line.program.daemon, in: bytes))
    case .postsuper(let action): changes.append(Change(time: time, action: action))
    case .messageID, .rejection, .lastRepeated, .other: break
    }
    return nil
  }

  private mutating func add(_ outcome: DeliveryOutcome) -> Link? {
    outcomes.append(outcome)
    if !outcome.isProof { unclearLineCount += 1 }
    guard let id = outcome.successor else { return nil }
    let link = Link(time: outcome.time, kind: .forwarded, id: id)
    links.append(link)
    return link
  }

  private static func program(_ daemon: LogText, in line: Span<UInt8>) -> Removal.Program {
    if daemon.is("qmgr", in: line) || daemon.is("oqmgr", in: line) || daemon.is("nqmgr", in: line) {
      return .queueManager
    }
    if daemon.is("postsuper", in: line) { return .postsuper }
    return daemon.is("cleanup", in: line) ? .cleanup : .other
  }
}
