// Archives that want something else than to give files back.

import Bytes
import SnapshotArchive
import SystemAccess
import TestSupport
import Testing

@Suite("Hostile archives")
struct HostileArchiveTests {
  struct Trick: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let members: [HandmadeMember]
    let cause: ArchiveError.Cause
    let says: String

    init(_ name: String, _ members: HandmadeMember..., cause: ArchiveError.Cause = .refused, says: String) {
      testDescription = name
      self.members = members
      self.cause = cause
      self.says = says
    }
  }

  static let plain = HandmadeMember(content: Array("mail".utf8))

  static let tricks = [
    Trick("a path upwards", HandmadeMember(name: "queue/../../etc/cron.d/x"), says: "leads out"),
    Trick("a path upwards in the end", HandmadeMember(name: "queue/.."), says: "leads out"),
    Trick("an absolute path", HandmadeMember(name: "/etc/passwd"), says: "absolute"),
    Trick("an absolute path in a pax header", .pax("path", "/etc/passwd"), plain, says: "absolute"),
    Trick("a path upwards in a pax header", .pax("path", "a/../../b"), plain, says: "leads out"),
    Trick("a path upwards of a directory", HandmadeMember(name: "../", type: "5"), says: "leads out"),
    Trick("no name", HandmadeMember(name: ""), says: "without a name"),
    Trick("an empty component", HandmadeMember(name: "queue//A"), says: "empty component"),
    Trick("a dot", HandmadeMember(name: "./queue/A"), says: "\".\""),
    Trick("a symbolic link", HandmadeMember(type: "2", target: "/etc/shadow"), says: "symbolic link"),
    Trick("a hard link", plain, HandmadeMember(name: "b", type: "1", target: "queue/hold/A1"), says: "hard link"),
    Trick("a file that pax makes a link", .pax("linkpath", "/etc"), HandmadeMember(type: "2"), says: "symbolic link"),
    Trick("a character device", HandmadeMember(type: "3"), says: "device"),
    Trick("a block device", HandmadeMember(type: "4"), says: "device"),
    Trick("a FIFO", HandmadeMember(type: "6"), says: "FIFO"),
    Trick("the same file twice", plain, plain, says: "twice"),
    Trick("a hole without a map", .pax("GNU.sparse.size", "10485760"), plain, says: "holes"),
    Trick(
      "a small hole without a map", .pax("GNU.sparse.size", "1000"), plain, HandmadeMember(name: "b"), says: "holes"),
    Trick(
      "a file with holes", .pax([("GNU.sparse.map", "0,1,5000,3"), ("GNU.sparse.size", "10485760")]), plain,
      says: "holes"),
    Trick("a wrong checksum", HandmadeMember(isChecksumRight: false), cause: .damaged, says: ""),
    Trick(
      "more content promised than there is", HandmadeMember(size: 1 << 20, content: [1]), cause: .damaged, says: ""),
    Trick(
      "more content than promised", HandmadeMember(size: 3, content: [UInt8](repeating: 7, count: 2000)),
      cause: .damaged, says: ""),
    Trick("a size beyond every disk", .pax("size", "1125899906842624"), plain, cause: .tooLarge, says: "more than"),
    Trick("a size beyond every number", .pax("size", "9223372036854775807"), plain, cause: .damaged, says: ""),
    Trick("a negative size", .pax("size", "-5"), plain, cause: .damaged, says: ""),
    Trick("a number of nonsense", .pax("uid", "-7"), plain, cause: .damaged, says: "owner"),
  ]

  @Test("A trick is an error that names it", arguments: tricks)
  func refused(trick: Trick) throws {
    let place = try Place()
    let error = #expect(throws: ArchiveError.self) { try place.read(HandmadeTar.archive(trick.members)) }
    #expect(error?.cause == trick.cause, "\(String(describing: error))")
    #expect(error?.description.contains(trick.says) == true, "\(String(describing: error))")
  }

  @Test("A handmade archive without a trick is read, its directories are passed over")
  func harmless() throws {
    let place = try Place()
    let files = try place.read(
      HandmadeTar.archive([HandmadeMember(name: "queue/", type: "5"), Self.plain, HandmadeMember(name: "other")]))
    #expect(files.map(\.entry.path) == ["queue/hold/A1", "other"])
    #expect(files.map(\.content) == [Array("mail".utf8), []])
  }

  @Test("After an error, the reader gives that error again")
  func errorStays() throws {
    let place = try Place()
    try place.own.write(HandmadeTar.archive([HandmadeMember(name: "/a"), Self.plain]), to: "a")
    var reader = try ArchiveReader(in: place.directory, named: "a")
    var errors: [ArchiveError] = []
    for _ in 0..<3 {
      do throws(ArchiveError) { _ = try reader.next() } catch { errors.append(error) }
    }
    #expect(errors.count == 3 && Set(errors).count == 1)
  }

  @Test("Limits on files, bytes of a file and bytes of all files hold")
  func limits() throws {
    let place = try Place()
    let members = (0..<5).map { HandmadeMember(name: "f\($0)", content: [UInt8](repeating: 1, count: 100)) }
    let archive = HandmadeTar.archive(members)
    let exact = ArchiveLimits(entries: 5, entryBytes: 100, totalBytes: 500, ratio: nil)
    #expect(try place.read(archive, limits: exact).count == 5)
    for path in [\ArchiveLimits.entries, \.entryBytes, \.totalBytes] as [WritableKeyPath<ArchiveLimits, Int>] {
      var limits = exact
      limits[keyPath: path] -= 1
      let error = #expect(throws: ArchiveError.self) { try place.read(archive, limits: limits) }
      #expect(error?.cause == .tooLarge)
    }
  }

  @Test("A file of zeros comes back from our own archive, and is a bomb in a foreign one")
  func bomb() throws {
    let place = try Place()
    let size = 200 << 20
    var writer = try ArchiveWriter(in: place.directory, named: "zeros")
    try writer.begin(ArchiveEntry(path: "zeros", size: size, modified: FileStatus.Time(seconds: 1)))
    let zeros = [UInt8](repeating: 0, count: 1 << 20)
    for _ in 0..<(size >> 20) { try writer.write(zeros) }
    try writer.end()
    #expect(try writer.finish() < 20_000)
    var own = try ArchiveReader(in: place.directory, named: "zeros")
    #expect(try own.next()?.size == size)
    #expect(try own.next() == nil)
    var foreign = try ArchiveReader(in: place.directory, named: "zeros", limits: .foreign)
    #expect(try foreign.next()?.size == size)
    let error = #expect(throws: ArchiveError.self) { _ = try foreign.next() }
    #expect(error?.cause == .tooLarge)
  }

  @Test("A large file is not read at once when the caller does not want it")
  func largeContent() throws {
    let place = try Place()
    try place.write([StoredFile("a", size: 1001)], to: "a")
    var reader = try ArchiveReader(in: place.directory, named: "a")
    _ = try reader.next()
    let error = #expect(throws: ArchiveError.self) { try reader.content(limit: 1000) }
    #expect(error?.cause == .tooLarge)
    #expect(try reader.content(limit: 1001).count == 1001)
  }

  @Test("A link to an archive, a directory, a FIFO and nothing at all are no archives")
  func noFiles() throws {
    let place = try Place()
    try place.write([], to: "real")
    _ = try Subprocess.run("ln", ["-s", "real", "\(place.path)/link"])
    _ = try Subprocess.run("mkfifo", ["\(place.path)/fifo"])
    try place.directory.makeDirectory("folder", mode: 0o755)
    for name in ["link", "fifo", "folder", "nothing"] as [ByteString] {
      #expect(throws: ArchiveError.self) { _ = try ArchiveReader(in: place.directory, named: name) }
    }
  }
}
