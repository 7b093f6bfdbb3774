// What is in message files and logs.

import Bytes
import Glibc
import Maintenance
import TestSupport
import Testing

@Suite("Hazards: messages and logs", .enabled(if: BrokenQueue.canRun, "needs root and the user postfix"))
struct MessageHazardTests {
  let queue: BrokenQueue
  init() throws { queue = try BrokenQueue() }

  @Test("An empty file is what a power failure leaves")
  func empty() throws {
    try queue.rewrite(queue.file, [])
    #expect(try queue.check().counts == [.emptyFile: 1])
  }

  enum Damage: String, CaseIterable {
    case cut, noEnd, typeZero, unknownType, endlessLength, longClaim, badSize, negativeSize, misplaced, noSender, flags
    case badPointer, selfPointer

    func apply(to bytes: [UInt8]) -> [UInt8] {
      var bytes = bytes
      func record(_ type: RecordLetter) -> Int { bytes.firstIndex(of: type.byte) ?? 0 }
      // Behind the size record stands T.
      let time = 97
      switch self {
      case .cut: bytes.removeLast(20)
      case .noEnd: bytes.removeLast(2)
      case .typeZero: bytes[time] = 0
      case .unknownType: bytes[time] = UInt8(ascii: "?")
      case .endlessLength: bytes.replaceSubrange((time + 1)...(time + 6), with: [UInt8](repeating: 0xFF, count: 6))
      case .longClaim: bytes.replaceSubrange((time + 1)...(time + 4), with: [0xFF, 0xFF, 0xFF, 0x7F])
      case .badSize: bytes.replaceSubrange(2..<17, with: Array("           text".utf8))
      case .negativeSize: bytes.replaceSubrange(2..<17, with: Array("             -5".utf8))
      case .misplaced: bytes.replaceSubrange(2..<17, with: Array("              7".utf8))
      case .flags: bytes.replaceSubrange(50..<65, with: Array("           4096".utf8))
      case .noSender:
        if let sender = bytes.firstOccurrence(
          of: Array("S".utf8) + [UInt8(Self.sender.utf8.count)] + Array(Self.sender.utf8))
        {
          bytes[sender.lowerBound] = UInt8(ascii: "F")
        }
      case .badPointer: bytes.replaceSubrange(time..<(time + 17), with: Array("p\u{0F}         999999".utf8))
      case .selfPointer: bytes.replaceSubrange(time..<(time + 17), with: Array("p\u{0F}             97".utf8))
      }
      return bytes
    }

    static let sender = "someone@sender.test"
  }

  @Test("Every kind of damage is told, and hides no other message", arguments: Damage.allCases)
  func damage(_ damage: Damage) throws {
    var file = MessageFile(
      arrival: QueueTime(seconds: Int(queue.now) - 60, microseconds: 111_111), createTime: Int(queue.now) - 60,
      sender: ByteString(Damage.sender), recipients: [.cleaned("r@r.test")])
    file.headers = ["Subject: x"]
    file.body = ["a line", "another line of the body"]
    let bytes = QueueFileWriter.write(file).bytes
    let path = try queue.file
    try queue.rewrite(path, bytes)
    #expect(try queue.check().counts == [:], "whole")
    try queue.rewrite(path, damage.apply(to: bytes))
    let report = try queue.report()
    #expect(report.findings.counts == [.damagedMessage: 1], "\(damage)")
    #expect(report.messages == queue.messages.count)
  }

  @Test("What lies behind the end is no damage, however much it is")
  func behindEnd() throws {
    try queue.rewrite(queue.file, queue.content(queue.file) + Array("junk\u{0}\u{FF}".utf8))
    // Three gigabytes of nothing.
    try queue.change(queue.messages(in: .hold)[0].path) { truncate($0, 3 << 30) }
    #expect(try queue.check().counts == [:])
  }

  @Test("Messages of the future and of no time at all")
  func times() throws {
    func file(_ seconds: Int) -> [UInt8] {
      let time = QueueTime(seconds: seconds, microseconds: 0)
      return QueueFileWriter.write(
        MessageFile(arrival: time, createTime: seconds, sender: "s@s.test", recipients: [.cleaned("r@r.test")])
      ).bytes
    }
    let deferred = queue.messages(in: .deferred)
    for (message, seconds) in zip(deferred, [9_999_999_999, Int.max, -5, Int.min]) {
      try queue.rewrite(message.path, file(seconds))
    }
    let counts = try queue.check().counts
    #expect(counts[.futureArrival] == 2 && counts.keys.allSatisfy { $0 == .futureArrival || $0 == .damagedMessage })
  }

  @Test("A message whose recipients are all done only waits for its removal")
  func finished() throws {
    let recipient = FileRecipient("r@r.test", state: .done)
    let time = QueueTime(seconds: Int(queue.now) - 60, microseconds: 0)
    let file = MessageFile(arrival: time, createTime: time.seconds, sender: "s@s.test", recipients: [recipient])
    let active = queue.messages(in: .active)[0].path
    let held = queue.messages(in: .hold)[0].path
    // No failures wait to be told.
    for message in queue.messages(in: .hold) { unlink(queue.path("bounce/\(message.id)")) }
    for path in [try queue.file, held, active] {
      try queue.rewrite(path, QueueFileWriter.write(file).bytes)
    }
    // The queue manager is about to remove the one in active.
    let findings = try queue.check()
    #expect(findings.counts == [.finishedMessage: 2])
    // Nobody tries what is on hold.
    let details = Set((findings.kept[.finishedMessage] ?? []).map(\.detail))
    #expect(details == ["", "on hold there is no attempt"])
    #expect(HealthKind.finishedMessage.text.advice.contains("queue purge"))
    try queue.setAge(active, days: 1)
    #expect(try queue.check().counts == [.finishedMessage: 3])
  }

  @Test("Mail on hold that is older than its lifetime would bounce when it is released")
  func expiredOnHold() throws {
    let time = QueueTime(seconds: Int(queue.now) - 6 * 86_400, microseconds: 0)
    let file = MessageFile(
      arrival: time, createTime: time.seconds, sender: "s@s.test", recipients: [.cleaned("r@r.test")])
    try queue.rewrite(queue.messages(in: .hold)[0].path, QueueFileWriter.write(file).bytes)
    #expect(try queue.check().counts == [.expiredOnHold: 1])
  }

  @Test("What Postfix has put into corrupt is told")
  func corrupt() throws {
    let message = try queue.message
    try queue.change(message.path) { rename($0, queue.path("corrupt/\(message.id)")) }
    #expect(try queue.check().counts == [.corruptMessage: 1])
  }

  @Test("Logs without a message are moved aside; the record of a bounce weighs more")
  func orphans() throws {
    try queue.plant("bounce/BAC54F7C0A6", Array("recipient=a@b.test\n".utf8), mode: 0o600)
    try queue.plant("trace/BAC54F7C0A6", mode: 0o600)
    // While a bounce is sent its log is there, and a moment later it is not.
    #expect(try queue.check().counts == [:])
    for log in ["bounce", "trace"] { try queue.setAge("\(log)/BAC54F7C0A6", days: 1) }
    #expect(
      try queue.check().counts == [.orphanBounceLog: 1, .orphanLog: 1, .inodeMismatch: 0].filter { $0.value > 0 })
    #expect(try queue.repaired().counts == [.putAside: 2])
    #expect(try queue.lost == ["bounce-BAC54F7C0A6", "trace-BAC54F7C0A6"])
  }

  @Test("A log whose message comes back before the repair is left alone")
  func lateMessage() throws {
    try queue.plant("bounce/BAC54F7C0A6", mode: 0o600)
    try queue.setAge("bounce/BAC54F7C0A6", days: 1)
    let plan = RepairPlan(try queue.report())
    #expect(plan.count == 1)
    try queue.plant("hold/BAC54F7C0A6", queue.content(queue.file))
    let outcome = plan.carryOut(on: try queue.store())
    #expect(outcome.repaired == 0 && outcome.changed == 1 && queue.exists("bounce/BAC54F7C0A6"))
  }

  @Test("A log of root is given back; a huge one is told")
  func logs() throws {
    let message = try queue.message
    let log = "defer/" + message.path.split(separator: "/").dropFirst().joined(separator: "/")
    try queue.change(log) { chown($0, 0, 0) }
    try queue.change(log) { truncate($0, 200 << 20) }
    #expect(try queue.check().counts == [.foreignDeferLogOwner: 1, .hugeLog: 1])
    #expect(try queue.repaired().counts == [.hugeLog: 1])
  }

  @Test("A finished message whose failures wait to be told is no message that may be purged")
  func unsentNotice() throws {
    let message = try queue.message
    var content = try queue.content(message.path)
    for recipient in message.recipients { content[recipient.offset] = UInt8(ascii: "D") }
    try queue.rewrite(message.path, content)
    #expect(try queue.check().counts == [.finishedMessage: 1])
    try queue.plant("bounce/\(message.id)", Array("\n<r@b.test>: no\nrecipient=r@b.test\n".utf8), mode: 0o600)
    #expect(try queue.check().counts == [.unsentNotice: 1])
  }
}
