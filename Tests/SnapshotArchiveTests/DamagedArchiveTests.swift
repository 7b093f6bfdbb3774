// Damage is found: a cut or a flipped bit gives an error, or changes nothing.

import Bytes
import SnapshotArchive
import SystemAccess
import TestSupport
import Testing

@Suite("Damage is found")
struct DamagedArchiveTests {
  /// Text that compresses somewhat, so that there are matches, literals and tables to be hit, and some noise.
  private static let files: [StoredFile] = (0..<40).map { index in
    var file = StoredFile(ByteString("queue/deferred/4jYR\(index)"), size: 100 + 37 * index)
    let text = Array("Received: from host\(index).example.com (host [192.0.2.\(index)])\n".utf8)
    file.content = (0..<index % 7).flatMap { _ in text } + file.content
    file.entry.size = file.content.count
    return file
  }

  private static func archive() throws -> [UInt8] {
    let place = try Place()
    try place.write(files, to: "a")
    return try place.bytes("a")
  }

  private static func plainArchive() throws -> [UInt8] {
    let place = try Place()
    try place.write(files, to: "a.zst")
    let tar = try Subprocess.run("zstd", ["-dcq", "\(place.path)/a.zst"])
    guard tar.status == 0 else { throw TestFailure("zstd: \(ByteString(tar.errors))") }
    return tar.output
  }

  @Test("A compressed archive that was cut is an error, wherever it was cut")
  func cuts() throws {
    let place = try Place()
    let whole = try Self.archive()
    for length in Array(stride(from: 0, to: whole.count, by: 100)) + (whole.count - 20..<whole.count) {
      #expect(throws: ArchiveError.self, "cut at \(length)") {
        _ = try place.read(Array(whole[..<length]))
      }
    }
  }

  @Test("A plain archive that was cut is an error unless only the end's padding is missing")
  func plainCuts() throws {
    let place = try Place()
    let whole = try Self.plainArchive()
    #expect(try place.read(whole) == Self.files)
    for length in stride(from: 0, to: whole.count, by: 100) {
      guard let files = try? place.read(Array(whole[..<length])) else { continue }
      let isEqual = files == Self.files
      #expect(isEqual, "cut at \(length)")
    }
  }

  @Test("A flipped bit is found by the checksum, or it was one that does not matter")
  func flips() throws {
    let place = try Place()
    let whole = try Self.archive()
    var random = SeededRandom(seed: 20_261_126)
    for _ in 0..<1000 {
      let (byte, bit) = (random.below(whole.count), random.below(8))
      var flipped = whole
      flipped[byte] ^= 1 << bit
      guard let files = try? place.read(flipped) else { continue }
      let isEqual = files == Self.files
      #expect(isEqual, "bit \(bit) of byte \(byte)")
    }
  }

  @Test("Compressed without a checksum, a flipped bit is found by the sums of the files or by tar")
  func flipsWithoutChecksum() throws {
    let place = try Place()
    try place.own.write(try Self.plainArchive(), to: "a.tar")
    let packing = try Subprocess.run("zstd", ["-q", "--no-check", "\(place.path)/a.tar", "-o", "\(place.path)/a"])
    #expect(packing.status == 0)
    let whole = try place.bytes("a")
    #expect(try place.read(whole) == Self.files)
    let sums = Dictionary(uniqueKeysWithValues: Self.files.map { ($0.entry.path, SHA256Digest.of($0.content)) })
    var random = SeededRandom(seed: 7)
    var unseen = 0
    for _ in 0..<300 {
      var flipped = whole
      flipped[random.below(whole.count)] ^= 1 << random.below(8)
      guard let files = try? place.read(flipped) else { continue }
      let areRight =
        files.count == sums.count && files.allSatisfy { sums[$0.entry.path] == SHA256Digest.of($0.content) }
      if areRight {
        let isEqual = files.map(\.content) == Self.files.map(\.content)
        #expect(isEqual)
      } else {
        unseen += 1
      }
    }
    // This is why there are sums: without zstd's checksum, some flips get past zstd and tar.
    #expect(unseen > 0)
  }

  @Test("Bytes changed at random in plain tar never end in a trap")
  func noise() throws {
    let place = try Place()
    let whole = Array(try Self.plainArchive().prefix(20_000)) + [UInt8](repeating: 0, count: 1024)
    var random = SeededRandom(seed: 3)
    for _ in 0..<2000 {
      var changed = whole
      for _ in 0...random.below(4) {
        // Headers are where numbers are.
        let block = random.below(whole.count / 512) * 512
        changed[block + random.below(512)] = UInt8(random.below(256))
        var sum = 256
        for index in 0..<512 where !(148..<156 ~= index) { sum += Int(changed[block + index]) }
        if random.chance(70) {
          let digits = Array(String(sum, radix: 8).utf8)
          for index in 0..<6 {
            changed[block + 148 + index] = index < 6 - digits.count ? 0x30 : digits[index - 6 + digits.count]
          }
        }
      }
      for file in (try? place.read(changed)) ?? [] { #expect(file.entry.size == file.content.count) }
    }
  }

  @Test("After an error there are no more files")
  func afterAnError() throws {
    let place = try Place()
    // Longer than what the reader looks at when it opens an archive.
    try place.write([StoredFile("a", size: 1 << 20), StoredFile("b", size: 1 << 20)], to: "whole")
    try place.own.write(Array(try place.bytes("whole").dropLast(1000)), to: "a")
    var reader = try ArchiveReader(in: place.directory, named: "a")
    var errors: [ArchiveError] = []
    for _ in 0..<100 where errors.count < 3 {
      do { _ = try reader.next() } catch { errors.append(error) }
    }
    #expect(errors.count == 3 && Set(errors).count == 1)
  }
}
