// Answers the questions of a selection about the current message. What a selection does not ask is not read.

import Bytes
import Conditions
import PostfixConfig
import PostfixQueue

struct MessageSubject<Message: SelectableMessage>: Subject {
  let message: Message
  let attempts: (@Sendable (ByteString) -> Int64?)?

  func value(_ slot: Int) -> Value {
    guard MessageAttribute.all.indices.contains(slot) else { return .absent }
    let envelope = message.envelope
    switch MessageAttribute.all[slot] {
    case .queue: return MessageAttribute.queues.value(ByteString(message.queue.rawValue)) ?? .absent
    case .id: return .text(message.name)
    case .age: return Self.difference(message.now, message.arrival)
    case .nextAttempt: return message.nextAttempt.map { Self.difference($0, message.now) } ?? .absent
    case .expiresIn: return expiresIn
    case .attempts:
      guard let attempts else {
        return .unknown(because: "the queue does not count attempts: name the mail log with --log, or --journal")
      }
      return attempts(message.name).map { .number($0) } ?? .unknown(because: "the mail log does not tell its attempts")
    case .size: return .size(message.size)
    case .sender: return sender.map { .text($0) } ?? .unknown(because: "the file has no sender")
    case .senderDomain: return sender.map { .text($0.domain) } ?? .unknown(because: "the file has no sender")
    case .recipients: return whole { .list(recipients.map { .record($0) }) }
    case .recipient: return common(caseless: true) { .text($0.address) }
    case .recipientDomain: return common(caseless: true) { .text($0.address.domain) }
    case .recipientCount: return whole { .number(Int64(envelope.recipients.count { $0.state == .toDo })) }
    case .reason: return common { $0.value(4) }
    case .dsn: return common { $0.value(5) }
    case .subject: return header("subject")
    case .messageID: return messageID
    case .saslUsername: return text("sasl_username")
    case .clientAddress: return text("client_address")
    case .clientName: return text("client_name")
    case .isBounce: return envelope.sender.map { .boolean($0.isEmpty) } ?? .unknown(because: "the file has no sender")
    case .isHeld: return .boolean(message.queue == .hold)
    case .isExpired: return .boolean(message.mode.isExpired)
    case .isDamaged: return .boolean(!envelope.damage.isEmpty)
    }
  }

  func call(_ function: Int, _ arguments: [Value]) -> Value {
    switch (function, arguments.first, arguments.last) {
    case (SelectionVocabulary.header, .text(let name), _): return header(name.lowercased)
    case (SelectionVocabulary.inside, .text(let address), .text(let network)):
      guard let network = IPNetwork(pattern: network) else { return .unknown(because: "that is no network") }
      return .boolean(IPNetwork(address: address).map { network.contains($0) } ?? false)
    default: return .absent
    }
  }

  private var sender: ByteString? { message.envelope.sender.map { message.text($0) } }

  private static var cut: Value { .unknown(because: "the envelope cannot be read to its end") }

  /// A value that needs the whole envelope: of a file that was cut, nobody knows what is missing.
  private func whole(_ value: () -> Value) -> Value { message.envelope.isComplete ? value() : Self.cut }

  private func text(_ name: StaticString) -> Value {
    message.attribute(name).map { .text($0) } ?? whole { .absent }
  }

  private var expiresIn: Value {
    // Without its own time of creation the message counts from its arrival; without a sender it may be a bounce.
    let isCertain = message.envelope.sender != nil && message.attribute("create_time") != nil
    guard message.envelope.isComplete || isCertain else { return Self.cut }
    return message.expiry.map { Self.difference($0, message.now) } ?? .absent
  }

  private var messageID: Value {
    if let id = message.attribute("message_id") { return .text(id) }
    let header = header("message-id")
    if case .absent = header { return whole { .absent } }
    return header
  }

  private func header(_ name: ByteString) -> Value {
    let headers = message.headers
    if let value = headers.first(named: name) { return .text(value) }
    switch headers.gap {
    case .damage: return .unknown(because: "the headers cannot be read to their end")
    case .tooLarge: return .unknown(because: "there are more than \(MessageHeaders.limit >> 20) MB of headers")
    case nil: return .absent
    }
  }

  private var recipients: [RecipientRecord] {
    let log = message.log
    return message.lastAttempts.map { recipient, attempt in
      RecipientRecord(
        address: message.text(recipient.address), original: recipient.original.map { message.text($0) },
        paragraph: attempt.flatMap { log?.paragraph($0) })
    }
  }

  /// What all recipients have in common. A message with several different ones has to be asked with any() or all().
  private func common(caseless isCaseless: Bool = false, _ member: (RecipientRecord) -> Value) -> Value {
    guard message.envelope.isComplete else { return Self.cut }
    var found: Value?
    for recipient in recipients {
      let value = member(recipient)
      switch (found, value) {
      case (nil, _): found = value
      case (.absent, .absent): break
      case (.text(let first), .text(let second))
      where first == second || isCaseless && first.lowercased == second.lowercased: break
      default: return .unknown(because: "the recipients differ: ask any(recipients: it…) or all(recipients: it…)")
      }
    }
    return found ?? .absent
  }

  private static func difference(_ later: Int64, _ earlier: Int64) -> Value {
    let (difference, isOver) = later.subtractingReportingOverflow(earlier)
    return isOver ? .unknown(because: "the time makes no sense") : .duration(difference)
  }
}
