// One message, shown.

import Bytes
import Glibc
import JSONText
import Maintenance
import SystemAccess
import TestSupport
import Testing

@Suite("Showing a message", .enabled(if: BrokenQueue.canRun, "needs root and the user postfix"))
struct MessageShowingTests {
  let queue: BrokenQueue
  init() throws { queue = try BrokenQueue(count: 60) }

  private func show(
    _ id: String, _ view: MessageShowing.View, inode: UInt64? = nil
  ) throws -> (bytes: [UInt8], problems: [String]) {
    var bytes: [UInt8] = []
    let showing = MessageShowing(try queue.store(), id: ByteString(id), inode: inode)
    let problems = try showing.write(view, now: queue.now) {
      bytes += $0
      return true
    }
    return (bytes, problems)
  }

  @Test("The content of every message is what will be delivered, in parts and as a whole")
  func content() throws {
    for message in queue.messages {
      let whole = try show(message.id, .eml)
      #expect(whole.problems == [] && ByteString(whole.bytes) == ByteString(message.content), "\(message.path)")
      let parts = try show(message.id, .headers).bytes + show(message.id, .body).bytes
      #expect(parts == message.content)
    }
  }

  @Test("The JSON tells every recipient with its state and what was said of it")
  func json() throws {
    for message in queue.messages {
      let json = try JSONReader().read(show(message.id, .json).bytes)
      let file = try #require(json["files"]?.elements?.first)
      #expect(json["schema"]?.text == "postkeep.queue.shown/1" && file["queue_name"]?.text == message.queue.rawValue)
      let recipients = file["recipients"]?.elements ?? []
      #expect(recipients.count == message.recipients.count)
      for (recipient, truth) in zip(recipients, message.recipients) {
        #expect(recipient["address"]?.text == AddressText.printed(truth.address).description)
        let state = truth.state == .toDo ? "to_do" : truth.state == .done ? "done" : "cancelled"
        #expect(recipient["state"]?.text == state)
        let reason = recipient["log"]?.elements?.first?["reason"]?.text
        if let expected = truth.reason { #expect(reason == AddressText.printable(expected).description) }
      }
    }
  }

  @Test("A message in a directory where Postfix looks for none of its name is shown all the same")
  func foreignDirectory() throws {
    let message = try #require(queue.messages(in: .deferred).first)
    let foreign = "\(queue.path("deferred"))/0/0/0/0"
    _ = try Subprocess.run("mkdir", ["-p", foreign])
    #expect(rename(queue.path(message.path), "\(foreign)/\(message.id)") == 0)
    #expect(try ByteString(show(message.id, .eml).bytes) == ByteString(message.content))
  }

  @Test("The text has nothing that a terminal would obey")
  func text() throws {
    for message in queue.messages {
      let bytes = try show(message.id, .text).bytes
      #expect(bytes.allSatisfy { $0 == 0x0A || $0 >= 0x20 && $0 != 0x7F })
      #expect(String(decoding: bytes, as: UTF8.self).contains("\(message.path), inode \(message.inode)"))
    }
  }

  @Test(
    "A terminal gets nothing that it would obey, and a pipe every byte",
    arguments: [MessageShowing.View.headers, .body, .eml, .records, .text, .json])
  func terminal(_ view: MessageShowing.View) throws {
    let message = try queue.message
    var file = MessageFile(
      arrival: QueueTime(seconds: 1_700_000_000, microseconds: 0), createTime: 1_700_000_000, sender: "a\u{9B}@b.test",
      recipients: [FileRecipient("r\u{202E}@b.test")])
    file.headers = ["Subject: \u{1B}[31m\u{9B}31m\u{202E}", "\tfolded"]
    file.body = ["\u{1B}]0;title\u{7}\u{9B}2J", ByteString([0x9B, 0x32, 0x4A, 0xC2]), "ü"]
    try queue.rewrite(message.path, QueueFileWriter.write(file).bytes)
    let showing = MessageShowing(try queue.store(), id: ByteString(message.id), inode: nil)
    var shown: [UInt8] = []
    _ = try showing.write(view, now: queue.now, isForTerminal: true) {
      shown += $0
      return true
    }
    let text = String(decoding: shown, as: UTF8.self)
    #expect(ByteString(Array(text.utf8)) == ByteString(shown))
    #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || PrintableText.isHarmless($0) }, "\(text)")
    if case .eml = view { #expect(try show(message.id, .eml).bytes == file.content) }
  }

  @Test("Records are listed without damage, Milter edits or not")
  func records() throws {
    for message in queue.messages {
      let dump = try show(message.id, .records)
      #expect(dump.problems == [], "\(message.traits)")
      let text = String(decoding: dump.bytes, as: UTF8.self)
      for recipient in message.recipients { #expect(text.contains("\n\(padded(recipient.offset)) ")) }
    }
  }

  private func padded(_ number: Int) -> String {
    String(repeating: " ", count: max(0, 8 - String(number).count)) + String(number)
  }

  @Test("Records go on behind damage")
  func damagedRecords() throws {
    let message = try queue.message
    var bytes = try queue.content(message.path)
    bytes[97] = 0
    bytes[98] = 0xFF
    try queue.rewrite(message.path, bytes)
    let dump = try show(message.id, .records)
    let text = String(decoding: dump.bytes, as: UTF8.self)
    #expect(dump.problems.count == 1 && text.contains("going on at") && text.contains("attribute"))
    #expect(text.hasSuffix("end\n"))
  }

  @Test("Of a file that was cut in its content, the beginning is shown and the damage told")
  func cutContent() throws {
    let message = try #require(
      queue.messages(in: .hold).first { !$0.traits.contains(.milterEdits) && $0.content.count > 600 })
    try queue.rewrite(message.path, Array(queue.content(message.path).dropLast(300)))
    let eml = try show(message.id, .eml)
    #expect(eml.problems.count == 1 && eml.bytes.count > 100 && message.content.starts(with: eml.bytes))
    #expect(String(decoding: try show(message.id, .text).bytes, as: UTF8.self).contains("  damage "))
  }

  @Test("Files with the same id are all shown; for the content one has to be named")
  func duplicates() throws {
    let message = try queue.message
    try queue.plant("hold/\(message.id)", queue.content(message.path))
    let json = try JSONReader().read(show(message.id, .json).bytes)
    #expect(json["files"]?.elements?.map { $0["queue_name"]?.text } == ["deferred", "hold"])
    #expect(throws: MaintenanceFailure.self) { try show(message.id, .eml) }
    #expect(try show(message.id, .eml, inode: message.inode).bytes == message.content)
  }

  @Test("A message in corrupt is found, and so is one at another hash level")
  func elsewhere() throws {
    let message = try queue.message
    try queue.change(message.path) { rename($0, queue.path("corrupt/\(message.id)")) }
    #expect(try show(message.id, .eml).bytes == message.content)
    try queue.change("corrupt/\(message.id)") { rename($0, queue.path("deferred/\(message.id)")) }
    #expect(try show(message.id, .eml).bytes == message.content)
  }

  @Test("A message that is not there is said not to be there")
  func missing() throws {
    do {
      _ = try show("BAC54F7C0A6", .text)
      Issue.record("found")
    } catch let failure as MaintenanceFailure {
      #expect(failure.kind == .unreadable)
    }
  }
}
