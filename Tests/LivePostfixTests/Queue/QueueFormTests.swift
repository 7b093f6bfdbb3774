// What is generated without Postfix is compared with what Postfix has written.

import Bytes
import SystemAccess
import TestSupport
import Testing

@Suite("Live: forms of queue files", .enabled(if: PrivatePostfix.canRun, "needs root and Postfix"))
struct QueueFormTests {
  @Test("A defer log is written as bounce(8) writes it")
  func deferLog() throws {
    var options = PrivatePostfixOptions()
    options.queue.ids = .long
    options.settings = ["virtual_alias_maps = inline:{alias@b.test=\"real.one\"@b.test}"]
    let postfix = try PrivatePostfix(options)
    try postfix.start()
    let given = ["one@b.test", "\"odd \\\"one\"@c.test", "alias@b.test"]
    let id = try postfix.inject(1, from: "sender@a.test", to: given)[0]
    try postfix.waitUntil(seconds: 60) { try postfix.queueIDs(in: "deferred") == [id] }
    let message = try DeferredMessage(id, in: postfix)
    let note = DeliveryNote(
      status: "4.4.1", action: "delayed", reason: "connect to 127.0.0.1[127.0.0.1]:1: Connection refused")
    let recipients = try message.recipients([
      .cleaned("one@b.test"), .cleaned("odd \"one@c.test"),
      FileRecipient("real.one@b.test", original: "alias@b.test"),
    ])
    // Recipients are tried in any order.
    var expected: [ByteString] = []
    for (recipient, offset) in recipients {
      var log = DeferLogWriter()
      var recipient = recipient
      // smtpd keeps the quotes that the client gave.
      recipient.dsnOriginal = recipient.original.map { "rfc822;" + AddressText.printed($0) }
      log.append(recipient, offset: offset, note)
      expected.append(ByteString(log.bytes))
    }
    #expect(message.deferLog.count == expected.reduce(0) { $0 + $1.count })
    for entry in expected {
      #expect(message.deferLog.firstOccurrence(of: entry.bytes) != nil, "\(ByteString(message.deferLog))")
    }
  }
}

/// A real message after its first attempt.
private struct DeferredMessage {
  let deferLog: [UInt8]
  private let file: [UInt8]

  init(_ id: String, in postfix: PrivatePostfix) throws {
    let find = try Subprocess.run("find", [postfix.queueDirectory, "-name", id])
    let paths = String(decoding: find.output, as: UTF8.self).split(separator: "\n").map(String.init)
    file = try FileReading.contents(of: #require(paths.first { $0.contains("/deferred/") }))
    deferLog = try FileReading.contents(of: #require(paths.first { $0.contains("/defer/") }))
  }

  /// Each with the offset of its record.
  func recipients(_ recipients: [FileRecipient]) throws -> [(FileRecipient, Int)] {
    try recipients.map { recipient in
      var record = RecordBuffer()
      record.append(.recipient, recipient.address.bytes)
      return (recipient, try #require(file.firstOccurrence(of: record.bytes)).lowerBound)
    }
  }
}

@Suite("Queue ids")
struct QueueIDEncodingTests {
  // Both were made by 3.7.11.
  @Test("Ids are made as Postfix makes them, and so are hash directories")
  func ids() {
    let time = QueueTime(seconds: 1_795_485_933, microseconds: 501_562)
    #expect(QueueIDEncoding.long(time, inode: 16_239_301) == "4jYR3d3YTQz2NPSf")
    #expect(QueueIDEncoding.hashDirectories(microseconds: time.microseconds, depth: 2) == "7/A/")
    #expect(QueueIDEncoding.short(microseconds: 765_012, inode: 16_236_710) == "BAC54F7C0A6")
    #expect(QueueIDEncoding.short(microseconds: 7_509, inode: 0xF2034) == "01D55F2034")
  }
}
