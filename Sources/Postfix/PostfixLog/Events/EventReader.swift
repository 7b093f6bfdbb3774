// Reads the text of a line: severity, queue id, and what the words behind them mean.

import Bytes

struct EventReader {
  private let text: Range<Int>
  private(set) var severity = LogSeverity.info
  private(set) var queueID: QueueIDText?

  init(_ text: Range<Int>) { self.text = text }

  mutating func read(_ line: Span<UInt8>) -> LogEvent {
    var place = text.lowerBound
    readSeverity(line, &place)
    let isAboutMessage = readQueueID(line, &place)
    guard isAboutMessage || line.begins(with: "NOQUEUE: ", at: place) else { return lastRepeated(line) }
    guard let queueID else {
      place += 9
      return client(line, place) ?? rejection(line, place)
    }
    // "warning" is also an action of header_checks, and comes behind the id.
    guard place < text.upperBound else { return .other }
    return switch line[place] {
    case UInt8(ascii: "t"): delivery(line, place)
    case UInt8(ascii: "f"): queueManager(line, place) ?? rejection(line, place)
    case UInt8(ascii: "c"): client(line, place) ?? .other
    case UInt8(ascii: "u"): pickup(line, place, of: queueID)
    case UInt8(ascii: "m"), UInt8(ascii: "r"): messageID(line, place) ?? state(line, place) ?? rejection(line, place)
    case UInt8(ascii: "s"), UInt8(ascii: "p"):
      notification(line, place) ?? state(line, place) ?? rejection(line, place)
    default: state(line, place) ?? rejection(line, place)
    }
  }

  private mutating func readSeverity(_ line: Span<UInt8>, _ place: inout Int) {
    guard place < text.upperBound else { return }
    switch line[place] {
    case UInt8(ascii: "w"): if line.skip("warning: ", at: &place) { severity = .warning }
    case UInt8(ascii: "e"): if line.skip("error: ", at: &place) { severity = .error }
    case UInt8(ascii: "f"): if line.skip("fatal: ", at: &place) { severity = .fatal }
    case UInt8(ascii: "p"): if line.skip("panic: ", at: &place) { severity = .panic }
    default: break
    }
  }

  private mutating func readQueueID(_ line: Span<UInt8>, _ place: inout Int) -> Bool {
    let limit = min(text.upperBound, place + QueueIDText.lengthLimit + 1)
    var end = place
    while end < limit, line[end] != UInt8(ascii: ":") { end += 1 }
    guard end < limit, line.has(0x20, at: end + 1), let id = QueueIDText(in: line, from: place, to: end) else {
      return false
    }
    queueID = id
    place = end + 2
    return true
  }

  private func delivery(_ line: Span<UInt8>, _ place: Int) -> LogEvent {
    guard line.begins(with: "to=<", at: place) else { return .other }
    return DeliveryLine(line, from: place, to: text.upperBound).map { .delivery($0) } ?? .unreadableDelivery
  }

  /// The ends of these lines are fixed, so that nothing in a sender can stand for them, but for the end of a cut line.
  private func queueManager(_ line: Span<UInt8>, _ place: Int) -> LogEvent? {
    guard line.begins(with: "from=<", at: place) else { return nil }
    guard text.count < DeliveryLine.cutLength else { return .other }
    let start = place + 6
    if let sender = prefix(line, start, before: ">, status=expired, returned to sender") {
      return .expired(sender: sender, isForced: false)
    }
    if let sender = prefix(line, start, before: ">, status=force-expired, returned to sender") {
      return .expired(sender: sender, isForced: true)
    }
    guard prefix(line, start, before: " (queue active)") != nil,
      let comma = line.last(UInt8(ascii: ","), from: start, to: text.upperBound),
      let close = line.last(UInt8(ascii: ">"), from: start, to: comma)
    else { return .other }
    var index = close
    guard line.skip(">, size=", at: &index), let size = line.number(at: &index, until: comma), index == comma,
      line.skip(", nrcpt=", at: &index), let count = line.number(at: &index, until: text.upperBound),
      line.begins(with: " (queue active)", at: index)
    else { return .other }
    return .active(ActiveLine(sender: LogText(start, close), size: size, recipientCount: count))
  }

  /// What stands before the words that end the line.
  private func prefix(_ line: Span<UInt8>, _ start: Int, before end: StaticString) -> LogText? {
    let place = text.upperBound - end.utf8CodeUnitCount
    return place >= start && line.begins(with: end, at: place) ? LogText(start, place) : nil
  }

  private func client(_ line: Span<UInt8>, _ place: Int) -> LogEvent? {
    ClientLine(line, from: place, to: text.upperBound).map { .client($0) }
  }

  private func pickup(_ line: Span<UInt8>, _ place: Int, of id: QueueIDText) -> LogEvent {
    var index = place
    guard line.skip("uid=", at: &index), let uid = line.number(at: &index, until: text.upperBound),
      line.skip(" from=<", at: &index), let close = line.last(UInt8(ascii: ">"), from: index, to: text.upperBound)
    else { return .other }
    let sender = LogText(index, close)
    var end = close + 1
    if end == text.upperBound { return .pickup(PickupLine(uid: uid, sender: sender, originalID: nil)) }
    guard line.skip(" orig_id=", at: &end), let original = QueueIDText(in: line, from: end, to: text.upperBound) else {
      return .other
    }
    return .pickup(PickupLine(uid: uid, sender: sender, originalID: original))
  }

  private func messageID(_ line: Span<UInt8>, _ place: Int) -> LogEvent? {
    var index = place
    let isResent = line.skip("resent-", at: &index)
    guard line.skip("message-id=", at: &index), index <= text.upperBound else { return nil }
    let isEmpty = text.upperBound - index == 2 && line.begins(with: "<>", at: index)
    return .messageID(LogText(index, isEmpty ? index : text.upperBound), isResent: isResent)
  }

  private func state(_ line: Span<UInt8>, _ place: Int) -> LogEvent? {
    let rest = LogText(place, text.upperBound)
    if rest.is("removed", in: line) || line.begins(with: "removed (", at: place) { return .removed }
    if rest.is("placed on hold", in: line) { return .postsuper(.held) }
    if rest.is("released from hold", in: line) { return .postsuper(.released) }
    if rest.is("requeued", in: line) { return .postsuper(.requeued) }
    return rest.is("expired", in: line) ? .postsuper(.expired) : nil
  }

  private func notification(_ line: Span<UInt8>, _ place: Int) -> LogEvent? {
    var index = place
    let kind: NotificationKind
    if line.skip("sender non-delivery notification: ", at: &index) {
      kind = .senderNonDelivery
    } else if line.skip("sender delay notification: ", at: &index) {
      kind = .senderDelay
    } else if line.skip("sender delivery status notification: ", at: &index) {
      kind = .senderDeliveryStatus
    } else if line.skip("postmaster non-delivery notification: ", at: &index) {
      kind = .postmasterNonDelivery
    } else if line.skip("postmaster delay notification: ", at: &index) {
      kind = .postmasterDelay
    } else {
      return nil
    }
    guard let id = QueueIDText(in: line, from: index, to: text.upperBound) else { return .other }
    return .notification(kind, id)
  }

  private func rejection(_ line: Span<UInt8>, _ place: Int) -> LogEvent {
    RejectionLine(line, from: place, to: text.upperBound).map { .rejection($0) } ?? .other
  }

  private func lastRepeated(_ line: Span<UInt8>) -> LogEvent {
    var index = text.lowerBound
    guard line.skip("last message repeated ", at: &index),
      let times = line.number(at: &index, until: text.upperBound, digits: 9), line.begins(with: " time", at: index)
    else { return .other }
    return .lastRepeated(times: Int(times))
  }
}
