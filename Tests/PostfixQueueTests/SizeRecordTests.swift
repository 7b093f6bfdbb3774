// The size record of every age of Postfix, and of none.

import Bytes
import PostfixQueue
import TestSupport
import Testing

@Suite("Size records")
struct SizeRecordTests {
  /// A file with this size record; "SIZE" and "OFFSET" stand for the true numbers.
  private static func reading(_ text: String) -> WholeReading {
    func bytes(_ size: Int, _ offset: Int) -> (bytes: [UInt8], size: Int, offset: Int) {
      func padded(_ number: Int) -> String { String(decoding: RecordBuffer.number(number), as: UTF8.self) }
      var records = RecordBuffer()
      let filled = text.replacing("SIZE", with: padded(size)).replacing("OFFSET", with: padded(offset))
      records.append(.size, filled)
      records.append(.time, "1700000000 1")
      records.append(.sender, "s@a.test")
      records.append(.recipient, "r@a.test")
      records.append(.message)
      let start = records.count
      records.append(.line, "Subject: x")
      let end = records.count
      records.append(.extracted)
      records.append(.recipient, "extracted@a.test")
      records.append(.end)
      return (records.bytes, end - start, start)
    }
    let first = bytes(0, 0)
    return WholeReading(bytes(first.size, first.offset).bytes)
  }

  @Test(
    "One, three to six numbers are the sizes of all ages",
    arguments: ["SIZE", "SIZE OFFSET 2", "SIZE OFFSET 2 28", "SIZE OFFSET 2 28 SIZE", "SIZE OFFSET 2 31 SIZE 63"])
  func ages(text: String) {
    let reading = Self.reading(text)
    #expect(reading.damage == [] && reading.texts(.toDo) == ["r@a.test", "extracted@a.test"])
    #expect(reading.envelope.size?.dataSize == 12)
  }

  @Test(
    "A size record that makes no sense is damage, and the file is read without it",
    arguments: ["-5 OFFSET 1", "0 OFFSET 1", "", "text", "99999999999999999999 OFFSET 1", "SIZE 0 1", "SIZE -3 1"])
  func senseless(text: String) {
    let reading = Self.reading(text)
    #expect(reading.damage == [.badSize])
    #expect(reading.texts(.toDo) == ["r@a.test", "extracted@a.test"] && reading.content == Array("Subject: x\n".utf8))
  }

  @Test(
    "A size that leads elsewhere is damage, and the content is searched for its end",
    arguments: ["1 OFFSET 1", "9223372036854775807 OFFSET 1", "1000000 OFFSET 1", "SIZE 5 1"])
  func misleading(text: String) {
    let reading = Self.reading(text)
    #expect(reading.damage == [.misplacedContent])
    #expect(reading.texts(.toDo) == ["r@a.test", "extracted@a.test"] && reading.content == Array("Subject: x\n".utf8))
  }

  @Test("Flags that the queue manager does not know are damage; options of sending are not")
  func flags() {
    #expect(Self.reading("SIZE OFFSET 2 32 SIZE 0").damage == [.unknownFlags])
    #expect(Self.reading("SIZE OFFSET 2 -1 SIZE 0").damage == [.badSize, .unknownFlags])
    #expect(Self.reading("SIZE OFFSET 2 0 SIZE 4096").damage == [])
  }

  @Test("mailq takes the size from a record of digits and blanks only, up to a zero byte")
  func listedSize() {
    #expect(Self.reading("SIZE OFFSET 2 1 SIZE").envelope.listedSize == 12)
    #expect(Self.reading("SIZE OFFSET 2 1\u{0}x SIZE").envelope.listedSize == 12)
    #expect(Self.reading(" ").envelope.listedSize == 0)
    let odd = Self.reading("SIZE OFFSET 2 1 SIZEx")
    #expect(odd.envelope.listedSize == nil && odd.damage == [.badSize] && odd.envelope.size?.dataSize == 12)
  }
}
