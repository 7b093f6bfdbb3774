// The headers of every legal message, and of files that do not tell all of them.

import Bytes
import PostfixQueue
import TestSupport
import Testing

@Suite("Headers of messages")
struct MessageHeadersTests {
  private static func headers(_ lines: [ByteString], _ change: (inout [UInt8]) -> Void = { _ in }) -> MessageHeaders {
    var file = SampleFile.plain
    file.headers = lines
    var bytes = QueueFileWriter.write(file).bytes
    change(&bytes)
    return read(bytes)
  }

  private static func read(_ bytes: [UInt8]) -> MessageHeaders {
    var window = QueueFileWindow(bytes)
    var envelope = Envelope()
    envelope.read(&window)
    var content = window.sibling()
    return MessageHeaders(&content, from: envelope.contentStart ?? 0)
  }

  @Test("Any number of headers, of any length")
  func large() {
    let many = (0..<5000).map { ByteString("X-Number-\($0): \($0)") }
    let long = String(repeating: "someone@example.com, ", count: 20_000)
    let folded = (0..<3000).map { ByteString("\twith number \($0)") }
    let headers = Self.headers([ByteString("To: \(long)"), "Received: first"] + folded + many + ["Subject: s"])
    #expect(headers.gap == nil && headers.all.count == 5003)
    #expect(headers.first(named: "subject") == "s" && headers.first(named: "x-number-4999") == "4999")
    #expect(headers.first(named: "to")?.count == long.utf8.count && headers.first(named: "cc") == nil)
    let received = headers.first(named: "received")?.description ?? ""
    #expect(received.hasPrefix("first with number 0 with number 1 ") && received.hasSuffix(" 2999"))
  }

  @Test("Millions of the shortest headers up to the limit, and not one more")
  func limit() {
    let line = [UInt8](repeating: UInt8(ascii: "x"), count: 1000)
    let lines = { count in (0..<count).map { _ in ByteString(Array("A: ".utf8) + line) } }
    let most = MessageHeaders.limit / 1003
    let whole = Self.headers(lines(most - 1) + ["Subject: s"])
    #expect(whole.gap == nil && whole.first(named: "subject") == "s" && whole.all.count == most)
    let larger = Self.headers(["Subject: s"] + lines(most + 1) + ["To: t"])
    #expect(larger.gap == .tooLarge && larger.first(named: "subject") == "s" && larger.first(named: "to") == nil)
  }

  @Test("A body of one long line is no header that is too large")
  func body() {
    var file = SampleFile.plain
    file.headers = ["Subject: s", "no header " + ByteString([UInt8](repeating: 0x61, count: MessageHeaders.limit))]
    let headers = Self.read(QueueFileWriter.write(file).bytes)
    #expect(headers.gap == nil && headers.all.map(\.value) == ["s"])
  }

  @Test("Of a file that is cut anywhere, a header that is not known to be whole is none, and a missing one is doubtful")
  func cuts() {
    let bytes = QueueFileWriter.write(SampleFile.edited).bytes
    let whole = Self.read(bytes)
    for count in 0..<bytes.count {
      let headers = Self.read(Array(bytes[..<count]))
      if headers.gap == nil {
        #expect(headers.all == whole.all)
      } else {
        // Before the first record there is no content: reading begins at the wrong place and ends there.
        for (one, other) in zip(headers.all, whole.all) { #expect(one == other, "\(count)") }
      }
    }
    #expect(whole.gap == nil && whole.first(named: "subject") == "another")
    #expect(whole.first(named: "x-first") == "yes more")
  }

  @Test("A pointer that leads nowhere leaves the headers behind it open, and those in front of it known")
  func brokenPointer() throws {
    var file = SampleFile.edited
    file.headers = ["Received: from a", "Subject: x", "To: y"]
    file.headerEdits = [.change(1, to: "Subject: other")]
    var bytes = QueueFileWriter.write(file).bytes
    let subject = try #require(bytes.firstOccurrence(of: Array("Received: from a".utf8)))
    let pointer = try #require(bytes[subject.upperBound...].firstIndex(of: UInt8(ascii: "p")))
    bytes.replaceSubrange((pointer + 2)..<(pointer + 17), with: Array("        9999999".utf8))
    let headers = Self.read(bytes)
    #expect(headers.gap == .damage(.badPointer(offset: pointer)) && headers.first(named: "subject") == nil)
  }
}
