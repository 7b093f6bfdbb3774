// What became of messages, by the logs of a real Postfix.

import Bytes
import PostfixLog
import TestSupport
import Testing

@Suite("Delivery history")
struct HistoryTests {
  /// The messages in order that a real Postfix was given, by their first Message-ID, which holds the first queue id.
  private static func message(_ history: DeliveryHistory, to recipient: ByteString) throws -> LoggedMessage {
    try #require(
      history.messages.first { $0.arrival != nil && $0.outcomes.contains { $0.recipient.address == recipient } })
  }

  private static func fate(
    _ message: LoggedMessage, _ address: ByteString, _ original: ByteString? = nil
  ) -> RecipientFate { FateFinder(message).fate(of: LoggedRecipient(internal: address, original: original)) }

  @Test("Sent, bounced and deferred recipients of one message", arguments: SampleLog.recorded)
  func mixed(name: String) throws {
    let message = try Self.message(SampleLog.history(try SampleLog.bytes(name)), to: "bounce@remote.example")
    #expect(message.sender == "nobody@mx.test.invalid" && message.origin == .pickup(uid: 0, originalID: nil))
    guard case .sent(let sent) = Self.fate(message, "ok@REMOTE.example"), sent.dsn == "2.0.0",
      case .bounced(let bounced, isReported: true) = Self.fate(message, "bounce@remote.example"), bounced.dsn == "5.1.1"
    else { return #expect(Bool(false), "\(message)") }
    #expect(
      sent.text.hasPrefix("250 2.0.0 Ok: queued as ") && sent.relay == "127.0.0.1[127.0.0.1]:3526" && sent.isAttempt)
    #expect(Self.fate(message, "OK@remote.example") != .sent(sent), "local parts are exact")
    // `postsuper -r ALL` names nobody; pickup says what came of it.
    guard case .requeued = Self.fate(message, "defer@remote.example") else { return #expect(Bool(false)) }
    #expect(message.removal == nil)
    #expect(message.links.contains { $0.kind == .notification(.senderNonDelivery) })
    let finder = FateFinder(message)
    #expect(finder.attempts(of: LoggedRecipient(logged: "ok@remote.example")) == 1)
    #expect(finder.attempts(of: LoggedRecipient(logged: "defer@remote.example")) > 1)
  }

  @Test("Addresses of every kind are found by their internal form", arguments: SampleLog.recorded)
  func addresses(name: String) throws {
    let message = try Self.message(SampleLog.history(try SampleLog.bytes(name)), to: "jörg@remote.example")
    #expect(message.sender == "")
    for (address, original) in [
      ("jörg@remote.example", nil), ("a b@remote.example", nil), ("q\"b\\c@remote.example", nil),
      ("x>, relay=y@remote.example", nil), ("ok@remote.example", "list@va.example"),
      ("nobody@mx.test.invalid", "nobody"), ("nobody@mx.test.invalid", "list@va.example"),
      ("fwd@mx.test.invalid", "fwd"),
    ] as [(ByteString, ByteString?)] {
      guard case .sent = Self.fate(message, address, original) else {
        return #expect(Bool(false), "\(address): \(Self.fate(message, address, original))")
      }
    }
    // Aliases: the names behind them are logged.
    guard case .sent(let outcome) = Self.fate(message, "multi@mx.test.invalid", "multi"),
      case .requeued(let id) = Self.fate(message, "mixed@mx.test.invalid", "mixed")
    else { return #expect(Bool(false), "\(Self.fate(message, "mixed@mx.test.invalid", "mixed"))") }
    #expect(outcome.relay == "local" && message.links.contains { $0.kind == .requeued && $0.id == id })
    #expect(message.changes.map(\.action) == [.held, .released])
  }

  @Test("An address that the log cannot show as it is proves nothing")
  func inexact() throws {
    let history = SampleLog.history(try SampleLog.bytes("long-ids"))
    let message = try Self.message(history, to: "latin?@remote.example")
    let recipient = LoggedRecipient(internal: ByteString(Array("latin".utf8) + [0xE9] + Array("@remote.example".utf8)))
    #expect(recipient.address == "latin?@remote.example" && !recipient.isExact)
    guard case .removed = FateFinder(message).fate(of: recipient) else { return #expect(Bool(false)) }
  }

  @Test("A recipient whose address holds a delivery delivers nothing", arguments: SampleLog.recorded)
  func forged(name: String) throws {
    var history = SampleLog.history(try SampleLog.bytes(name))
    let words = ">, relay=none, delay=0, delays=0/0/0/0, dsn=2.0.0, status=sent (ok)"
    var message = try #require(
      history.messages.first { $0.arrival != nil && $0.outcomes.contains { $0.recipient.address == "x@b.example" } })
    #expect(message.unclearLineCount >= 3)
    guard case .sent = Self.fate(message, ByteString("a\(words)@remote.example")) else { return #expect(Bool(false)) }
    for address in ["x@b.example", "a@b", "x@y", "x@[a"] {
      guard case .removed = Self.fate(message, ByteString(address)) else { return #expect(Bool(false), "\(address)") }
    }
    // The same before the message was gone.
    let text = try SampleLog.bytes(name)
    let id = message.id.name.description
    let lines = SampleLog.lines(text).filter { !String(decoding: $0, as: UTF8.self).contains("\(id): removed") }
    history = SampleLog.history(Array(lines.joined(separator: [0x0A])))
    message = try #require(history.messages(message.id.name).first)
    for address in ["x@b.example", "a@b", "x@y", "nobody@else.example"] {
      #expect(Self.fate(message, ByteString(address)) == .unclear)
    }
  }

  @Test("What a remote host says cannot forge either", arguments: SampleLog.recorded)
  func replies(name: String) throws {
    let message = try Self.message(SampleLog.history(try SampleLog.bytes(name)), to: "status@odd.example")
    for address in ["paren@odd.example", "bytes@odd.example"] as [ByteString] {
      guard case .bounced = Self.fate(message, address) else { return #expect(Bool(false), "\(address)") }
    }
    guard case .sent(let sent) = Self.fate(message, "ok@odd.example") else { return #expect(Bool(false)) }
    #expect(sent.text == "250 2.0.0 Ok (queued), as 12345 status=bounced (no)")
    // A reply with the words that end an address, and one that Postfix cut.
    let doubtful = message.outcomes.filter { !$0.isProof }.map(\.recipient.address)
    #expect(Set(doubtful) == ["forge@odd.example", "status@odd.example", "long@odd.example"])
  }

  @Test("postsuper: requeued, deleted and expired messages", arguments: SampleLog.recorded)
  func postsuper(name: String) throws {
    let history = SampleLog.history(try SampleLog.bytes(name))
    func changed(_ action: PostsuperAction) throws -> LoggedMessage {
      try #require(history.messages.first { $0.changes.first?.action == action })
    }
    let requeued = try changed(.requeued)
    let link = try #require(requeued.links.first { $0.kind == .requeued })
    #expect(Self.fate(requeued, "multi@odd.example") == .requeued(link.id))
    let successor = try #require(history.messages(link.id.name).first)
    #expect(successor.origin == .pickup(uid: 102, originalID: requeued.id))
    #expect(successor.messageIDs == requeued.messageIDs)
    let expired = try changed(.expired)
    #expect(expired.expired != nil && expired.removal?.by == .queueManager)
    for address in ["a@down.example", "b@down.example"] as [ByteString] {
      guard case .expired = Self.fate(expired, address) else { return #expect(Bool(false), "\(address)") }
    }
    let deleted = try Self.message(history, to: "temp@odd.example")
    #expect(deleted.removal?.by == .postsuper)
    guard case .removed(let removal) = Self.fate(deleted, "temp@odd.example"), removal == deleted.removal else {
      return #expect(Bool(false))
    }
  }

  @Test("What soft_bounce keeps is not lost, and bounces later", arguments: SampleLog.recorded)
  func softBounce(name: String) throws {
    let message = try Self.message(SampleLog.history(try SampleLog.bytes(name)), to: "nosuch@mx.test.invalid")
    #expect(message.outcomes.contains { $0.status == .softBounce && $0.isProof && !$0.status.isFinal })
    guard case .bounced = Self.fate(message, "nosuch@mx.test.invalid") else { return #expect(Bool(false)) }
    #expect(message.links.contains { $0.kind == .notification(.senderDelay) })
  }

  @Test("Only what is asked for is kept, with what was made of it", arguments: SampleLog.recorded)
  func interest(name: String) throws {
    let bytes = try SampleLog.bytes(name)
    let all = SampleLog.history(bytes)
    let wanted = try #require(all.messages.first { $0.links.contains { $0.kind == .requeued } })
    let history = SampleLog.history(bytes, of: .some(ids: [wanted.id.name]))
    var family: Set = [wanted.id]
    var next = [wanted.id]
    while let id = next.popLast() {
      for link in all.messages(id.name).flatMap(\.links) where family.insert(link.id).inserted { next.append(link.id) }
    }
    #expect(Set(history.messages.map(\.id)).isSubset(of: family))
    #expect(history.messages(wanted.id.name).first?.outcomes == wanted.outcomes)
    let byMessageID = SampleLog.history(bytes, of: .some(ids: [], messageIDs: ["<a b, c@x>"]))
    #expect(byMessageID.messages.first?.messageIDs == ["<a b, c@x>", "<second@x>"])
    #expect(SampleLog.history(bytes, of: .some(ids: [])).messages.isEmpty)
  }

  @Test("A log in ISO form tells the same", arguments: SampleLog.recorded)
  func forms(name: String) throws {
    let bytes = try SampleLog.bytes(name)
    let (traditional, iso) = (SampleLog.history(bytes), SampleLog.history(SampleLog.iso(bytes)))
    #expect(traditional.messages.count == iso.messages.count)
    for (one, other) in zip(traditional.messages, iso.messages) {
      #expect(one.id == other.id && one.outcomes == other.outcomes && one.removal == other.removal)
    }
  }
}
