// Damage is an error, or it did no harm. It is never a crash, and never other content.

import Bytes
import SnapshotArchive
import SystemAccess
import TestSupport
import Testing

@Suite("Damaged archives")
struct DamageTests {
  /// Small files of which many bits matter.
  static let files = [
    StoredFile("queue/deferred/A1", size: 700), StoredFile("queue/hold/B2", size: 0),
    StoredFile("queue/hold/\u{E9}", size: 1500, nanoseconds: 5), StoredFile("log/defer/A1", size: 3000),
  ]

  private static func plainTar(_ place: Place) throws -> [UInt8] {
    try place.write(files, to: "a.tar.zst")
    return try Subprocess.run("zstd", ["-dc", "\(place.path)/a.tar.zst"]).output
  }

  @Test("Cut off anywhere, an archive is an error")
  func truncation() throws {
    let place = try Place()
    try place.write(Self.files, to: "whole")
    let whole = try place.bytes("whole")
    for length in 0..<whole.count {
      let error = #expect(throws: ArchiveError.self, "\(length)") { try place.read(Array(whole[..<length])) }
      #expect(error?.cause == .damaged)
    }
    #expect(try place.read(whole) == Self.files)
  }

  @Test("Cut off between files, a plain tar archive is an error too")
  func plainTruncation() throws {
    let place = try Place()
    let whole = try Self.plainTar(place)
    #expect(try place.read(whole) == Self.files)
    let content = whole.count - whole.reversed().prefix { $0 == 0 }.count
    for length in stride(from: 0, to: content, by: 64) {
      #expect(throws: ArchiveError.self, "\(length)") { try place.read(Array(whole[..<length])) }
    }
  }

  @Test("A flipped bit is an error, or it did no harm", arguments: 0..<10)
  func flippedBits(seed: Int) throws {
    let place = try Place()
    try place.write(Self.files, to: "whole")
    let whole = try place.bytes("whole")
    var random = SeededRandom(seed: UInt64(seed))
    for _ in 0..<100 {
      var damaged = whole
      damaged[random.below(whole.count)] ^= 1 << UInt8(random.below(8))
      if let files = try? place.read(damaged) { #expect(files == Self.files) }
    }
  }

  @Test("Flipped bits in plain tar, which has no checksum of the content, never crash the reader", arguments: 0..<10)
  func flippedPlainBits(seed: Int) throws {
    let place = try Place()
    let whole = try Self.plainTar(place)
    var random = SeededRandom(seed: UInt64(seed))
    for _ in 0..<300 {
      var damaged = whole
      for _ in 0..<random.below(4) + 1 { damaged[random.below(whole.count)] ^= 1 << UInt8(random.below(8)) }
      _ = try? place.read(damaged)
    }
  }

  @Test("Something behind the end is an error")
  func trailing() throws {
    let place = try Place()
    let plain = try Self.plainTar(place)
    let whole = try place.bytes("a.tar.zst")
    #expect(throws: ArchiveError.self) { try place.read(whole + [1, 2, 3]) }
    #expect(throws: ArchiveError.self) { try place.read(whole + whole) }
    #expect(throws: ArchiveError.self) { try place.read(plain + HandmadeMember(name: "late").bytes) }
    #expect(try place.read(plain + [UInt8](repeating: 0, count: 10240)) == Self.files)
    #expect(throws: ArchiveError.self) { try place.read(plain + [UInt8](repeating: 0, count: 3 << 20)) }
  }

  @Test("No bytes, random bytes and text are no archives")
  func nonsense() throws {
    let place = try Place()
    #expect(throws: ArchiveError.self) { try place.read([]) }
    #expect(throws: ArchiveError.self) { try place.read(Array("just a text".utf8)) }
    for size in [1, 4, 511, 512, 513, 100_000] {
      let noise = StoredFile("x", size: size).content
      #expect(throws: ArchiveError.self) { try place.read(noise) }
      #expect(throws: ArchiveError.self) { try place.read([0x28, 0xB5, 0x2F, 0xFD] + noise) }
    }
  }
}
