// A message as one line of JSON: the members of `postqueue -j`, then ours. docs/queue.md describes them.

import Bytes
import JSONText
import MailAddresses
import MessageSelections
import PostfixQueue
import QueueStore
import SystemAccess

enum MessageJSON {
  static func write(
    _ message: CurrentMessage, _ file: QueuedFile, headers: [ByteString], attempts: Int64?, to json: inout JSONWriter
  ) {
    // Read from the message once: it lends copies.
    let (envelope, window) = (message.envelope, message.window)
    json.object { json in
      json.member("queue_name", file.queue.rawValue)
      json.member("queue_id", file.nameBytes)
      json.member("arrival_time", message.arrival)
      json.member("message_size", message.size)
      json.member("forced_expire", file.mode.isExpired)
      json.member("sender", message.listedSenderBytes)
      json.array("recipients") { json in
        message.forEachListedRecipient { recipient in
          json.object { json in
            json.member("address", recipient.address)
            if !recipient.reason.isEmpty { json.member("delay_reason", recipient.reason) }
            if let dsn = recipient.dsn { json.member("dsn", dsn) }
          }
        }
      }
      json.member("schema", "postkeep.queue.message/1")
      writeOwn(message, file, envelope, window, to: &json)
      if let attempts { json.member("attempts", attempts) }
      if !headers.isEmpty {
        let found = message.headers
        json.object("headers") { json in
          for name in headers {
            let value = found.first(named: name.lowercased)
            // One that was not found behind damage may be there.
            guard value != nil || found.gap == nil else { continue }
            json.member(named: name.description, value.map { ByteString(PrintableAddress.text($0.bytes)) })
          }
        }
      }
    }
  }

  private static func writeOwn(
    _ message: CurrentMessage, _ file: QueuedFile, _ envelope: Envelope, _ window: QueueFileWindow,
    to json: inout JSONWriter
  ) {
    func write(_ name: StaticString, to json: inout JSONWriter) {
      if let value = envelope.attributeBytes(name, in: window) { json.member(name, PrintableAddress.text(value)) }
    }
    json.member("next_attempt", message.nextAttempt)
    json.member("expires", message.expiry)
    if file.mode.isUnthrottled { json.member("unthrottled", true) }
    let done = envelope.recipients.count { $0.state == .done }
    if done > 0 { json.member("recipients_done", done) }
    write("sasl_username", to: &json)
    write("client_address", to: &json)
    write("client_name", to: &json)
    json.member("inode", file.status.inode)
    if !envelope.damage.isEmpty {
      json.array("damage") { json in
        for damage in envelope.damage { json.value(damage.text) }
      }
    }
  }
}
