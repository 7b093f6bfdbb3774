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

  @Test("Where the record of the content is lost, the size record tells where the content begins")
  func lostContentRecord() {
    var bytes = QueueFileWriter.write(SampleFile.plain).bytes
    let whole = WholeReading(bytes)
    // The sender's record gets a type that there is none of, and a length that leads into the middle of another.
    bytes[(whole.envelope.recipients.first?.offset ?? 0) + 1] = 0x7F
    let reading = WholeReading(bytes)
    #expect(reading.content == whole.content && !reading.damage.isEmpty)
  }

  @Test("What is read behind a record of unknown type is not told record by record")
  func unknownRecords() {
    var records = RecordBuffer()
    for text in ["1", "2", "3"] { records.append("?", text) }
    let reading = WholeReading(records.bytes)
    #expect(reading.damage.filter { if case .unknownRecord = $0 { true } else { false } }.count == 1)
  }

  @Test("A recipient in front of the sender is damage, since mailq passes over the message")
  func recipientFirst() {
    var records = RecordBuffer()
    records.append(.recipient, "r@a.test")
    records.append(.sender, "s@a.test")
    records.append(.recipient, "q@a.test")
    let reading = WholeReading(records.bytes)
    #expect(reading.damage.contains(.recipientBeforeSender(offset: 0)) && reading.texts(.toDo).count == 2)
  }
}
