// What lines say.

import Bytes
import PostfixLog
import TestSupport
import Testing

@Suite("What lines say")
struct EventTests {
  static func sample(_ text: String, _ daemon: String = "smtp") throws -> SampleLine {
    try #require(SampleLine("Nov  2 00:00:14 mx1 postfix/\(daemon)[1]: \(text)"))
  }

  @Test("A delivery line with all its fields")
  func delivery() throws {
    let sample = try Self.sample(
      "BAC54F7C0A6: to=<a@b.example>, orig_to=<\"x y\"@c.example>, relay=mx.b.example[2001:db8::1]:25, conn_use=3, "
        + "delay=121, delays=0.01/1.2/0.123456/120, tls=starttls/(dane), dsn=2.0.0, status=sent (250 2.0.0 Ok (x) y)")
    let line = try #require(sample.delivery)
    #expect(sample.text(line.recipient) == "a@b.example" && sample.text(line.originalRecipient) == "\"x y\"@c.example")
    #expect(sample.text(line.relay) == "mx.b.example[2001:db8::1]:25" && line.connectionUse == 3)
    #expect(line.delay == 121_000_000)
    #expect(line.delays.beforeQueueManager == 10_000 && line.delays.inQueueManager == 1_200_000)
    #expect(line.delays.connecting == 123_456 && line.delays.transmitting == 120_000_000)
    #expect(sample.text(line.dsn) == "2.0.0" && line.status == .sent && line.isProof)
    #expect(sample.text(line.text) == "250 2.0.0 Ok (x) y")
  }

  @Test(
    "Every status",
    arguments: [
      ("sent", "2.0.0", DeliveryStatus.sent), ("deferred", "4.4.1", .deferred), ("bounced", "5.1.1", .bounced),
      ("SOFTBOUNCE", "4.1.1", .softBounce), ("deliverable", "2.1.5", .deliverable),
      ("undeliverable", "5.1.1", .undeliverable), ("delivered", "2.0.0", .unknown),
    ])
  func statuses(word: String, dsn: String, status: DeliveryStatus) throws {
    let line = try #require(
      try Self.sample(
        "BAC54F7C0A6: to=<a@b>, relay=none, delay=0, delays=0/0/0/0, dsn=\(dsn), status=\(word) (x)"
      ).delivery)
    #expect(line.status == status && line.isProof && line.originalRecipient == nil && line.connectionUse == 1)
  }

  @Test(
    "A line that contradicts itself, was cut or can be read in two ways is no proof",
    arguments: [
      "to=<a@b>, relay=none, delay=0, delays=0/0/0/0, dsn=5.0.0, status=sent (ok)",
      "to=<a@b>, relay=none, delay=0, delays=0/0/0/0, dsn=2.0.0, status=bounced (no)",
      "to=<a@b>, relay=none, delay=0, delays=0/0/0/0, dsn=, status=sent (ok)",
      "to=<a@b>, relay=none, delay=0, delays=0/0/0/0, dsn=2.0.0, status=sent (ok",
      "to=<a@b>, relay=none, delay=0, delays=0/0/0/0, dsn=2.0.0, status=sent (",
      "to=<a@b>, relay=none, delay=0, delays=0/0/0/0, dsn=2.0.0, status=sent (ok)>, relay=none, delay=0 (bad)",
      "to=<a@b>, relay=none, delay=0, delays=0/0/0/0, dsn=2.0.0, status=sent (ok)>, orig_to=<x>, relay=none (bad)",
      "to=<a@b>, orig_to=<c@d>, relay=x, delay=0, delays=0/0/0/0, dsn=2.0.0, status=sent (ok)>, relay=y, status=bounced ()",
    ])
  func doubtful(text: String) throws {
    #expect(try #require(try Self.sample("BAC54F7C0A6: " + text).delivery).isProof == false)
  }

  @Test("A text as long as Postfix cuts it is no proof")
  func cut() throws {
    func line(_ count: Int) throws -> SampleLine {
      let start = "BAC54F7C0A6: to=<a@b>, relay=none, delay=0, delays=0/0/0/0, dsn=2.0.0, status=sent ("
      return try Self.sample(start + String(repeating: "a", count: count - start.utf8.count - 1) + ")")
    }
    #expect(try line(1900).provesSent)
    #expect(try !line(2000).provesSent)
    #expect(try line(2000).delivery != nil)
  }

  @Test(
    "What cannot be read as a delivery is not guessed at",
    arguments: [
      "to=<", "to=<a@b>", "to=<a@b>, relay=none",
      "to=<\"a>, relay=none, delay=0, delays=0/0/0/0, dsn=2.0.0, status=sent (o)",
      "to=<a@b>, relay=none, delay=x, delays=0/0/0/0, dsn=2.0.0, status=sent (ok)",
      "to=<a@b>, relay=none, delay=0, delays=0/0/0, dsn=2.0.0, status=sent (ok)",
      "to=<a@b>, relay=none, dsn=2.0.0, status=sent (ok)",
      "to=<a@b>, relay=none, delay=0, delays=0/0/0/0, status=sent (ok)",
      "to=<a@b>, relay=none, delay=9999999999999, delays=0/0/0/0, dsn=2.0.0, status=sent (ok)",
      "to=<a@b>, delay=0, relay=none, delays=0/0/0/0, dsn=2.0.0, status=sent (ok)",
    ])
  func unreadable(text: String) throws {
    guard case .unreadableDelivery = try Self.sample("BAC54F7C0A6: " + text).line.event else {
      return #expect(Bool(false), "\(text)")
    }
  }

  @Test("Addresses with the words of a line in them end where Postfix ended them")
  func addresses() throws {
    let words = ">, relay=none, delay=0, delays=0/0/0/0, dsn=2.0.0, status=sent (ok)"
    let rest = ", relay=none, delay=0, delays=0/0/0/0, dsn=5.1.3, status=bounced (bad address syntax)"
    for address in ["\"a\(words)\"@b.example", "x@[192.0.2.1]", "\"q\\\"\(words)\\\\\"@b.example", "\"a@b\"@c", ""] {
      let sample = try Self.sample("BAC54F7C0A6: to=<\(address)>\(rest)")
      let line = try #require(sample.delivery)
      #expect(sample.text(line.recipient) == address && line.status == .bounced)
      #expect(line.isProof)
    }
    for address in ["x@b\(words)", "x@[a\(words)]", "x@y\(words).example", "a\(words)@b", "x@[a]\(words)"] {
      #expect(try Self.sample("BAC54F7C0A6: to=<\(address)>\(rest)").delivery?.isProof == false)
      #expect(try !Self.sample("BAC54F7C0A6: to=<a@b>, orig_to=<\(address)>\(rest)").provesSent)
    }
  }

  @Test("The queue manager's lines end in a fixed way, whatever the sender is")
  func queueManager() throws {
    let sample = try Self.sample(
      "BAC54F7C0A6: from=<x>, size=1, nrcpt=1 (queue active)>, size=1234, nrcpt=5 (queue active)", "qmgr")
    guard case .active(let active) = sample.line.event else { return #expect(Bool(false)) }
    #expect(sample.text(active.sender) == "x>, size=1, nrcpt=1 (queue active)")
    #expect(active.size == 1234 && active.recipientCount == 5)
    for (word, isForced) in [("expired", false), ("force-expired", true)] {
      let sample = try Self.sample("BAC54F7C0A6: from=<s@x>, status=\(word), returned to sender", "qmgr")
      guard case .expired(let sender, isForced) = sample.line.event else { return #expect(Bool(false)) }
      #expect(sample.text(sender) == "s@x")
    }
    let words = ">, status=expired, returned to sender"
    for text in ["from=<x@[a\(words)]>, size=9, nrcpt=1 (queue active)", "from=<x\(words) ", "from=<x\(words)>"] {
      if case .expired = try Self.sample("BAC54F7C0A6: \(text)", "qmgr").line.event { #expect(Bool(false), "\(text)") }
    }
  }

  @Test("Arrivals")
  func arrivals() throws {
    let client = try Self.sample(
      "BAC54F7C0A6: client=mx.example[192.0.2.1]:4711, sasl_method=PLAIN, sasl_username=joe, doe, orig_queue_id=4jYR3d3YTQz2NPSf, "
        + "orig_client=localhost[127.0.0.1]", "smtpd")
    guard case .client(let line) = client.line.event else { return #expect(Bool(false)) }
    #expect(client.text(line.client.name) == "mx.example" && client.text(line.client.address) == "192.0.2.1")
    #expect(client.text(line.saslUsername) == "joe, doe" && line.originalID?.name == "4jYR3d3YTQz2NPSf")
    let pickup = try Self.sample("BAC54F7C0A6: uid=102 from=<x> orig_id=AAAAAA> orig_id=68FF2F7C1DE", "pickup")
    guard case .pickup(let line) = pickup.line.event else { return #expect(Bool(false)) }
    #expect(line.uid == 102 && line.originalID?.name == "68FF2F7C1DE")
    #expect(pickup.text(line.sender) == "x> orig_id=AAAAAA")
    let plain = try Self.sample("BAC54F7C0A6: uid=0 from=<a> orig_id=68FF2F7C1DE>", "pickup")
    guard case .pickup(let line) = plain.line.event else { return #expect(Bool(false)) }
    #expect(line.originalID == nil)
  }

  @Test("Rejections of smtpd, postscreen, cleanup and Milters")
  func rejections() throws {
    for (text, action, stage, address, recipient) in [
      (
        "NOQUEUE: reject: RCPT from unknown[192.0.2.9]: 554 5.7.1 <v@b>: Relay access denied; from=<a@b> to=<v@b> proto=ESMTP "
          + "helo=<x>", RejectionLine.Action.reject, "RCPT", "192.0.2.9", "v@b"
      ),
      (
        "NOQUEUE: reject: RCPT from [192.0.2.9]:4711: 550 5.7.1 Service unavailable; from=<a@b>, to=<v@b>, proto=ESMTP, "
          + "helo=<x>", .reject, "RCPT", "192.0.2.9", "v@b"
      ),
      (
        "BAC54F7C0A6: milter-reject: END-OF-MESSAGE from mx[192.0.2.9]: 5.7.1 no; from=<a@b> to=<\"v v\"@b> proto=ESMTP "
          + "helo=<x>", .milterReject, "END-OF-MESSAGE", "192.0.2.9", "\"v v\"@b"
      ),
      (
        "BAC54F7C0A6: hold: header Subject: hold from local; from=<a@b> to=<v@b>: looked at", .hold,
        "header Subject: hold", nil, "v@b"
      ),
    ] as [(String, RejectionLine.Action, String, String?, String?)] {
      let sample = try Self.sample(text, "smtpd")
      guard case .rejection(let line) = sample.line.event else { return #expect(Bool(false), "\(text)") }
      #expect(line.action == action && sample.text(line.stage) == stage)
      #expect(sample.text(line.client?.address) == address && sample.text(line.sender) == "a@b")
      if let recipient { #expect(sample.text(line.recipient) == recipient) }
    }
  }

  @Test("Old loggers say that the line before came again")
  func lastRepeated() throws {
    guard case .lastRepeated(times: 3) = try Self.sample("last message repeated 3 times").line.event else {
      return #expect(Bool(false))
    }
    let sample = try Self.sample(
      "message repeated 3 times: [ BAC54F7C0A6: to=<a@b>, relay=x, delay=0, delays=0/0/0/0, dsn=4.0.0, status=deferred (x)]"
    )
    #expect(sample.line.repeats == 3 && sample.delivery?.status == .deferred && sample.delivery?.isProof == true)
  }
}
