// An archive lies under its name complete, or not at all; and what a caller gets wrong is told.

import Bytes
import Glibc
import SnapshotArchive
import SystemAccess
import TestSupport
import Testing

@Suite("Writing archives")
struct WriterTests {
  @Test("A writer that is dropped unfinished leaves nothing")
  func dropped() throws {
    let place = try Place()
    do {
      var writer = try ArchiveWriter(in: place.directory, named: "a")
      try writer.add(StoredFile("x", size: 1 << 20).entry, content: StoredFile("x", size: 1 << 20).content)
      #expect(try place.names().count == 1)
      #expect(try place.names() != ["a"])
    }
    #expect(try place.names().isEmpty)
  }

  @Test("What has the name already stays, whether it was there before or came in the meantime")
  func taken() throws {
    let place = try Place()
    try place.own.write("precious", to: "a")
    let early = #expect(throws: ArchiveError.self) { _ = try ArchiveWriter(in: place.directory, named: "a") }
    #expect(early?.cause == .exists)
    let writer = try ArchiveWriter(in: place.directory, named: "b")
    try place.own.write("precious", to: "b")
    let late = Self.error(finishing: writer)
    #expect(late?.cause == .exists)
    #expect(try place.names() == ["a", "b"])
    #expect(try place.bytes("a") == Array("precious".utf8))
    #expect(try place.bytes("b") == Array("precious".utf8))
  }

  @Test("Two writers of one process do not get in each other's way")
  func two() throws {
    let place = try Place()
    var first = try ArchiveWriter(in: place.directory, named: "a")
    let second = try ArchiveWriter(in: place.directory, named: "a")
    try first.add(StoredFile("x", size: 1).entry, content: StoredFile("x", size: 1).content)
    try first.finish()
    #expect(Self.error(finishing: second)?.cause == .exists)
    #expect(try place.names() == ["a"])
    #expect(try place.read("a").count == 1)
  }

  @Test("An archive to a descriptor is the same archive; dropped unfinished, it is none")
  func descriptor() throws {
    let place = try Place()
    try place.write(StoredFile.examples, to: "a")
    let output = open("\(place.path)/b", O_WRONLY | O_CREAT, 0o600)
    var writer = try ArchiveWriter(descriptor: output, named: "standard output")
    for file in StoredFile.examples { try writer.add(file.entry, content: file.content) }
    try writer.finish()
    #expect(try place.bytes("a") == place.bytes("b"))
    #expect(ftruncate(output, 0) == 0 && lseek(output, 0, SEEK_SET) == 0)
    do {
      var writer = try ArchiveWriter(descriptor: output, named: "standard output")
      for file in StoredFile.examples { try writer.add(file.entry, content: file.content) }
    }
    #expect(throws: ArchiveError.self) { try place.read("b") }
    #expect(close(output) == 0)
  }

  @Test("A full disk is told")
  func fullDisk() throws {
    let full = open("/dev/full", O_WRONLY)
    defer { close(full) }
    let small = try ArchiveWriter(descriptor: full, named: "/dev/full")
    #expect(Self.error(finishing: small)?.cause == .system(code: ENOSPC))
    var large = try ArchiveWriter(descriptor: full, named: "/dev/full")
    let file = StoredFile("x", size: 3 << 20)
    var errors: [ArchiveError] = []
    do throws(ArchiveError) { try large.add(file.entry, content: file.content) } catch { errors.append(error) }
    if let error = Self.error(finishing: large) { errors.append(error) }
    #expect(errors.count == 2)
    #expect(errors.first?.description == "cannot write /dev/full: no space left on the device")
    #expect(Set(errors).count == 1)
  }

  @Test("Wrong sizes, paths, modes and orders of calls are told, and no archive comes of them")
  func misuse() throws {
    let place = try Place()
    let good = ArchiveEntry(path: "x", size: 3, modified: FileStatus.Time(seconds: 1))
    func expectMisuse(_ use: (inout ArchiveWriter) throws -> Void) throws {
      var writer = try ArchiveWriter(in: place.directory, named: "a")
      do { try use(&writer) } catch { #expect((error as? ArchiveError)?.cause == .misuse) }
      #expect(Self.error(finishing: writer)?.cause == .misuse)
    }
    try expectMisuse { try $0.add(good, content: [1, 2]) }
    try expectMisuse { try $0.add(good, content: [1, 2, 3, 4]) }
    try expectMisuse { try $0.begin(good) }
    try expectMisuse { try $0.write([1]) }
    try expectMisuse { try $0.end() }
    try expectMisuse { writer in
      try writer.begin(good)
      try writer.begin(good)
    }
    try expectMisuse { writer in
      try writer.add(good, content: [1, 2, 3])
      try writer.add(good, content: [1, 2, 3])
    }
    for path in ["", "/a", "a/", "a//b", ".", "a/..", "a/./b", "a\0b"] as [ByteString] {
      var entry = good
      entry.path = path
      try expectMisuse { try $0.add(entry, content: [1, 2, 3]) }
    }
    for change in [{ $0.size = -1 }, { $0.mode = 0o10000 }] as [(inout ArchiveEntry) -> Void] {
      var entry = good
      change(&entry)
      try expectMisuse { try $0.begin(entry) }
    }
    #expect(try place.names().isEmpty)
    for name in ["", "a/b", "..", "a\0"] as [ByteString] {
      #expect(throws: ArchiveError.self) { _ = try ArchiveWriter(in: place.directory, named: name) }
    }
    #expect(throws: ArchiveError.self) { _ = try ArchiveWriter(in: place.directory, named: "a", level: 99) }
    #expect(try place.names().isEmpty)
  }

  private static func error(finishing writer: consuming ArchiveWriter) -> ArchiveError? {
    do throws(ArchiveError) {
      try writer.finish()
      return nil
    } catch {
      return error
    }
  }
}
