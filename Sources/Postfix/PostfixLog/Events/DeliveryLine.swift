// A line about one recipient, as every delivery agent writes it:
//
//   to=<address>[, orig_to=<address>], relay=R[, conn_use=N], delay=D, delays=a/b/c/d[, tls=…], dsn=x.y.z, status=S (text)
//
// Sender and recipient can be chosen by a stranger, the text by a remote host. A line counts only as far as it can be
// read in one way: see isProof. Source: log_adhoc.c.

public struct DeliveryLine: Sendable {
  public let recipient: LogText
  /// Where the mail was sent before aliases changed it.
  public let originalRecipient: LogText?
  /// "host[address]:port", "local", "none", the name of a transport.
  public let relay: LogText
  /// How many deliveries the connection has had, this one among them; 1 for a fresh one.
  public let connectionUse: Int64
  /// In microseconds, as far as the digits go: two of them count, and whole seconds from 100 seconds on.
  public let delay: Int64
  /// Before the queue manager, in it, connecting, and transmitting; in microseconds.
  public let delays: Delays
  /// The enhanced status code.
  public let dsn: LogText
  public let status: DeliveryStatus
  /// What stands in the parentheses; up to the end of the line when it was cut.
  public let text: LogText
  /// False for a line that could be read in another way, too, that was cut, or that contradicts itself.
  ///
  /// An address may hold the words of a line: a message to <x@y>, relay=none, …, status=sent (ok)> is bounced by Postfix
  /// with a line that begins as if x@y had got it. The names of the fields then come again in the text, and such a line
  /// is no proof. A line that was cut hides its end. A hostile address without quotes that is cut where it suits
  /// cannot be told from a delivery; Postfix itself cuts at 2000 bytes, which is noticed.
  public let isProof: Bool

  public struct Delays: Hashable, Sendable {
    public let beforeQueueManager, inQueueManager, connecting, transmitting: Int64
  }

  /// What Postfix cuts a text at, in bytes. Source: MSG_LOGGER_RECLEN in msg_logger.c, the same in msg_syslog.c.
  static let cutLength = 2000

  /// - Parameter start: behind the queue id.
  init?(_ line: Span<UInt8>, from start: Int, to limit: Int) {
    var place = start + 4
    guard place <= limit,
      let end = LoggedAddress.end(in: line, from: place, until: limit, before: (", relay=", ", orig_to=<"))
    else { return nil }
    recipient = LogText(place, end)
    place = end + 1
    if line.skip(", orig_to=<", at: &place) {
      guard let end = LoggedAddress.end(in: line, from: place, until: limit, before: (", relay=", ", relay=")) else {
        return nil
      }
      originalRecipient = LogText(place, end)
      place = end + 1
    } else {
      originalRecipient = nil
    }
    guard line.skip(", relay=", at: &place), let relayEnd = line.first(", ", from: place, to: limit) else { return nil }
    relay = LogText(place, relayEnd)
    place = relayEnd
    if line.skip(", conn_use=", at: &place) {
      guard let use = line.number(at: &place, until: limit) else { return nil }
      connectionUse = use
    } else {
      connectionUse = 1
    }
    guard line.skip(", delay=", at: &place), let delay = Self.seconds(line, &place, limit),
      line.skip(", delays=", at: &place), let first = Self.seconds(line, &place, limit),
      line.skip("/", at: &place), let second = Self.seconds(line, &place, limit),
      line.skip("/", at: &place), let third = Self.seconds(line, &place, limit),
      line.skip("/", at: &place), let fourth = Self.seconds(line, &place, limit)
    else { return nil }
    self.delay = delay
    delays = Delays(beforeQueueManager: first, inQueueManager: second, connecting: third, transmitting: fourth)
    if line.skip(", tls=", at: &place) {
      guard let comma = line.first(UInt8(ascii: ","), from: place, to: limit) else { return nil }
      place = comma
    }
    guard line.skip(", dsn=", at: &place), let codeEnd = line.first(UInt8(ascii: ","), from: place, to: limit) else {
      return nil
    }
    dsn = LogText(place, codeEnd)
    place = codeEnd
    guard line.skip(", status=", at: &place), let wordEnd = line.first(" (", from: place, to: limit) else {
      return nil
    }
    status = DeliveryStatus(LogText(place, wordEnd), in: line)
    place = wordEnd + 2
    let isClosed = line.has(UInt8(ascii: ")"), at: limit - 1) && limit - 1 >= place
    self.text = LogText(place, isClosed ? limit - 1 : limit)
    let fits = status.codeClass.map { [place = dsn.range.lowerBound] in line.has($0, at: place) } ?? true
    isProof =
      isClosed && fits && limit - start < Self.cutLength - QueueIDText.lengthLimit - 2
      && LoggedAddress.isPlain(in: line, from: start + 4, to: end)
      && !Self.hasFieldNames(line, from: place, to: limit)
  }

  /// Whether the names of the line's fields come once more: then the line could also begin with a longer address.
  private static func hasFieldNames(_ line: Span<UInt8>, from start: Int, to limit: Int) -> Bool {
    var place = start
    while let comma = line.first(UInt8(ascii: ","), from: place, to: limit) {
      for name: StaticString in [", relay=", ", delay=", ", delays=", ", dsn=", ", status="]
      where line.begins(with: name, at: comma) {
        return true
      }
      place = comma + 1
    }
    return false
  }

  /// A decimal number of seconds, in microseconds. Source: format_tv.c.
  private static func seconds(_ line: Span<UInt8>, _ place: inout Int, _ limit: Int) -> Int64? {
    guard let whole = line.number(at: &place, until: limit, digits: 12) else { return nil }
    var microseconds = whole * 1_000_000
    guard line.has(UInt8(ascii: "."), at: place) else { return microseconds }
    place += 1
    let start = place
    guard let fraction = line.number(at: &place, until: limit, digits: 6) else { return nil }
    var unit: Int64 = 1
    for _ in 0..<(6 - (place - start)) { unit *= 10 }
    microseconds += fraction * unit
    return microseconds
  }
}
