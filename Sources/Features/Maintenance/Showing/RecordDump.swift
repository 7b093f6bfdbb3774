// The records of a queue file as they lie in it: no pointer is followed, and damage is said and passed over.
//
//      97 T   17 arrival                1795485933 501397
//     320 p   15 pointer                to 892

import Bytes
import MailAddresses
import PostfixQueue

struct RecordDump {
  /// Of longer records only the beginning is shown.
  private static let shown = 4096

  private(set) var damage: [QueueFileDamage] = []
  private var inContent = false
  private var text: [UInt8] = []
  /// Up to here the records are shown that lie there, whether Postfix reads them or not.
  private var shownUntil = 0

  /// Writes piece by piece.
  mutating func write(_ window: inout QueueFileWindow, to output: ([UInt8]) -> Bool) {
    if window.size == 0 { damage = [.empty] }
    var offset = 0
    let live = LiveRanges(&window)
    while offset < window.size {
      if window.used > 1 << 20 { window.forget() }
      // Where reading ends at damage, nobody knows what would be read behind it.
      if live.isComplete, offset >= shownUntil {
        let end = live.next(from: offset) ?? window.size
        if end > offset {
          offset = pass(from: offset, to: end, &window)
          continue
        }
      }
      do throws(QueueFileDamage) {
        offset = try line(at: offset, &window)
      } catch {
        damage.append(error)
        let next = window.nextRecord(after: offset)
        say(next.map { "\(error.text); going on at \($0)" } ?? "\(error.text); nothing behind it can be read")
        offset = next ?? window.size
      }
      if text.count >= 1 << 16 {
        guard output(text) else { return }
        text.removeAll(keepingCapacity: true)
      }
    }
    _ = output(text)
  }

  /// Returns where the next record begins.
  private mutating func line(at offset: Int, _ window: inout QueueFileWindow) throws(QueueFileDamage) -> Int {
    let head = try window.recordHead(at: offset)
    guard head.type.isKnown else { throw .unknownRecord(type: head.type.rawValue, offset: offset) }
    guard head.size <= window.size - offset,
      let content = window.text(at: offset + head.headerSize, min(head.length, Self.shown))
    else { throw .cutRecord(offset: offset) }
    if head.type == .message { inContent = true }
    if head.type == .extracted { inContent = false }
    let name = head.type.name(inContent: inContent)
    // What lies behind the end are headers and recipients that Milters have added.
    if head.type == .end { inContent = true }
    let letter = String(decoding: [head.type.rawValue], as: UTF8.self)
    text += Array("\(Self.right(offset, 8)) \(letter) \(Self.right(head.length, 5)) \(Self.left(name, 21)) ".utf8)
    if head.type == .pointer {
      text += Array(Self.target(content, window.size).utf8)
    } else {
      text += PrintableAddress.text(content.bytes)
      if head.length > Self.shown { text += Array(" (the beginning)".utf8) }
    }
    while text.last == 0x20 { text.removeLast() }
    text.append(0x0A)
    return offset + head.size
  }

  /// Postfix reads nothing from one place to another: whole records may lie there, or what is left of longer ones.
  private mutating func pass(from offset: Int, to end: Int, _ window: inout QueueFileWindow) -> Int {
    if window.hasRecords(from: offset, to: end) {
      shownUntil = end
      return offset
    }
    text += Array(
      "\(Self.right(offset, 8)) . \(Self.right(end - offset, 5)) left of what a pointer has replaced\n".utf8)
    return end
  }

  private mutating func say(_ message: String) { text += Array("         ! \(message)\n".utf8) }

  private static func target(_ content: ByteString, _ size: Int) -> String {
    guard let target = Int(content.description.drop { $0 == " " }) else { return "no number, leads nowhere" }
    if target == 0 { return "nowhere yet: reading goes on here" }
    return (1..<max(1, size)).contains(target) ? "to \(target)" : "to \(target), which leads nowhere"
  }

  private static func right(_ number: Int, _ width: Int) -> String {
    let text = String(number)
    return String(repeating: " ", count: max(0, width - text.utf8.count)) + text
  }

  private static func left(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.utf8.count))
  }
}
