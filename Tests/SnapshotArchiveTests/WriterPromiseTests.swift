// An archive appears whole or not at all, and never over something else.

import Bytes
import Glibc
import SnapshotArchive
import SystemAccess
import TestSupport
import Testing

@Suite("An archive appears whole or not at all")
struct WriterPromiseTests {
  private static let file = StoredFile("queue/hold/A", size: 5000)

  private func misuse(_ step: (inout ArchiveWriter) throws -> Void, _ location: SourceLocation = #_sourceLocation)
    throws
  {
    let place = try Place()
    do {
      var writer = try ArchiveWriter(in: place.directory, named: "a")
      var error: ArchiveError?
      do { try step(&writer) } catch let caught { error = caught as? ArchiveError }
      #expect(error?.cause == .misuse, sourceLocation: location)
      // Who goes on all the same gets no archive.
      do {
        try writer.finish()
        Issue.record("the archive was finished", sourceLocation: location)
      } catch let last { #expect(last == error, sourceLocation: location) }
    }
    #expect(try place.names().isEmpty, sourceLocation: location)
  }

  @Test("A writer that is dropped leaves nothing behind")
  func dropped() throws {
    let place = try Place()
    do {
      var writer = try ArchiveWriter(in: place.directory, named: "a")
      try writer.add(Self.file.entry, content: Self.file.content)
      let names = try place.names()
      #expect(names.count == 1 && names != ["a"])
      #expect(try place.directory.status(of: ByteString(try #require(names.first)))?.mode == 0o600)
    }
    #expect(try place.names().isEmpty)
  }

  @Test("What has the name already stays as it is, whether it was there first or came later")
  func taken() throws {
    let place = try Place()
    try place.own.write("precious", to: "first")
    var error: ArchiveError?
    do { _ = try ArchiveWriter(in: place.directory, named: "first") } catch let caught { error = caught }
    #expect(error?.cause == .exists)

    var writer = try ArchiveWriter(in: place.directory, named: "later")
    try writer.add(Self.file.entry, content: Self.file.content)
    try place.own.write("precious", to: "later")
    error = nil
    do { try writer.finish() } catch let caught { error = caught }
    #expect(error?.cause == .exists)
    #expect(try place.names() == ["first", "later"])
    for name in ["first", "later"] { #expect(try place.bytes(name) == Array("precious".utf8)) }
  }

  @Test("A dangling link is a name that is taken")
  func danglingLink() throws {
    let place = try Place()
    #expect(symlink("nowhere", "\(place.path)/a") == 0)
    var error: ArchiveError?
    do { _ = try ArchiveWriter(in: place.directory, named: "a") } catch let caught { error = caught }
    #expect(error?.cause == .exists)
    #expect(try place.names() == ["a"])
  }

  @Test(
    "A full disk is an error, with few bytes at the end and with many in the middle", arguments: [100, 8 << 20], [0, 2])
  func fullDisk(size: Int, threads: Int) throws {
    let descriptor = open("/dev/full", O_WRONLY | O_CLOEXEC)
    defer { close(descriptor) }
    let file = StoredFile("queue/hold/A", size: size)
    var error: ArchiveError?
    do {
      var writer = try ArchiveWriter(descriptor: descriptor, named: "/dev/full", threads: threads)
      try writer.add(file.entry, content: file.content)
      try writer.finish()
    } catch let caught { error = caught }
    #expect(error?.cause == .system(code: ENOSPC))
    #expect(error?.description == "cannot write /dev/full: no space left on the device")
  }

  @Test("A pipe takes an archive, too")
  func pipe() throws {
    let place = try Place()
    var ends: [Int32] = [-1, -1]
    #expect(Glibc.pipe(&ends) == 0)
    var writer = try ArchiveWriter(descriptor: ends[1], named: "standard output")
    try writer.add(Self.file.entry, content: Self.file.content)
    let size = try writer.finish()
    close(ends[1])
    var bytes = [UInt8](repeating: 0, count: 65_536)
    let count = read(ends[0], &bytes, bytes.count)
    close(ends[0])
    #expect(count == size)
    #expect(try place.read(Array(bytes[..<size])) == [Self.file])
  }

  @Test("To a descriptor, what was not finished is no archive")
  func unfinishedStream() throws {
    let place = try Place()
    let descriptor = open("\(place.path)/a", O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
    let file = StoredFile("queue/hold/A", size: 5 << 20)
    do {
      var writer = try ArchiveWriter(descriptor: descriptor, named: "a")
      try writer.add(file.entry, content: file.content)
    }
    close(descriptor)
    #expect(try place.bytes("a").count > 100_000)
    #expect(throws: ArchiveError.self) { _ = try place.read("a") }
  }

  @Test("Content that is longer or shorter than the entry says is refused, and so is an archive with it")
  func wrongSizes() throws {
    try misuse { try $0.add(Self.file.entry, content: Array(Self.file.content.dropLast())) }
    try misuse { try $0.add(Self.file.entry, content: Self.file.content + [0]) }
    try misuse {
      try $0.begin(Self.file.entry); try $0.begin(StoredFile("b", size: 0).entry)
    }
    try misuse { try $0.write([1]) }
    try misuse { try $0.end() }
  }

  @Test(
    "What the reader would refuse is not written",
    arguments: ["", "/a", "../a", "a/..", "a//b", "a/", "./a", "a\0b"] as [ByteString])
  func paths(path: ByteString) throws {
    try misuse { try $0.add(StoredFile(path, size: 1).entry, content: [1]) }
  }

  @Test("No path is written twice, and no entry that cannot be")
  func entries() throws {
    try misuse { writer in for _ in 0..<2 { try writer.add(Self.file.entry, content: Self.file.content) } }
    try misuse { try $0.begin(StoredFile("a", size: 0, mode: 0o10000).entry) }
    try misuse { try $0.begin(StoredFile("a", size: 0, nanoseconds: 1_000_000_000).entry) }
    var entry = Self.file.entry
    entry.size = -1
    try misuse { try $0.begin(entry) }
  }

  @Test(
    "A name that is no file's name, a level or a number of threads beyond all reason",
    arguments: ["", ".", "..", "a/b", "/a"] as [ByteString])
  func arguments(name: ByteString) throws {
    let place = try Place()
    func cause(_ name: ByteString, level: Int = 3, threads: Int = 0) -> ArchiveError.Cause? {
      do throws(ArchiveError) {
        _ = try ArchiveWriter(in: place.directory, named: name, level: level, threads: threads)
        return nil
      } catch { return error.cause }
    }
    #expect(cause(name) == .misuse)
    for level in [-1, 0, 20, .max] { #expect(cause("a", level: level) == .misuse) }
    for threads in [-1, 65, .max] { #expect(cause("a", threads: threads) == .misuse) }
    #expect(try place.names().isEmpty)
  }

  @Test("What a killed writer left does not stop the next")
  func leftovers() throws {
    let place = try Place()
    for attempt in 0..<3 { try place.own.write("left", to: ".a.tmp\(getpid())-\(attempt)") }
    try place.write([Self.file], to: "a")
    #expect(try place.read("a") == [Self.file])
    #expect(try place.names().count == 4)
  }
}
