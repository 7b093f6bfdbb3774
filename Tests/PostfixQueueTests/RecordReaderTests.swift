// Records: lengths, pointers, and where a reader has to stop.

import Bytes
import PostfixQueue
import TestSupport
import Testing

@Suite("Records")
struct RecordReaderTests {
  private static func read(
    _ bytes: [UInt8], following isFollowing: Bool = true
  ) -> (texts: [ByteString], damage: QueueFileDamage?) {
    var window = QueueFileWindow(bytes)
    var reader = RecordReader(followingPointers: isFollowing)
    var texts: [ByteString] = []
    while let record = reader.next(in: &window) { texts.append(window.text(record.data)) }
    return (texts, reader.damage)
  }

  @Test("Lengths of one to three bytes are read", arguments: [0, 1, 127, 128, 16_383, 16_384, 300_000])
  func lengths(count: Int) {
    var records = RecordBuffer()
    records.append(.line, [UInt8](repeating: 0x61, count: count))
    let result = Self.read(records.bytes)
    #expect(result.texts.map(\.count) == [count] && result.damage == nil)
  }

  @Test("A length may be written longer than it needs to be")
  func paddedLength() {
    #expect(Self.read([0x4E, 0x80, 0x00, 0x4E, 0x81, 0x80, 0x00, 0x61]).texts == ["", "a"])
  }

  @Test("A length of five bytes has no end")
  func endlessLength() {
    for bytes: [UInt8] in [[0x4E, 0xFF, 0xFF, 0xFF, 0xFF, 0x01], [0x4E] + [UInt8](repeating: 0xFF, count: 100)] {
      #expect(Self.read(bytes).damage == .endlessLength(offset: 0))
    }
  }

  @Test("A small file that claims a record of 268 MB is only cut; nothing is made room for")
  func hugeClaim() {
    #expect(Self.read([0x4E, 0xFF, 0xFF, 0xFF, 0x7F, 0x61]).damage == .cutRecord(offset: 0))
  }

  @Test("A file that ends inside a length or a record is cut")
  func cut() {
    for bytes: [UInt8] in [[0x4E], [0x4E, 0x80], [0x4E, 0x02, 0x61]] {
      #expect(Self.read(bytes).damage == .cutRecord(offset: 0))
    }
  }

  @Test("Type 0 is no type")
  func typeZero() {
    #expect(Self.read([0x00, 0x01, 0x61]).damage == .unknownRecord(type: 0, offset: 0))
  }

  private static func pointer(_ target: String) -> [UInt8] {
    var records = RecordBuffer()
    records.append(.pointer, target)
    records.append(.line, "next")
    return records.bytes
  }

  @Test("A pointer to 0 leads nowhere yet: reading goes on")
  func dummy() { #expect(Self.read(Self.pointer("              0")).texts == ["next"]) }

  @Test(
    "A pointer out of the file, or one that is no number, is damage",
    arguments: ["1000", "             -1", "", "x", "99999999999999999999", "9223372036854775807"])
  func badPointer(target: String) {
    let result = Self.read(Self.pointer(target))
    #expect(result.texts == [] && result.damage == .badPointer(offset: 0))
  }

  @Test("A pointer to itself, and a circle over many records, are noticed at once")
  func loops() {
    var alone = RecordBuffer()
    alone.append(.line, "x")
    let start = alone.count
    alone.append(pointerTo: start)
    #expect(Self.read(alone.bytes).damage == .pointerLoop(offset: start))

    var circle = RecordBuffer()
    circle.append(.sender, "s@a.test")
    let first = circle.count
    for number in 0..<1000 { circle.append(.recipient, "r\(number)@a.test") }
    circle.append(pointerTo: first)
    let reading = WholeReading(circle.bytes)
    #expect(reading.damage.contains { if case .pointerLoop = $0 { true } else { false } })
    #expect(reading.envelope.recipients.count <= 2000)
  }

  @Test("More than 10,000 steps backwards are too many, as for Postfix", arguments: [9_999, 10_001])
  func manyJumps(count: Int) {
    // Record 1 leads to the last pointer, each pointer to the one before.
    var records = RecordBuffer()
    records.append(.line, "first")
    records.append(pointerTo: 0)
    let size = RecordBuffer.pointerSize
    let base = records.count
    records.overwrite(at: base - size, pointerTo: base + size * count)
    for number in 0...count {
      records.append(pointerTo: number == 0 ? base + size * (count + 1) : base + size * (number - 1))
    }
    records.append(.line, "last")
    let result = Self.read(records.bytes)
    if count <= 10_000 {
      #expect(result.texts == ["first", "last"] && result.damage == nil)
    } else {
      #expect(result.texts == ["first"])
      #expect({ if case .pointerLoop = result.damage { true } else { false } }())
    }
  }

  @Test("Without following, pointers and padding are records")
  func raw() {
    var file = SampleFile.plain
    file.hasMilterRoom = true
    let bytes = QueueFileWriter.write(file).bytes
    let result = Self.read(bytes, following: false)
    #expect(result.damage == nil && result.texts.count > Self.read(bytes).texts.count)
  }

  @Test("What Postfix reads begins again where a pointer leads, behind what it has replaced")
  func live() throws {
    let bytes = QueueFileWriter.write(SampleFile.edited).bytes
    var window = QueueFileWindow(bytes)
    let live = LiveRanges(&window)
    // Three edits lead to the heap and back or on, two headers and two recipients are appended.
    #expect(live.isComplete && live.ranges.count >= 8)
    #expect(live.ranges.allSatisfy { window.hasRecords(from: $0.lowerBound, to: $0.upperBound) })
    let deleted = try #require(bytes.firstOccurrence(of: Array("Subject: another".utf8))).lowerBound - 2
    #expect(live.ranges.contains { $0.lowerBound == deleted } && live.next(from: deleted) == deleted)
  }

  @Test("A pointer to 0 replaces nothing, and reading goes on behind it")
  func pointerToNowhere() {
    var records = RecordBuffer()
    records.append(.sender, "s@a.test")
    records.append(.pointer, "0")
    records.append(.recipient, "r@a.test")
    records.append(.end, "")
    var window = QueueFileWindow(records.bytes)
    let live = LiveRanges(&window)
    #expect(live.isComplete && live.ranges == [0..<records.count])
  }

  @Test("Behind damage, reading goes on at the next record")
  func search() {
    var records = RecordBuffer()
    records.append(.sender, "s@a.test")
    let damaged = records.count
    records.append(records: [0x00, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF])
    let good = records.count
    for text in ["one", "two", "three"] { records.append(.line, text) }
    var window = QueueFileWindow(records.bytes)
    #expect(window.nextRecord(after: damaged) == good)
    #expect(window.nextRecord(after: records.count - 1) == nil && window.nextRecord(after: records.count) == nil)
  }
}
