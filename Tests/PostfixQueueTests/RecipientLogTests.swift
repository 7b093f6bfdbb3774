// Defer, bounce and trace logs of every age and in every state.

import Bytes
import PostfixQueue
import TestSupport
import Testing

@Suite("Recipient logs")
struct RecipientLogTests {
  private static func paragraphs(_ text: String) -> [RecipientLog.Paragraph] {
    RecipientLog(Array(text.utf8)).paragraphs
  }

  @Test("A log as bounce(8) writes it", arguments: [true, false])
  func written(hasCompatibilityLine: Bool) {
    var log = DeferLogWriter(hasCompatibilityLine: hasCompatibilityLine)
    var note = DeliveryNote(status: "4.7.1", action: "delayed", reason: "host mx said: 451 <x>: no = yes")
    note.server = "mx.b.test"
    note.diagnostic = "451 no"
    log.append(FileRecipient("odd one@b.test", original: "alias@b.test"), offset: 333, note)
    log.append(
      FileRecipient("two@b.test"), offset: 444, DeliveryNote(status: "5.1.1", action: "failed", reason: "unknown"))
    let paragraphs = RecipientLog(log.bytes).paragraphs
    #expect(paragraphs.count == 2)
    #expect(paragraphs.first?.recipient == "\"odd one\"@b.test" && paragraphs.first?.offset == 333)
    #expect(paragraphs.first?.originalRecipient == "alias@b.test" && paragraphs.first?.status == "4.7.1")
    #expect(paragraphs.first?.remoteHost == "mx.b.test" && paragraphs.first?.remoteReply == "451 no")
    #expect(paragraphs.first?.reason == "host mx said: 451 <x>: no = yes")
    #expect(paragraphs.last?.action == "failed" && paragraphs.last?.reason == "unknown")
  }

  @Test("The form of very old logs is enough")
  func old() {
    let paragraphs = Self.paragraphs("<a@b.test>:   connection: refused \n\n<>: x\n\n")
    #expect(paragraphs.map(\.recipient) == ["a@b.test", "(MAILER-DAEMON)"])
    #expect(paragraphs.map(\.reason) == ["connection: refused ", "x"])
  }

  @Test("Unknown names, lines without a name and blanks around names are no obstacle")
  func unknown() {
    let paragraphs = Self.paragraphs(
      "recipient = a@b.test \nfuture=1\nrubbish\n<broken\noffset=99999999999999999999\nreason=r\n\n")
    #expect(paragraphs.count == 1 && paragraphs.first?.recipient == "a@b.test" && paragraphs.first?.reason == "r")
    #expect(paragraphs.first?.offset == nil)
  }

  @Test("No blank line between, or many")
  func blanks() {
    #expect(Self.paragraphs("").isEmpty && Self.paragraphs("\n\n\n").isEmpty)
    #expect(Self.paragraphs("\n\n\nrecipient=a\n\n\n\nrecipient=b\n\n").map(\.recipient) == ["a", "b"])
    #expect(Self.paragraphs("recipient=a\nrecipient=b\n\n").map(\.recipient) == ["b"])
  }

  @Test("A paragraph that bounce(8) is still writing is none")
  func unfinished() {
    let first = "recipient=a\nreason=r\n\n"
    for rest in ["recipient=b", "recipient=b\n", "\nrecipient=b\nreason=t\n", "\r\nrecipient=b\r\n\r\n"] {
      #expect(Self.paragraphs(first + rest).map(\.recipient) == ["a"])
    }
  }

  @Test("What a paragraph does not tell, or tells in another form, is not there")
  func absent() {
    let paragraphs = Self.paragraphs(
      "rubbish\n\nrecipient=a\nstatus=4.7.1\nreason=\n\nrecipient= \nstatus=\n\n recipient=b\nrecipient\t=b\n\n")
    let unavailable: ByteString = "(recipient address unavailable)"
    #expect(paragraphs.map(\.recipient) == [unavailable, "a", "(MAILER-DAEMON)", unavailable])
    #expect(paragraphs.map(\.reason) == [nil, nil, nil, nil] && paragraphs.map(\.status) == [nil, "4.7.1", nil, nil])
  }

  @Test("A NUL ends a line, and in front of a line it makes a blank one")
  func nul() {
    let paragraphs = Self.paragraphs("recipient=a\0b\nreason=r\n\0x\nrecipient=c\n\n")
    #expect(paragraphs.map(\.recipient) == ["a", "c"] && paragraphs.map(\.reason) == ["r", nil])
  }

  @Test("A log that is cut anywhere gives what is left of it")
  func cuts() {
    var log = DeferLogWriter()
    let note = DeliveryNote(status: "4.4.1", action: "delayed", reason: "timed out")
    for index in 0..<3 { log.append(FileRecipient(ByteString("r\(index)@b.test")), offset: index, note) }
    let whole = RecipientLog(log.bytes).paragraphs
    #expect(whole.count == 3)
    for count in 0...log.bytes.count {
      let found = RecipientLog(Array(log.bytes[..<count])).paragraphs
      #expect(found == Array(whole.prefix(found.count)))
    }
  }

  @Test("Random bytes")
  func noise() {
    var random = SeededRandom(seed: 1)
    for _ in 0..<500 {
      let letters: [UInt8] = [0x0A, 0x3D, 0x3C, 0x3E, 0x3A, 0x20, 0x61, 0xFF, 0x00]
      _ = RecipientLog((0..<random.below(200)).map { _ in random.pick(letters) })
    }
  }
}
