// Short queue ids come again: one id, several messages. And aliases: one recipient, several lines.

import Bytes
import PostfixLog
import TestSupport
import Testing

@Suite("Lives of a queue id")
struct ReusedIDTests {
  private static let id: ByteString = "BAC54F7C0A6"

  private static func history(_ lines: [(String, String)]) -> DeliveryHistory {
    let text = lines.map { time, text in
      let daemon = text.hasPrefix("client") ? "smtpd" : text.hasPrefix("to=") ? "smtp" : "qmgr"
      return "2026-11-02T\(time)Z mx1 postfix/\(daemon)[1]: BAC54F7C0A6: \(text)\n"
    }
    return SampleLog.history(Array(text.joined().utf8))
  }

  private static func time(_ clock: Int) -> LogTime { LogTime(seconds: 1_793_577_600 + Int64(clock)) }

  private static func to(
    _ address: String, _ status: String, original: String? = nil, relay: String = "mx.b[192.0.2.1]:25",
    text: String = "x"
  ) -> String {
    let dsn = ["sent": "2.0.0", "bounced": "5.0.0"][status] ?? "4.0.0"
    return
      "to=<\(address)>\(original.map { ", orig_to=<\($0)>" } ?? ""), relay=\(relay), delay=0, delays=0/0/0/0, dsn=\(dsn), "
      + "status=\(status) (\(text))"
  }

  private static let active = "from=<s@x>, size=1, nrcpt=1 (queue active)"

  @Test("After removed, and at every arrival, another message begins")
  func lives() {
    let history = Self.history([
      ("00:00:10", "client=a[192.0.2.1]"), ("00:00:10", "message-id=<one@x>"), ("00:00:10", Self.active),
      ("00:00:11", "removed"), ("00:00:12", Self.to("a@b", "sent")),
      ("01:00:00", "client=b[192.0.2.2]"), ("01:00:00", "message-id=<two@x>"), ("01:00:01", "message-id=<two-b@x>"),
      ("01:00:02", Self.active), ("01:00:03", Self.to("a@b", "deferred")),
      // The end of the second one is lost.
      ("02:00:00", "message-id=<three@x>"), ("02:00:01", Self.active), ("02:00:02", Self.to("a@b", "bounced")),
      ("02:00:03", "removed"), ("03:00:00", Self.active), ("03:00:00", Self.to("a@b", "sent")),
    ])
    let messages = history.messages(Self.id)
    #expect(messages.map(\.messageIDs) == [["<one@x>"], ["<two@x>", "<two-b@x>"], ["<three@x>"], []])
    #expect(messages.map { $0.outcomes.map(\.status) } == [[.sent], [.deferred], [.bounced], [.sent]])
    #expect(messages.map { $0.arrival == nil } == [false, false, true, true])
    #expect(history.messages(Self.id, livingAt: Self.time(10), messageID: "<one@x>").count == 1)
    #expect(
      history.messages(Self.id, livingAt: Self.time(3601), messageID: "<one@x>").isEmpty)
    #expect(
      history.messages(Self.id, livingAt: Self.time(3601), messageID: "<two@x>").first?.outcomes.first?.status
        == .deferred)
    #expect(history.messages(Self.id, livingAt: Self.time(5)).isEmpty)
    #expect(history.messages(Self.id, livingAt: Self.time(5400)).map(\.messageIDs.first) == ["<two@x>", "<three@x>"])
  }

  @Test("A message that was requeued is no longer there under its old id")
  func requeued() {
    let text = """
      2026-11-02T00:00:01Z mx1 postfix/smtpd[1]: BAC54F7C0A6: client=a[192.0.2.1]
      2026-11-02T00:00:02Z mx1 postfix/pickup[1]: BAC54F7C0B7: uid=102 from=<s@x> orig_id=BAC54F7C0A6
      2026-11-02T00:00:03Z mx1 postfix/smtp[1]: BAC54F7C0B7: \(Self.to("a@b", "sent"))
      2026-11-02T00:09:00Z mx1 postfix/smtpd[1]: BAC54F7C0A6: client=b[192.0.2.1]
      """
    let history = SampleLog.history(Array(text.utf8), of: .some(ids: [Self.id]))
    #expect(history.messages(Self.id, livingAt: Self.time(1)).count == 1)
    #expect(history.messages(Self.id, livingAt: Self.time(60)).isEmpty)
    #expect(history.messages(Self.id).count == 2 && history.messages("BAC54F7C0B7").first?.outcomes.count == 1)
  }

  @Test("A recipient that failed first and was sent later is sent, and stays so")
  func order() throws {
    let message = try #require(
      Self.history([
        ("00:00:01", Self.active), ("00:00:01", Self.to("a@b", "deferred")),
        ("00:00:02", Self.to("a@b", "deferred", relay: "none", text: "delivery temporarily suspended: x")),
        ("00:00:03", Self.to("a@b", "sent")), ("00:00:04", Self.to("a@b", "deferred")),
        ("00:00:05", Self.to("c@d", "deferred")), ("00:00:06", Self.to("c@d", "deliverable")),
        ("00:00:06", Self.to("e@f", "SOFTBOUNCE")),
      ]).messages.first)
    let finder = FateFinder(message)
    guard case .sent = finder.fate(of: LoggedRecipient(logged: "a@b")),
      case .deferred = finder.fate(of: LoggedRecipient(logged: "c@d")),
      case .deferred = finder.fate(of: LoggedRecipient(logged: "e@f"))
    else { return #expect(Bool(false)) }
    #expect(finder.attempts(of: LoggedRecipient(logged: "a@b")) == 3)
    #expect(finder.attempts == 3)
    #expect(finder.fate(of: LoggedRecipient(logged: "g@h")) == .unmentioned)
  }

  @Test("The names behind an alias count together, and only when local has been through all of them")
  func aliases() throws {
    let list = LoggedRecipient(internal: "list@mx", original: "list")
    func fate(_ lines: [(String, String)]) throws -> RecipientFate {
      FateFinder(try #require(Self.history(lines).messages.first)).fate(of: list)
    }
    let begun = [
      ("00:00:01", Self.active), ("00:00:02", Self.to("one@mx", "sent", original: "list", relay: "local")),
    ]
    #expect(try fate(begun) == .unclear)
    let failed = begun + [("00:00:02", Self.to("two@mx", "deferred", original: "list", relay: "local"))]
    guard case .deferred = try fate(failed) else { return #expect(Bool(false)) }
    guard case .sent = try fate(begun + [("00:00:09", Self.active)]),
      case .sent = try fate(begun + [("00:00:09", "removed")]),
      case .deferred = try fate(failed + [("00:00:09", Self.active)])
    else { return #expect(Bool(false)) }
    // A command is logged as the alias itself.
    let command = [
      ("00:00:02", Self.to("list@mx", "sent", original: "list", relay: "local", text: "delivered to command: x"))
    ]
    guard case .deferred = try fate(failed + command), case .sent = try fate(command) else {
      return #expect(Bool(false))
    }
    // Virtual aliases are not local's: each name has a recipient of its own.
    #expect(try fate([("00:00:02", Self.to("one@mx", "sent", original: "list"))]) == .unmentioned)
  }

  @Test("A failure is settled when the sender knows of it, and an expired message when it is gone")
  func reports() throws {
    func fate(_ lines: [(String, String)], _ address: ByteString) throws -> RecipientFate {
      FateFinder(try #require(Self.history(lines).messages.first)).fate(of: LoggedRecipient(logged: address))
    }
    let failed = [("00:00:01", Self.active), ("00:00:02", Self.to("a@b", "bounced"))]
    let reported = failed + [("00:00:02", "sender non-delivery notification: BAC54F7C0B7")]
    #expect(try fate(failed, "a@b").isFinal == false)
    #expect(try fate(reported, "a@b").isFinal)
    #expect(try fate(failed + [("00:00:02", "removed")], "a@b").isFinal)
    // A later failure is not in an earlier report, and nobody has to be told of mail without a sender.
    #expect(try fate(reported + [("00:00:09", Self.to("c@d", "bounced"))], "c@d").isFinal == false)
    #expect(try fate([("00:00:01", "from=<>, size=1, nrcpt=1 (queue active)"), failed[1]], "a@b").isFinal)
    let expired = [
      ("00:00:02", Self.to("a@b", "deferred")), ("00:00:03", "from=<s@x>, status=expired, returned to sender"),
    ]
    guard case .deferred = try fate(expired, "a@b"),
      case .expired = try fate(expired + [("00:00:03", "removed")], "a@b")
    else { return #expect(Bool(false)) }
  }

  @Test("The names of a virtual alias do not wait for each other where the queue file is known")
  func virtualAliases() throws {
    let message = try #require(
      Self.history([
        ("00:00:01", Self.active), ("00:00:02", Self.to("one@mx", "sent", original: "list@va", relay: "local")),
        ("00:00:02", Self.to("two@mx", "deferred", original: "list@va", relay: "local")),
      ]).messages.first)
    let recipients = ["one@mx", "two@mx"].map { LoggedRecipient(internal: $0, original: "list@va") }
    guard case .deferred = FateFinder(message).fate(of: recipients[0]) else { return #expect(Bool(false)) }
    let finder = FateFinder(message, recipients: Set(recipients))
    guard case .sent = finder.fate(of: recipients[0]), case .deferred = finder.fate(of: recipients[1]) else {
      return #expect(Bool(false))
    }
  }

  @Test("Lines of other instances and hosts are passed over")
  func others() {
    let line = Array("2026-11-02T00:00:01Z mx1 postfix-in/smtp[1]: BAC54F7C0A6: \(Self.to("a@b", "sent"))\n".utf8)
    for (instance, host, count) in [
      ("postfix", "mx1", 0), ("postfix-in", "mx1", 1), ("postfix-in", "mx2", 0),
    ] as [(ByteString, ByteString, Int)] {
      var history = DeliveryHistory(of: .all, instance: instance, host: host)
      var years = LogYears()
      history.read(line.span, years: &years)
      #expect(history.messages.count == count)
    }
  }
}
