// A line of smtpd that begins a message:
//
//   client=NAME[ADDRESS][:port][, sasl_method=…][, sasl_username=…][, sasl_sender=…][, orig_queue_id=…][, orig_client=…]
//
// The name is one that DNS gave in both directions, or "unknown". What follows the address may hold words that the client
// chose. Source: smtpd.c.

public struct ClientLine: Sendable {
  public let client: ClientText
  /// The login name, up to what follows it as far as that can be told.
  public let saslUsername: LogText?
  /// The id that the message had at the host in front of a content filter: what XFORWARD said.
  public let originalID: QueueIDText?

  init?(_ line: Span<UInt8>, from start: Int, to limit: Int) {
    var place = start
    guard line.skip("client=", at: &place), let client = ClientText(line, &place, until: limit) else { return nil }
    self.client = client
    var end = limit
    if let original = line.first(", orig_client=", from: place, to: end) { end = original }
    if let original = line.first(", orig_queue_id=", from: place, to: end) {
      originalID = QueueIDText(in: line, from: original + 16, to: end)
      end = original
    } else {
      originalID = nil
    }
    guard let name = line.first(", sasl_username=", from: place, to: end) else {
      saslUsername = nil
      return
    }
    let nameStart = name + 16
    saslUsername = LogText(nameStart, line.first(", sasl_sender=", from: nameStart, to: end) ?? end)
  }
}

/// A client as "name[address]", with ":port" for smtpd_client_port_logging; postscreen has no name.
public struct ClientText: Sendable {
  /// "unknown" where DNS does not say.
  public let name: LogText
  public let address: LogText

  /// Moves the place behind the client.
  init?(_ line: Span<UInt8>, _ place: inout Int, until limit: Int) {
    guard let open = line.first(UInt8(ascii: "["), from: place, to: limit),
      let close = line.first(UInt8(ascii: "]"), from: open, to: limit)
    else { return nil }
    guard line.first(0x20, from: place, to: open) == nil else { return nil }
    name = LogText(place, open)
    address = LogText(open + 1, close)
    place = close + 1
    var index = place
    if line.skip(":", at: &index), line.number(at: &index, until: limit, digits: 5) != nil { place = index }
  }
}
