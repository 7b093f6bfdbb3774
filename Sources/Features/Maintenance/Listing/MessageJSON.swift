// A message as one line of JSON: the members of `postqueue -j`, then ours. docs/queue.md describes them.

import Bytes
import JSONText
import MailAddresses
import PostfixQueue
import QueueStore
import SystemAccess

enum MessageJSON {
  static func write(_ message: CurrentMessage, headers: [ByteString], to json: inout JSONWriter) {
    guard let file = message.file else { return }
    json.object { json in
      json.member("queue_name", file.queue.rawValue)
      json.member("queue_id", file.name)
      json.member("arrival_time", message.arrival)
      json.member("message_size", message.size)
      json.member("forced_expire", file.mode.isExpired)
      json.member("sender", message.listedSender)
      json.array("recipients") { json in
        for recipient in message.listedRecipients {
          json.object { json in
            json.member("address", recipient.address)
            if !recipient.reason.isEmpty { json.member("delay_reason", recipient.reason) }
            if let dsn = recipient.dsn { json.member("dsn", dsn) }
          }
        }
      }
      json.member("schema", "postkeep.queue.message/1")
      writeOwn(message, file, to: &json)
      if !headers.isEmpty {
        json.object("headers") { json in
          for name in headers {
            json.member(
              name.description, message.header(name.lowercased).map { ByteString(PrintableAddress.text($0.bytes)) })
          }
        }
      }
    }
  }

  private static func writeOwn(_ message: CurrentMessage, _ file: QueuedFile, to json: inout JSONWriter) {
    json.member("next_attempt", message.nextAttempt)
    json.member("expires", message.expiry)
    if file.mode.isUnthrottled { json.member("unthrottled", true) }
    let done = message.envelope.recipients.count { $0.state == .done }
    if done > 0 { json.member("recipients_done", done) }
    for (name, attribute) in Self.attributes {
      if let value = message.attribute(attribute) { json.member(name, ByteString(PrintableAddress.text(value.bytes))) }
    }
    json.member("inode", file.status.inode)
    if !message.envelope.damage.isEmpty {
      json.array("damage") { json in
        for damage in message.envelope.damage { json.value(damage.text) }
      }
    }
  }

  /// Attributes of the envelope that are shown under our names.
  private static let attributes: [(String, StaticString)] = [
    ("sasl_username", "sasl_username"), ("client_address", "client_address"), ("client_name", "client_name"),
  ]
}
