// One message as JSON. Times are in seconds since the epoch.

import Bytes
import JSONText
import MailAddresses
import MessageSelections
import PostfixQueue
import QueueStore
import SystemAccess

enum ShownMessageJSON {
  static func write(_ message: CurrentMessage, to json: inout JSONWriter) {
    guard let file = message.file else { return }
    let facts = ShownFacts(message)
    let envelope = message.envelope
    json.object { json in
      json.member("queue_name", file.queue.rawValue)
      json.member("path", file.path)
      json.member("inode", file.status.inode)
      json.member("mode", String(file.status.mode, radix: 8))
      json.member("flags", facts.flags)
      json.member("sender", envelope.sender.map { _ in message.listedSender })
      json.member("arrival_time", message.arrival)
      json.member("create_time", envelope.createTime(in: message.window))
      json.member("message_size", message.size)
      json.member("file_size", file.status.size)
      json.member("next_attempt", message.nextAttempt)
      json.member("expires", message.expiry)
      json.member("delay_warning", envelope.warningTime)
      if let filter = envelope.filter { json.member("content_filter", message.printable(filter)) }
      if let redirect = envelope.redirect { json.member("redirect", message.printable(redirect)) }
      json.array("attributes") { json in
        for (name, value) in facts.attributes {
          json.object { json in
            json.member("name", name)
            json.member("value", value)
          }
        }
      }
      let shown = ShownRecipients(message)
      json.array("recipients") { json in
        for recipient in shown.recipients { write(recipient, to: &json) }
      }
      if !shown.strangers.isEmpty {
        json.array("logged_strangers") { json in
          for note in shown.strangers { write(note, withRecipient: true, to: &json) }
        }
      }
      json.array("damage") { json in
        for damage in envelope.damage { json.value(damage.text) }
      }
    }
  }

  private static func write(_ recipient: ShownRecipient, to json: inout JSONWriter) {
    json.object { json in
      json.member("address", recipient.address)
      json.member("state", recipient.state.name)
      if let original = recipient.original { json.member("original", original) }
      if let original = recipient.dsnOriginal { json.member("dsn_original", original) }
      if !recipient.notify.isEmpty { json.member("notify", recipient.notify) }
      json.array("log") { json in
        for note in recipient.notes { write(note, withRecipient: false, to: &json) }
      }
    }
  }

  private static func write(_ note: ShownRecipient.Note, withRecipient: Bool, to json: inout JSONWriter) {
    func printable(_ text: ByteString) -> ByteString { ByteString(PrintableAddress.text(text.bytes)) }
    let paragraph = note.paragraph
    json.object { json in
      json.member("log", note.log.rawValue)
      if withRecipient { json.member("recipient", printable(paragraph.recipient)) }
      json.member("action", paragraph.action.map(printable))
      json.member("status", paragraph.status.map(printable))
      json.member("reason", printable(note.reason))
      if let host = paragraph.remoteHost { json.member("remote_host", printable(host)) }
      if let reply = paragraph.remoteReply { json.member("remote_reply", printable(reply)) }
    }
  }
}
