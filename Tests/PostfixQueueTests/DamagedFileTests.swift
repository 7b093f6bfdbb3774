// Files that were cut or changed anywhere: always an answer, never a crash, and never a look beyond the file.

import Bytes
import PostfixQueue
import SystemAccess
import TestSupport
import Testing

@Suite("Damaged files")
struct DamagedFileTests {
  @Test("A file that is cut at any byte is damaged, and what is left of it is right", arguments: [0, 1])
  func cuts(index: Int) {
    let file = SampleFile.all[index].file
    let bytes = QueueFileWriter.write(file).bytes
    let whole = WholeReading(bytes)
    let addresses = Set(file.allRecipients.map(\.address))
    for count in 0..<bytes.count {
      let reading = WholeReading(Array(bytes[..<count]))
      #expect(!reading.damage.isEmpty, "cut at \(count)")
      for recipient in reading.envelope.recipients {
        #expect(addresses.contains(reading.window.text(recipient.address)))
      }
      #expect(reading.envelope.arrival == nil || reading.envelope.arrival == whole.envelope.arrival)
    }
  }

  @Test("Any byte may have any value", arguments: [UInt64(1), 2, 3, 4])
  func flips(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let samples = SampleFile.all.map { QueueFileWriter.write($0.file).bytes }
    let rounds = Host.environment("POSTKEEP_FUZZ_ROUNDS").flatMap { Int($0) } ?? 1500
    for _ in 0..<rounds {
      var bytes = random.pick(samples)
      for _ in 0...random.below(4) { bytes[random.below(bytes.count)] = UInt8(truncatingIfNeeded: random.next()) }
      if random.chance(20) { bytes.removeLast(random.below(bytes.count)) }
      let reading = WholeReading(bytes)
      // Whatever is read lies in memory.
      let ranges = reading.envelope.recipients.map(\.address) + reading.envelope.attributes
      #expect(ranges.allSatisfy { $0.upperBound <= reading.window.bytes.count })
      _ = reading.envelope.createTime(in: reading.window)
    }
  }

  @Test("Random bytes are no message, and that is said", arguments: [UInt64(1), 2])
  func noise(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    for _ in 0..<500 {
      let bytes = (0..<random.below(400)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
      #expect(!WholeReading(bytes).damage.isEmpty)
      var window = QueueFileWindow(bytes)
      let next = window.nextRecord(after: 0)
      #expect(next.map { $0 > 0 && $0 < bytes.count } ?? true)
    }
  }

  @Test("A file that shrinks while it is read ends there")
  func shrinking() {
    let bytes = QueueFileWriter.write(SampleFile.plain).bytes
    var window = QueueFileWindow(step: 16)
    window.open(size: bytes.count) { buffer, offset in
      // Half of it is gone.
      let part = bytes[..<(bytes.count / 2)].dropFirst(offset).prefix(buffer.count)
      buffer.copyBytes(from: part)
      return part.count
    }
    var envelope = Envelope()
    envelope.read(&window)
    #expect(!envelope.isComplete && envelope.damage.contains(.incomplete))
  }
}
