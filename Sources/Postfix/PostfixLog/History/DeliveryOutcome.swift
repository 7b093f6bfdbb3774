// What the log says an attempt for one recipient came to.

public import Bytes

public struct DeliveryOutcome: Hashable, Sendable {
  public let recipient: LoggedRecipient
  /// When it was logged. The traditional form knows the second in which that was.
  public let time: LogTime
  public let status: DeliveryStatus
  /// "host[address]:port", "local", "none", the name of a transport.
  public let relay: ByteString
  /// The enhanced status code, such as 4.4.1.
  public let dsn: ByteString
  /// The other side's reply, or Postfix's own words.
  public let text: ByteString
  /// False when nobody was asked: the queue manager had given the destination up for a while, or the transport is
  /// error(8), or the address cannot be delivered to. Such lines are no delivery attempts.
  public let isAttempt: Bool
  /// See DeliveryLine.isProof. A line that is no proof says nothing about a recipient.
  public let isProof: Bool
  /// How often qmgr had taken the message into the active queue before. It does so again only when all delivery agents
  /// have answered.
  public let round: Int
  /// How often in a row.
  public let times: Int

  init(_ delivery: DeliveryLine, _ line: LogLine, in bytes: Span<UInt8>, at time: LogTime, round: Int) {
    recipient = LoggedRecipient(
      logged: delivery.recipient.bytes(in: bytes), original: delivery.originalRecipient?.bytes(in: bytes))
    self.time = time
    status = delivery.status
    relay = delivery.relay.bytes(in: bytes)
    dsn = delivery.dsn.bytes(in: bytes)
    text = delivery.text.bytes(in: bytes)
    isAttempt = Self.isAttempt(line.program.daemon, delivery.text, in: bytes)
    isProof = delivery.isProof
    times = line.repeats
    self.round = round
  }

  /// The message on this host that this one has become: that local(8) made for an alias or a .forward file, or that a
  /// content filter has given back. Source: forward.c, smtpd.c, FILTER_README.
  public var successor: QueueIDText? {
    guard status == .sent, isProof else { return nil }
    if relay == "local" {
      let words: ByteString = "forwarded as "
      return text.hasPrefix(words) ? QueueIDText(ByteString(text.bytes[words.count...])) : nil
    }
    guard isOnThisHost, let space = text.bytes.lastIndex(of: UInt8(ascii: " ")),
      ByteString(text.bytes[..<space]).hasSuffix(": queued as")
    else { return nil }
    return QueueIDText(ByteString(text.bytes[(space + 1)...]))
  }

  /// "127.0.0.1[127.0.0.1]:10024".
  private var isOnThisHost: Bool {
    guard let start = relay.bytes.firstIndex(of: UInt8(ascii: "[")) else { return false }
    let address = ByteString(relay.bytes[(start + 1)...])
    return address.hasPrefix("127.") || address.hasPrefix("::1]")
  }

  /// "retry" is a service of the program error(8). Source: qmgr_deliver.c, master.cf.
  private static func isAttempt(_ daemon: LogText, _ text: LogText, in line: Span<UInt8>) -> Bool {
    for name: StaticString in ["error", "qmgr", "oqmgr", "nqmgr", "cleanup", "bounce"]
    where daemon.is(name, in: line) {
      return false
    }
    return !line.begins(with: "delivery temporarily suspended: ", at: text.range.lowerBound)
  }
}
