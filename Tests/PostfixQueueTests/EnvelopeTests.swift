// Whole message files, as they should be.

import Bytes
import PostfixQueue
import TestSupport
import Testing

@Suite("Message files")
struct EnvelopeTests {
  @Test("A file tells sender, recipients, times, attributes and content")
  func plain() throws {
    let reading = WholeReading(QueueFileWriter.write(SampleFile.plain).bytes)
    let envelope = reading.envelope
    #expect(reading.damage == [] && envelope.isComplete)
    #expect(envelope.sender.map { reading.window.text($0) } == "from@a.test")
    #expect(reading.texts(.toDo) == ["one@b.test", "archive@b.test"])
    #expect(reading.texts(.done) == ["two@b.test"] && reading.texts(.cancelled) == ["three@b.test"])
    #expect(envelope.arrival == 1_700_000_000 && envelope.createTime(in: reading.window) == 1_700_000_001)
    #expect(envelope.attribute("sasl_username", in: reading.window) == "user")
    #expect(envelope.attribute("sasl", in: reading.window) == nil)
    #expect(envelope.recipients[1].original.map { reading.window.text($0) } == "zwei@b.test")
    #expect(reading.content == SampleFile.plain.content)
  }

  @Test("A header that is folded behind its colon begins with its first word")
  func foldedHeaders() {
    var file = SampleFile.plain
    file.headers = ["Subject:", "\tRe: x", " y", "X-Empty:", "X-Next: z"]
    let reading = WholeReading(QueueFileWriter.write(file).bytes)
    var window = reading.window.sibling()
    let headers = MessageHeaders(&window, from: reading.envelope.contentStart ?? 0).all
    #expect(headers.map(\.value) == ["Re: x y", "", "z"])
  }

  @Test("What Milters have changed is read in its place")
  func edited() {
    let reading = WholeReading(QueueFileWriter.write(SampleFile.edited).bytes)
    #expect(reading.damage == [])
    #expect(reading.texts(.toDo) == ["one@b.test", "added@c.test", "added2@c.test", "archive@b.test"])
    #expect(reading.content == SampleFile.edited.content)
  }

  @Test("Recipients have the offsets that defer logs name")
  func offsets() {
    for (_, file) in SampleFile.all {
      let written = QueueFileWriter.write(file)
      #expect(WholeReading(written.bytes).envelope.recipients.map(\.offset) == written.recipientOffsets)
    }
  }

  @Test("A file in maildrop needs no size and no arrival time")
  func maildrop() {
    var window = QueueFileWindow(MaildropFileWriter.write(SampleFile.plain).bytes)
    var envelope = Envelope()
    envelope.read(&window, isMaildrop: true)
    #expect(envelope.damage == [] && envelope.isComplete && envelope.recipients.count == 4)
  }

  @Test("Headers are unfolded and end where the body begins")
  func headers() {
    var window = QueueFileWindow(QueueFileWriter.write(SampleFile.plain).bytes)
    var envelope = Envelope()
    envelope.read(&window)
    let headers = MessageHeaders(&window, from: envelope.contentStart ?? 0).all
    #expect(headers.map(\.name) == ["Received", "Subject", "To"])
    #expect(headers.map(\.value) == ["from a by b", "x", "y"])
  }

  @Test("An envelope that is used again forgets the file before")
  func reuse() {
    var window = QueueFileWindow(QueueFileWriter.write(SampleFile.plain).bytes)
    var envelope = Envelope()
    envelope.read(&window)
    window = QueueFileWindow([])
    envelope.read(&window)
    #expect(envelope.damage == [.empty] && envelope.recipients.isEmpty && envelope.sender == nil)
    #expect(envelope.contentStart == nil && envelope.size == nil && !envelope.isComplete)
  }

  @Test("The first sender counts, and a second one is damage")
  func twoSenders() {
    var records = RecordBuffer()
    records.append(.time, "1 1")
    for sender in ["first@a.test", "second@a.test"] { records.append(.sender, sender) }
    records.append(.recipient, "r@a.test")
    records.append(.end)
    let reading = WholeReading(records.bytes)
    #expect(reading.envelope.sender.map { reading.window.text($0) } == "first@a.test")
    #expect(reading.damage.contains { if case .secondSender = $0 { true } else { false } })
    #expect(reading.damage.contains(.missingSize))
  }
}
