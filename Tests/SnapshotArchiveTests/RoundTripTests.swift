// What goes into an archive comes out of it: with our reader, with GNU tar, with bsdtar.

import Bytes
import Glibc
import SnapshotArchive
import SystemAccess
import TestSupport
import Testing

@Suite("Archives come back")
struct RoundTripTests {
  @Test("Names, sizes, owners, modes and times come back byte by byte", arguments: [(1, 0), (3, 1), (19, 2)])
  func roundTrip(level: Int, threads: Int) throws {
    let place = try Place()
    try place.write(StoredFile.examples, to: "trash.tar.zst", level: level, threads: threads)
    #expect(try place.names() == ["trash.tar.zst"])
    #expect(try place.read("trash.tar.zst") == StoredFile.examples)
    #expect(try place.directory.status(of: "trash.tar.zst")?.mode == 0o600)
  }

  @Test("Content in pieces is the same archive as content at once")
  func pieces() throws {
    let place = try Place()
    try place.write(StoredFile.examples, to: "whole")
    var writer = try ArchiveWriter(in: place.directory, named: "pieces")
    for file in StoredFile.examples {
      try writer.begin(file.entry)
      for start in stride(from: 0, to: file.content.count, by: 1000) {
        try writer.write(Array(file.content[start..<min(start + 1000, file.content.count)]))
      }
      try writer.end()
    }
    let entries = writer.entryCount
    let content = writer.contentBytes
    let size = try writer.finish()
    #expect(try place.bytes("pieces") == place.bytes("whole"))
    #expect(entries == StoredFile.examples.count)
    #expect(content == StoredFile.examples.reduce(0) { $0 + $1.content.count })
    #expect(try place.bytes("pieces").count == size)
  }

  @Test("An archive without files is an archive")
  func empty() throws {
    let place = try Place()
    try place.write([], to: "empty")
    #expect(try place.read("empty").isEmpty)
    let list = try Subprocess.run("tar", ["--zstd", "-tf", "\(place.path)/empty"])
    #expect(list.status == 0 && list.output.isEmpty && list.errors.isEmpty)
  }

  @Test("Files that nobody reads are passed over, and pieces are read as they are asked for")
  func skipping() throws {
    let place = try Place()
    try place.write(StoredFile.examples, to: "a")
    var reader = try ArchiveReader(in: place.directory, named: "a")
    var paths: [ByteString] = []
    while let entry = try reader.next() {
      paths.append(entry.path)
      guard entry.size == 4097 else { continue }
      var bytes: [UInt8] = []
      var buffer = [UInt8](repeating: 0, count: 100)
      while case let count = try buffer.withUnsafeMutableBytes({ try reader.read(into: $0) }), count > 0 {
        bytes += buffer[..<count]
      }
      #expect(bytes == StoredFile.examples[4].content)
    }
    #expect(paths == StoredFile.examples.map(\.entry.path))
    #expect(try reader.next() == nil)
    #expect(reader.archiveBytes == (try place.bytes("a").count))
  }

  @Test("GNU tar and bsdtar list and extract the files with their modes and times", arguments: ["tar", "bsdtar"])
  func otherPrograms(program: String) throws {
    let place = try Place()
    // Nobody has a file of mode 0 or an owner beyond 32 bits' last to compare when the tests do not run as root.
    let isRoot = geteuid() == 0
    try place.write(StoredFile.examples, to: "a.tar.zst")
    let options = program == "tar" ? ["--zstd", "--warning=no-unknown-keyword"] : []
    let archive = "\(place.path)/a.tar.zst"
    let list = try Subprocess.run(program, options + ["-tvf", archive])
    #expect(list.status == 0)
    #expect(list.output.split(separator: UInt8(ascii: "\n")).count == StoredFile.examples.count)
    try place.directory.makeDirectory("out", mode: 0o755)
    let extraction = try Subprocess.run(program, options + ["-xpf", archive, "-C", "\(place.path)/out"])
    #expect(extraction.status == 0, "\(ByteString(extraction.errors))")
    for file in StoredFile.examples where isRoot || file.entry.mode & 0o400 != 0 {
      var directory = try place.directory.directory("out")
      let components = file.entry.path.bytes.split(separator: UInt8(ascii: "/")).map { ByteString($0) }
      for component in components.dropLast() { directory = try directory.directory(component) }
      let name = try #require(components.last)
      let status = try #require(try directory.status(of: name), "\(file.entry.path)")
      #expect(status.mode == file.entry.mode, "\(file.entry.path)")
      #expect(status.modified == file.entry.modified, "\(file.entry.path)")
      if isRoot { #expect(status.owner == file.entry.owner && status.group == file.entry.group, "\(file.entry.path)") }
      guard let opened = try directory.open(name) else { continue }
      #expect(try opened.content(limit: 64 << 20, named: program) == file.content, "\(file.entry.path)")
    }
  }

  @Test("GNU tar has nothing to say about files of a queue")
  func quiet() throws {
    let place = try Place()
    try place.write(Array(StoredFile.examples[..<4]), to: "a.tar.zst")
    let list = try Subprocess.run("tar", ["--zstd", "-tvf", "\(place.path)/a.tar.zst"])
    #expect(list.status == 0 && list.errors.isEmpty, "\(ByteString(list.errors))")
  }

  @Test("What tar and bsdtar pack is read, compressed or not", arguments: ["tar", "bsdtar"], [true, false])
  func otherWriters(program: String, isCompressed: Bool) throws {
    let place = try Place()
    try place.directory.makeDirectory("queue", mode: 0o755)
    try place.directory.makeDirectory("queue/hold", mode: 0o755)
    for (name, size) in [("hold/A", 0), ("hold/B", 4096), ("C", 100_000)] {
      try place.own.write(StoredFile("x", size: size).content, to: "queue/\(name)")
    }
    let options = isCompressed ? ["--zstd"] : []
    let packing = try Subprocess.run(
      program, options + ["--format=pax", "-cf", "\(place.path)/a", "-C", place.path, "queue"])
    #expect(packing.status == 0)
    let files = try place.read("a", limits: .foreign)
    let contents = Dictionary(uniqueKeysWithValues: files.map { ($0.entry.path, $0.content) })
    #expect(contents.keys.sorted() == ["queue/C", "queue/hold/A", "queue/hold/B"])
    #expect(contents["queue/C"] == StoredFile("x", size: 100_000).content)
    #expect(files.allSatisfy { $0.entry.modified == FileStatus.Time(seconds: 1_000_000_000) })
  }

  @Test("The sum is the one that sha256sum prints", arguments: [0, 1, 55, 56, 63, 64, 65, 1 << 20])
  func sums(size: Int) throws {
    let content = StoredFile("x", size: size).content
    let place = try Place()
    try place.own.write(content, to: "file")
    let expected = try Subprocess.run("sha256sum", ["\(place.path)/file"]).output.prefix(64)
    var digest = SHA256Digest()
    for start in stride(from: 0, to: size, by: 7) { digest.update(Array(content[start..<min(start + 7, size)])) }
    #expect(Array(SHA256Digest.text(of: digest.value()).utf8) == Array(expected))
    #expect(SHA256Digest.of(content) == digest.value())
  }
}
