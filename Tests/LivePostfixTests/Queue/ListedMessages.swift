// What `postqueue -j` says of a queue, and what it should say of generated messages.

import Bytes
import JSONText
import SystemAccess
import TestSupport

/// One message, compared as a whole.
struct ListedMessage: Hashable, CustomStringConvertible {
  var queue: String
  var arrival: Int
  var size: Int
  var isExpired: Bool
  var sender: String
  /// "address" or "address: reason", in any order: those with reasons come first.
  var recipients: Set<String>

  var description: String {
    "\(queue) \(arrival) \(size)\(isExpired ? " #" : "") <\(sender)> to \(recipients.sorted())"
  }
}

enum ListedMessages {
  /// From the real postqueue, by queue id.
  static func real(_ postfix: PrivatePostfix) throws -> [String: ListedMessage] {
    let result = try postfix.run("postqueue", ["-j"])
    guard result.status == 0 else { throw TestFailure("postqueue: \(ByteString(result.errors))") }
    var messages: [String: ListedMessage] = [:]
    for line in result.output.split(separator: 0x0A) {
      // postqueue prints cut UTF-8 as it is; the comparison takes U+FFFD on both sides.
      let json = try JSONReader().read(Array(String(decoding: line, as: UTF8.self).utf8))
      let recipients = (json["recipients"]?.elements ?? []).map { recipient in
        (recipient["address"]?.text ?? "") + (recipient["delay_reason"]?.text.map { ": \($0)" } ?? "")
      }
      let id = json["queue_id"]?.text ?? ""
      let message = ListedMessage(
        queue: json["queue_name"]?.text ?? "", arrival: json["arrival_time"]?.integer.map(Int.init) ?? -1,
        size: json["message_size"]?.integer.map(Int.init) ?? -1, isExpired: json["forced_expire"]?.bool ?? false,
        sender: json["sender"]?.text ?? "", recipients: Set(recipients))
      guard messages.updateValue(message, forKey: id) == nil else { throw TestFailure("\(id) is listed twice") }
    }
    return messages
  }

  static func expected(_ messages: [GeneratedMessage]) -> [String: ListedMessage] {
    let listed = messages.filter(\.isListed).map { message in
      let recipients = message.recipientsToDo.map { recipient in
        AddressText.printed(recipient.address).description
          + (recipient.reason.map { ": \(AddressText.printable($0))" } ?? "")
      }
      let sender = message.sender.isEmpty ? "MAILER-DAEMON" : AddressText.printed(message.sender).description
      return (
        message.id,
        ListedMessage(
          queue: message.queue.rawValue, arrival: message.arrival.seconds, size: message.messageSize,
          isExpired: message.isExpired, sender: sender, recipients: Set(recipients))
      )
    }
    return Dictionary(uniqueKeysWithValues: listed)
  }
}
