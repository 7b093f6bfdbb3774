// What the texts of a message and of its defer log look like in a list: as the real postqueue prints them.

import Bytes
import Maintenance
import SystemAccess
import TestSupport
import Testing

@Suite("Live: texts in a list", .enabled(if: PrivatePostfix.canRun, "needs root and Postfix"))
struct ListedTextTests {
  private static func log(_ recipient: ByteString, offset: Int, reason: ByteString = "timed out") -> [UInt8] {
    let lines: [ByteString] = [
      "", "<" + recipient + ">: " + reason, "recipient=" + recipient, ByteString("offset=\(offset)"), "status=4.4.1",
      "action=delayed", "reason=" + reason, "",
    ]
    return lines.flatMap { $0.bytes + [0x0A] }
  }

  @Test(
    "Without SMTPUTF8, bytes above 127 are question marks, and a recipient is listed once",
    arguments: [
      (["smtputf8_enable = no"], "??@x.example", ["??ser@d.example", "gr??n"]),
      (["compatibility_level = 0"], "??@x.example", ["??ser@d.example", "gr??n"]),
      ([], "é@x.example", ["üser@d.example", "grün"]),
    ])
  func withoutUTF8(_ settings: [String], _ sender: String, _ recipient: [String]) throws {
    let queue = try HandmadeQueue(settings)
    let file = HandmadeQueue.file(from: "é@x.example", to: ["üser@d.example", "plain@d.example"])
    // As bounce(8) has written it, with the same setting.
    try queue.put(file.bytes, log: Self.log(ByteString(recipient[0]), offset: file.offsets[0], reason: "grün"))
    #expect(try queue.expectPostfixLists("\(settings)") == [recipient, ["plain@d.example"]])
    #expect(String(decoding: try queue.list(.text), as: UTF8.self).contains(" \(sender)\n"))
    // Selections know the address itself.
    #expect(try queue.isSelected("sender == \"é@x.example\" and any(recipients: it.address == \"üser@d.example\")"))
    var shown: [UInt8] = []
    let showing = MessageShowing(try queue.store, id: ByteString(HandmadeQueue.id), inode: nil)
    _ = try showing.write(.text, now: 1_700_000_900) {
      shown += $0
      return true
    }
    #expect(!String(decoding: shown, as: UTF8.self).contains("does not have"))
  }

  @Test("A message whose sender is not ASCII is purged, with and without SMTPUTF8", arguments: ["yes", "no"])
  func purge(_ value: String) throws {
    let queue = try HandmadeQueue(["smtputf8_enable = \(value)"])
    try queue.put(HandmadeQueue.file(from: "é@x.example", to: ["plain@d.example"]).bytes)
    let world = PurgeWorld(
      postfix: queue.postfix, store: try queue.store,
      state: try StateDirectory("\(queue.postfix.directory.path)/state"), messages: [])
    _ = try world.purge("yes")
    #expect(try queue.postfix.queueIDs(in: "deferred") == [])
  }

  @Test("A recipient that the log has in bytes that cannot be printed is listed once", arguments: [1, 20])
  func unprintable(_ count: Int) throws {
    let queue = try HandmadeQueue()
    let recipients = (0..<count).map { ByteString([0xFF, 0x41 + UInt8($0)] + Array("@bad.example".utf8)) }
    let file = HandmadeQueue.file(to: recipients)
    let log = zip(recipients, file.offsets).flatMap { Self.log($0, offset: $1) }
    try queue.put(file.bytes, log: log)
    #expect(try queue.expectPostfixLists("\(count)").count == count)
    // And where the setting was another one when the log was written.
    let other = try HandmadeQueue(["smtputf8_enable = no"])
    let later = HandmadeQueue.file(to: ["ü@d.example"])
    try other.put(later.bytes, log: Self.log("ü@d.example", offset: later.offsets[0]))
    #expect(try other.expectPostfixLists("changed") == [["??@d.example", "timed out"]])
  }

  static let logs: [ByteString] = [
    "", "\n", "\nrecipient=\nreason=r\n\n", "\nrecipient=<>\nreason=r\n\n", "\n<>: r\n\n",
    "\n recipient=x@y.example\nreason=r\n\n", "\nrecipient=x@y.example\t\nreason=r \n\n",
    "\nrecipient=x@y.example\nreason=w\0hy\n\n",
    "\nrecipient=x@y.example\nreason=w\n\0abc\nrecipient=q@q\nreason=z\n\n",
    "\nrecipient=a@b\nreason=w\n\nrecipient=q@q\n", "\nrecipient=x@y.example\nreason=w",
    "\r\nrecipient=x@y.example\r\nreason=r\r\n\r\n", "\n<x@y.example>:    sp  \n\n",
    "\n<x@y.example>: sp\nrecipient=\n\n", "\nreason=r\n\n", "\nrecipient=x@y.example\nstatus=4.7.1\n\n",
    "\nrecipient=x@y.example\nreason=a\nreason=\n\n", "\nrecipient\t=x@y\nreason = q\n\n", "\n<>:  \n\n",
    "\nrecipient=  \nreason=  \n\n", "\n<x@y.example>:\t r\n\n", "\nx y z\n\n", "\n<a>: b@y.example>: r\n\n",
    "\n<x@y.example> no colon\n\n", "\nstatus=4.1.1\n\n",
    "\nrecipient=x@y.example\nreason=r\n \nrecipient=z@y.example\n\n",
    "\nrecipient=x@y.example\nreason=r\n continued\n\n", "\n4recipient=x\nreason=r\n\n",
    "\nrec\u{1}ipient=x\nreason=r\n\n", "\n=x\nrecipient=x@y.example\nreason=r\n\n", "\n<x@y.example>\n\n", "\n<\n\n",
    "\nr\n\n", "\nrecipient=x\u{b}\nreason=r\u{c}\n\n", "\nreasonable=x\nrecipients=z\n\n",
    "\n<x@y.example>: grün\n\n",
  ]

  @Test("A log in every form is read as postqueue reads it")
  func oddLogs() throws {
    let queue = try HandmadeQueue()
    let file = HandmadeQueue.file(to: ["x@y.example", "z@y.example"])
    for log in Self.logs {
      try queue.put(file.bytes, log: log.bytes)
      try queue.expectPostfixLists("\(String(reflecting: log))")
    }
  }

  @Test("A log of random lines is read as postqueue reads it")
  func randomLogs() throws {
    let queue = try HandmadeQueue()
    let file = HandmadeQueue.file(to: ["x@y.example", "z@y.example"])
    var random = SeededRandom(seed: 6)
    let pieces: [ByteString] = [
      "recipient", "reason", "status", "original_recipient", "=", "=", " = ", "<", ">: ", ">", ":", " ", "\t", "\r",
      "\0", "\n", "\n", "\n", "\n\n", "x@y.example", "z@y.example", "why", "ü", ByteString([0xFF]), ByteString([0xC3]),
    ]
    for _ in 0..<100 {
      let log = (0..<random.below(30)).flatMap { _ in random.pick(pieces).bytes }
      try queue.put(file.bytes, log: log)
      try queue.expectPostfixLists("\(log)")
    }
  }

  @Test("A paragraph with a code and no reason is an attempt")
  func codeAlone() throws {
    let queue = try HandmadeQueue()
    let file = HandmadeQueue.file(to: ["x@y.example"])
    try queue.put(file.bytes, log: Array("\nrecipient=x@y.example\nstatus=4.7.1\n\n".utf8))
    let isAttempt = "dsn == \"4.7.1\" and reason is not set and any(recipients: it.status == deferred)"
    #expect(try queue.isSelected(isAttempt))
  }

  @Test("A time of arrival of 0 or below is none", arguments: ["0 0", "-1 0", "-100000", "abc", "5 0"])
  func arrival(_ time: String) throws {
    let queue = try HandmadeQueue()
    var records = RecordBuffer()
    records.append(.time, time)
    records.append(attribute: "create_time", Array("1700000000".utf8))
    records.append(.sender, "a@b.example")
    records.append(.recipient, "x@y.example")
    records.append(.message)
    records.append(.line, "Subject: s")
    records.append(.extracted)
    records.append(.end)
    let modified = Int(LocalTime.now) - 7000
    try queue.put(records.bytes, modified: modified)
    try queue.expectPostfixLists("\(time)")
    #expect(try queue.isSelected("age < 2h") == (time != "5 0"))
    // A purge knows it again.
    let world = PurgeWorld(
      postfix: queue.postfix, store: try queue.store,
      state: try StateDirectory("\(queue.postfix.directory.path)/state"), messages: [])
    _ = try world.purge("age > 1h")
    #expect(try queue.postfix.queueIDs(in: "deferred") == [])
  }

  @Test("A list has quotes where addresses need them, and a selection has none")
  func quotes() throws {
    let queue = try HandmadeQueue()
    try queue.put(HandmadeQueue.file(from: "a@b@c.example", to: ["two words@c.example"]).bytes)
    #expect(try queue.expectPostfixLists("quotes") == [["\"two words\"@c.example"]])
    #expect(String(decoding: try queue.list(.text), as: UTF8.self).contains(" \"a@b\"@c.example\n"))
    #expect(try queue.isSelected("sender == \"a@b@c.example\" and sender.domain == \"c.example\""))
    #expect(try queue.isSelected("recipient == \"two words@c.example\""))
  }

  @Test("A NUL ends an address, and 255 begins no character")
  func oddBytes() throws {
    let queue = try HandmadeQueue()
    let odd = ByteString([0xFF, 0x80, 0x61, 0xFE, 0x80, 0x62, 0xC1, 0x80, 0x40, 0x79])
    let file = HandmadeQueue.file(from: ByteString([0x73, 0, 0x40, 0x79]), to: [ByteString([0x61, 0, 0x62]), odd])
    try queue.put(file.bytes)
    #expect(try queue.expectPostfixLists("odd bytes").first == ["a"])
  }
}
