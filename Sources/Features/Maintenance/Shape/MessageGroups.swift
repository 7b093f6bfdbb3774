// The rows of a shape that a message belongs to: one for the message, or one for each recipient to do.

import Bytes
import MailAddresses
import MessageSelections
import PostfixQueue

extension CurrentMessage {
  /// What stands for a value that a message does not have.
  static let nothing: ByteString = "(none)"

  func groups(by dimension: ShapeDimension) -> [ByteString] {
    switch dimension {
    case .sender: [listedSender]
    case .senderDomain: [envelope.sender.map { DomainName.of(text($0)) } ?? Self.nothing]
    case .recipient: recipientsToDo.map { ByteString(printed($0.address)).lowercased }
    case .recipientDomain: recipientsToDo.map { DomainName.of(text($0.address)) }
    case .reason: attempts { $0.reason }.map { $0.map { ReasonPattern.of($0) } ?? Self.nothing }
    case .dsn: attempts { $0.status }.map { $0 ?? Self.nothing }
    case .transport: [transport]
    case .saslUsername: [attribute("sasl_username").map { ByteString(PrintableAddress.text($0.bytes)) } ?? Self.nothing]
    }
  }

  /// What the last attempt says, for each recipient to do; nil for nothing.
  private func attempts(_ text: (LogPlaces) -> Range<Int>?) -> [ByteString?] {
    let log = log?.bytes ?? []
    return lastAttempts.map { _, attempt in attempt.flatMap(text).map { ByteString(printed(log[$0])) } }
  }

  /// The transport that a content_filter or FILTER action has chosen; only the queue manager knows the others.
  private var transport: ByteString {
    guard let filter = envelope.filter else { return "default" }
    let name = text(filter).bytes.prefix { $0 != UInt8(ascii: ":") }
    return name.isEmpty ? "default" : ByteString(PrintableAddress.text(Array(name)))
  }
}
