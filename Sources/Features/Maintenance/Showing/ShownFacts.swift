// What is shown about a message besides its recipients: facts that both the text and the JSON take from one place.

import Bytes
import MailAddresses
import MessageSelections
import PostfixQueue
import QueueStore
import SystemAccess

struct ShownFacts {
  /// "expired", "unthrottled", "unfinished", "marked_corrupt".
  let flags: [String]
  /// Attributes of the envelope in the order of the file, without those about single recipients.
  let attributes: [(name: ByteString, value: ByteString)]

  init(_ message: CurrentMessage) {
    let mode = message.file?.mode ?? MessageMode(rawValue: 0)
    flags = [
      (mode.isExpired, "expired"), (mode.isUnthrottled && message.file?.queue != .maildrop, "unthrottled"),
      (!mode.isComplete && !mode.isMarkedCorrupt, "unfinished"), (mode.isMarkedCorrupt, "marked_corrupt"),
    ].compactMap { $0.0 ? $0.1 : nil }
    attributes = message.envelope.attributes.compactMap { range in
      let record = message.text(range).bytes
      guard let equals = record.firstIndex(of: UInt8(ascii: "=")) else { return nil }
      let name = ByteString(PrintableAddress.text(Array(record[..<equals])))
      guard !Self.ofRecipients.contains(name) else { return nil }
      return (name, ByteString(PrintableAddress.text(Array(record[(equals + 1)...]))))
    }
  }

  private static let ofRecipients: Set<ByteString> = ["notify_flags", "dsn_orig_rcpt"]

  /// The last one of that name.
  func attribute(_ name: ByteString) -> ByteString? { attributes.last { $0.name == name }?.value }

  /// "client.example[203.0.113.9]:4242, HELO client.example, ESMTP"
  var client: String? {
    guard let address = attribute("client_address") else { return nil }
    var text = "\(attribute("client_name") ?? "unknown")[\(address)]"
    if let port = attribute("client_port") { text += ":\(port)" }
    if let helo = attribute("helo_name") { text += ", HELO \(helo)" }
    if let `protocol` = attribute("protocol_name") { text += ", \(`protocol`)" }
    return text
  }

  /// "someone@example.com (PLAIN)"
  var login: String? {
    guard let user = attribute("sasl_username") else { return nil }
    let method = attribute("sasl_method").map { " (\($0))" } ?? ""
    return "\(user)\(method)" + (attribute("sasl_sender").map { ", for \($0)" } ?? "")
  }

  /// What the client asked to be told, and how.
  var notification: String? {
    let what = attribute("ret_flags").map { $0 == "2" ? "headers only" : $0 == "1" ? "the whole message" : "\($0)" }
    let words = [attribute("envelope_id").map { "envelope id \($0)" }, what.map { "return \($0)" }].compactMap { $0 }
    return words.isEmpty ? nil : words.joined(separator: ", ")
  }
}
