// What stays the same of a message when pickup(8) takes it from maildrop, or when it is queued anew: it gets another id,
// another file and more headers, but keeps the time of its arrival, to the microsecond. The sender and the recipients
// may have got a domain; what is before that is compared too, for two that arrive in the same microsecond are two messages.

import Bytes
import PostfixQueue

struct MessageArrival: Hashable, Sendable {
  let seconds: Int64
  let microseconds: Int64
  /// Without their domains, which cleanup(8) may add.
  private(set) var sender: ByteString?
  private(set) var recipient: ByteString?

  /// The time alone; nil where it is not known so exactly.
  init?(_ seconds: Int64?, _ microseconds: Int64?) {
    guard let seconds, let microseconds else { return nil }
    self.seconds = seconds
    self.microseconds = microseconds
  }

  /// - Parameter envelope: of the message, read from the window.
  init?(_ envelope: Envelope, _ window: QueueFileWindow) {
    self.init(envelope.arrival, envelope.arrivalMicroseconds)
    sender = envelope.sender.map { window.text($0).localPart }
    recipient = envelope.recipients.first.map { window.text($0.original ?? $0.address).localPart }
  }

  /// Of a submission whose recipients cleanup(8) has still to take from its headers.
  var withoutRecipient: MessageArrival {
    var arrival = self
    arrival.recipient = nil
    return arrival
  }

  /// The time alone.
  var time: MessageArrival {
    var arrival = withoutRecipient
    arrival.sender = nil
    return arrival
  }
}

extension ByteString {
  /// What stands before the last "@".
  var localPart: ByteString {
    ByteString(bytes[..<(bytes.lastIndex(of: UInt8(ascii: "@")) ?? bytes.endIndex)])
  }
}
