// What stays the same of a message when pickup(8) takes it from maildrop, or when it is queued anew: it gets another id,
// another file and more headers, but keeps the time of its arrival, to the microsecond. The sender and the recipients
// may have got a domain; what is before that is compared too, for two that arrive in the same microsecond are two messages.

import Bytes

struct MessageArrival: Hashable, Sendable {
  let seconds: Int64
  let microseconds: Int64
  /// Without their domains, which cleanup(8) may add.
  let sender: ByteString?
  private(set) var recipient: ByteString?

  /// Nil where the time is not known so exactly.
  init?(_ seconds: Int64?, _ microseconds: Int64?, sender: ByteString?, recipient: ByteString?) {
    guard let seconds, let microseconds else { return nil }
    self.seconds = seconds
    self.microseconds = microseconds
    self.sender = sender?.localPart
    self.recipient = recipient?.localPart
  }

  /// Of a submission whose recipients cleanup(8) has still to take from its headers.
  var withoutRecipient: MessageArrival {
    var arrival = self
    arrival.recipient = nil
    return arrival
  }

  /// Alone the time.
  var withoutAddresses: MessageArrival? { MessageArrival(seconds, microseconds, sender: nil, recipient: nil) }
}

extension ByteString {
  /// What stands before the last "@".
  fileprivate var localPart: ByteString {
    ByteString(bytes[..<(bytes.lastIndex(of: UInt8(ascii: "@")) ?? bytes.endIndex)])
  }
}
