// What a selection may ask about a message. docs/selections.md describes every name.

import Bytes
import Conditions
import PostfixQueue

enum MessageAttribute: String, CaseIterable {
  case queue, id, age
  case nextAttempt = "next_attempt"
  case expiresIn = "expires_in"
  case attempts, size, sender
  case senderDomain = "sender.domain"
  case recipients
  case recipient
  case recipientDomain = "recipient.domain"
  case recipientCount = "recipient_count"
  case reason, dsn, subject
  case messageID = "message_id"
  case saslUsername = "sasl_username"
  case clientAddress = "client.address"
  case clientName = "client.name"
  case isBounce = "is_bounce"
  case isHeld = "is_held"
  case isExpired = "is_expired_flag"
  case isDamaged = "is_damaged"

  static let all = allCases

  static let queues = WordType("queue", QueueName.allCases.map { ByteString($0.rawValue) })

  var type: ValueType {
    switch self {
    case .queue: .word(Self.queues)
    case .id, .reason, .dsn, .subject, .messageID, .saslUsername, .clientAddress: .text
    case .age, .nextAttempt, .expiresIn: .duration
    case .attempts, .recipientCount: .number
    case .size: .size
    case .sender, .senderDomain, .recipient, .recipientDomain, .clientName: .caselessText
    case .recipients: .list(.record(RecipientRecord.type))
    case .isBounce, .isHeld, .isExpired, .isDamaged: .boolean
    }
  }
}

/// One recipient to whom the message is still to be delivered.
struct RecipientRecord: Record {
  static let statuses = WordType("recipient status", ["waiting", "deferred"])
  static let type = RecordType(
    "recipient",
    [
      "address": .caselessText, "domain": .caselessText, "original": .caselessText, "status": .word(statuses),
      "reason": .text, "dsn": .text,
    ])

  let address: ByteString
  let original: ByteString?
  /// What the defer log says; nil before the first attempt.
  let paragraph: RecipientLog.Paragraph?

  func value(_ slot: Int) -> Value {
    switch slot {
    case 0: .text(address)
    case 1: .text(address.domain)
    case 2: original.map { .text($0) } ?? .absent
    case 3: .word(paragraph == nil ? 0 : 1)
    case 4: paragraph?.reason.map { .text($0) } ?? .absent
    default: paragraph?.status.map { .text($0) } ?? .absent
    }
  }
}

extension ByteString {
  /// What follows the last "@"; empty for none.
  var domain: ByteString {
    bytes.lastIndex(of: UInt8(ascii: "@")).map { ByteString(bytes[($0 + 1)...]) } ?? .empty
  }
}
