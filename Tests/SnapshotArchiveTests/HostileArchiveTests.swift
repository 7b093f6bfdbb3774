// Archives made to do harm are refused, each for its own reason.

import Bytes
import Glibc
import SnapshotArchive
import SystemAccess
import TestSupport
import Testing

@Suite("Hostile archives are refused")
struct HostileArchiveTests {
  /// What the reader says to an archive; fails when it says nothing.
  private func refusal(
    of bytes: [UInt8], limits: ArchiveLimits = .foreign, _ location: SourceLocation = #_sourceLocation
  ) throws -> ArchiveError {
    let place = try Place()
    let error = #expect(throws: ArchiveError.self, sourceLocation: location) {
      _ = try place.read(bytes, limits: limits)
    }
    return try #require(error, sourceLocation: location)
  }

  @Test(
    "A path that could lead elsewhere is refused, in a plain and in an extended header",
    arguments: [
      "/etc/passwd", "//etc/passwd", "../passwd", "queue/../../passwd", "queue/..", "..", "queue//A", "./queue/A",
      "queue/./A", ".",
    ] as [ByteString])
  func paths(path: ByteString) throws {
    var plain = RawTar()
    plain.add(path, content: [1, 2, 3])
    var extended = RawTar()
    extended.add(records: [("path", path.bytes)])
    extended.add("queue/A", content: [1, 2, 3])
    for tar in [plain, extended] {
      #expect(try refusal(of: tar.ended).cause == .refused)
    }
  }

  @Test("A file whose name ends with a slash is a directory to tar: it never comes out as a file", arguments: [0, 3])
  func slash(size: Int) throws {
    var tar = RawTar()
    tar.add("queue/A/", content: [UInt8](repeating: 1, count: size))
    #expect(((try? Place().read(tar.ended)) ?? []).isEmpty)
  }

  @Test("A file without a name is refused")
  func nameless() throws {
    var tar = RawTar()
    tar.add("", content: [1])
    #expect(throws: ArchiveError.self) { _ = try Place().read(tar.ended) }
  }

  @Test("A name with a NUL byte is no other name", arguments: [true, false])
  func nul(isBinary: Bool) throws {
    var tar = RawTar()
    tar.add(records: (isBinary ? [("hdrcharset", Array("BINARY".utf8))] : []) + [("path", Array("queue/A\0B".utf8))])
    tar.add("queue/C", content: [1])
    // C strings end at the NUL; what must not happen is that a path gets past the checks.
    let files = (try? Place().read(tar.ended)) ?? []
    #expect(files.allSatisfy { $0.entry.path == "queue/A" })
  }

  @Test(
    "Links, devices and FIFOs are refused",
    arguments: [("1", "hard link"), ("2", "symbolic link"), ("3", "device"), ("4", "device"), ("6", "FIFO")]
      as [(Character, String)])
  func kinds(type: Character, name: String) throws {
    var tar = RawTar()
    tar.add("queue/A", content: [1, 2, 3])
    tar.add("queue/B", type: type, link: "queue/A")
    let error = try refusal(of: tar.ended)
    #expect(error.cause == .refused)
    #expect(error.path == "queue/B")
    #expect(error.reason.contains(name))
  }

  @Test("A link by an extended header is refused")
  func extendedLink() throws {
    var tar = RawTar()
    tar.add(records: [("linkpath", Array("/etc/shadow".utf8))])
    tar.add("queue/B", type: "2")
    #expect(try refusal(of: tar.ended).cause == .refused)
  }

  @Test(
    "A file with holes is refused: a few bytes would become terabytes",
    arguments: ["--format=gnu", "--sparse-version=1.0", "--sparse-version=0.1", "--sparse-version=0.0"])
  func holes(format: String) throws {
    let place = try Place()
    try place.own.write([1, 2, 3], to: "holes")
    #expect(truncate("\(place.path)/holes", 1 << 30) == 0)
    let options = format.hasPrefix("--sparse") ? ["--format=pax", format] : [format]
    let packing = try Subprocess.run("tar", options + ["-S", "-cf", "\(place.path)/a", "-C", place.path, "holes"])
    #expect(packing.status == 0)
    let error = try refusal(of: try place.bytes("a"))
    #expect(error.cause == .refused && error.path == "holes")
  }

  @Test(
    "A hole of which there is no map is refused, whether it is read or passed over",
    arguments: [1000, 10 << 20, 1 << 40])
  func unmappedHole(size: Int) throws {
    var tar = RawTar()
    tar.add(records: [("GNU.sparse.size", Array("\(size)".utf8))])
    tar.add("queue/A", content: [1, 2, 3])
    tar.add("queue/B")
    let place = try Place()
    try place.own.write(tar.ended, to: "a")
    var passing = try ArchiveReader(in: place.directory, named: "a")
    #expect(try passing.next()?.size == size)
    var error: ArchiveError?
    do { _ = try passing.next() } catch let caught { error = caught }
    #expect(error?.cause == .refused && error?.path == "queue/A")

    var reading = try ArchiveReader(in: place.directory, named: "a")
    _ = try reading.next()
    error = nil
    do {
      _ = try reading.content(limit: .max)
      _ = try reading.next()
    } catch let caught { error = caught }
    #expect(error?.cause == .refused && error?.path == "queue/A")
  }

  @Test("Directories are passed over, but not those that lead elsewhere")
  func directories() throws {
    var good = RawTar()
    good.add("queue/", type: "5")
    good.add("queue/A", content: [7])
    good.add("queue/", type: "5")
    #expect(try Place().read(good.ended).map(\.entry.path) == ["queue/A"])
    var bad = RawTar()
    bad.add("../queue/", type: "5")
    #expect(try refusal(of: bad.ended).cause == .refused)
  }

  @Test("A path that comes twice is refused: which of them was checked?")
  func twice() throws {
    var tar = RawTar()
    for content: [UInt8] in [[1], [2]] { tar.add("queue/A", content: content) }
    let error = try refusal(of: tar.ended)
    #expect(error.cause == .refused && error.path == "queue/A")
  }

  @Test(
    "A size that is not true or not possible ends in an error",
    arguments: [
      RawTar.binary(1 << 40), RawTar.binary(.max), RawTar.binary(-1), RawTar.binary(.min), Array("77777777777\0".utf8),
      Array("00000002000\0".utf8), Array("-0000000001\0".utf8), Array("0000000zzzz\0".utf8),
      [UInt8](repeating: 0xFF, count: 12),
    ])
  func sizes(field: [UInt8]) throws {
    var tar = RawTar()
    tar.add("queue/A", content: [UInt8](repeating: 1, count: 512), sizeField: field)
    // Whoever reads it whole must be told; a size of nonsense may also be read as none, and then what follows is no header.
    _ = try refusal(of: tar.ended)
    _ = try refusal(of: tar.ended, limits: .none)
  }

  @Test(
    "A nonsense number in an extended header ends in an error or in a number, never in a trap",
    arguments: ["size", "uid", "gid", "mtime", "atime", "ctime"],
    [
      "-1", "99999999999999999999999", "9223372036854775807", "-9223372036854775808.999", "1.9999999999999999999",
      "nan", "", "0x10",
    ])
  func numbers(key: String, value: String) throws {
    var tar = RawTar()
    tar.add(records: [(key, Array(value.utf8))])
    tar.add("queue/A", content: [1])
    for limits in [ArchiveLimits.foreign, .none] {
      guard let files = try? Place().read(tar.ended, limits: limits) else { continue }
      #expect(files.allSatisfy { $0.entry.size == $0.content.count })
    }
  }

  @Test("An owner beyond 32 bits is refused")
  func owners() throws {
    var tar = RawTar()
    tar.add("queue/A", ownerField: RawTar.binary(1 << 32, width: 8))
    _ = try refusal(of: tar.ended)
  }

  @Test("A header with a wrong sum is damage")
  func headerSum() throws {
    var tar = RawTar()
    tar.add("queue/A", content: [1])
    tar.add("queue/B", content: [1])
    tar.bytes[1024] ^= 1
    #expect(try refusal(of: tar.ended).cause == .damaged)
  }

  @Test("A bomb ends at the ratio, at the size of a file, and at the size of all")
  func bombs() throws {
    let place = try Place()
    let zeros = [UInt8](repeating: 0, count: 80 << 20)
    var writer = try ArchiveWriter(in: place.directory, named: "bomb")
    let time = FileStatus.Time(seconds: 0)
    for name in ["a", "b"] as [ByteString] {
      try writer.add(ArchiveEntry(path: name, size: zeros.count, modified: time), content: zeros)
    }
    try writer.finish()
    func read(_ change: (inout ArchiveLimits) -> Void) throws {
      var limits = ArchiveLimits.none
      change(&limits)
      var reader = try ArchiveReader(in: place.directory, named: "bomb", limits: limits)
      while try reader.next() != nil {}
    }
    try read { _ in }
    let changes: [(inout ArchiveLimits) -> Void] = [
      { $0.ratio = 1000 }, { $0.entryBytes = 79 << 20 }, { $0.totalBytes = 159 << 20 }, { $0.entries = 1 },
    ]
    for change in changes {
      let error = #expect(throws: ArchiveError.self) { try read(change) }
      #expect(error?.cause == .tooLarge)
    }
    var reader = try ArchiveReader(in: place.directory, named: "bomb")
    _ = try reader.next()
    var error: ArchiveError?
    do { _ = try reader.content(limit: 1 << 20) } catch let caught { error = caught }
    #expect(error?.cause == .tooLarge)
  }

  @Test("What is behind the end is seen")
  func appended() throws {
    let place = try Place()
    try place.write(Array(StoredFile.examples[..<3]), to: "a")
    let whole = try place.bytes("a")
    #expect(try refusal(of: whole + whole).cause == .damaged)
    #expect(try refusal(of: whole + [0]).cause == .damaged)
    #expect(try refusal(of: whole + Array("more".utf8)).cause == .damaged)
    // Plain tar in one piece with what follows it, and what tar(1) fills a record with.
    var tar = RawTar()
    tar.add("queue/A", content: [1])
    let end = tar.ended
    tar.bytes = end
    tar.add("queue/B", content: [2])
    #expect(try refusal(of: tar.ended).cause == .damaged)
    #expect(try place.read(end + [UInt8](repeating: 0, count: 10_240)).count == 1)
    #expect(try refusal(of: end + [UInt8](repeating: 0, count: 3 << 20)).cause == .damaged)
  }

  @Test(
    "What is no archive is no archive",
    arguments: [
      [], [0], Array("From: somebody\n\nHello\n".utf8), [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3], [0x28, 0xB5, 0x2F, 0xFD],
      [UInt8](repeating: 0, count: 511), [UInt8](repeating: 0xFF, count: 10_240),
    ])
  func noArchive(bytes: [UInt8]) throws { #expect(try refusal(of: bytes).cause == .damaged) }

  @Test("Only a regular file is opened, and no link is followed")
  func places() throws {
    let place = try Place()
    try place.write([], to: "real")
    #expect(symlink("real", "\(place.path)/link") == 0)
    #expect(mkfifo("\(place.path)/fifo", 0o600) == 0)
    try place.directory.makeDirectory("directory", mode: 0o700)
    for name in ["link", "fifo", "directory", "missing"] as [ByteString] {
      var error: ArchiveError?
      do { _ = try ArchiveReader(in: place.directory, named: name) } catch let caught { error = caught }
      guard case .system = error?.cause else { throw TestFailure("\(name): it is not the archive that is damaged") }
    }
  }

  @Test("An error names the archive and the file, and sends nothing to the terminal")
  func sentence() throws {
    var tar = RawTar()
    tar.add("../\u{1B}[2Jx", content: [1])
    let text = try refusal(of: tar.ended).description
    #expect(text.hasPrefix("cannot read /"))
    #expect(text.hasSuffix("a path that leads out of the archive (\"..\")"))
    #expect(!text.utf8.contains(0x1B))
  }
}
