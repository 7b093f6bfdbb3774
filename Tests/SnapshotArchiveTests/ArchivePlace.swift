// What several tests share: a directory for archives, and files that come back as they were.

import Bytes
import SnapshotArchive
import SystemAccess
import TestSupport
import Testing

/// A private directory, opened.
final class Place: Sendable {
  let own: PrivateDirectory
  let directory: Directory
  var path: String { own.path }

  init() throws {
    own = try PrivateDirectory()
    directory = try Directory(own.path)
  }

  /// The names that lie in it, sorted.
  func names() throws -> [String] { try FileReading.names(inDirectory: path) }

  func bytes(_ name: String) throws -> [UInt8] { try FileReading.contents(of: "\(path)/\(name)") }

  /// Puts bytes there as an archive and reads all of it.
  func read(_ bytes: [UInt8], limits: ArchiveLimits = .foreign) throws -> [StoredFile] {
    try own.write(bytes, to: "archive")
    return try read("archive", limits: limits)
  }

  /// Reads an archive in both ways, which must not differ.
  func read(_ name: ByteString, limits: ArchiveLimits = .none) throws -> [StoredFile] {
    let result = Result { try read(name, limits, ahead: false) }
    let other = Result { try read(name, limits, ahead: true) }
    switch (result, other) {
    case (.success(let files), .success(let same)):
      let isEqual = files == same
      #expect(isEqual, "read ahead, the files are others")
    case (.failure(let error), .failure(let same)): #expect("\(error)" == "\(same)")
    default: Issue.record("one way it can be read, the other way not: \(result), \(other)")
    }
    return try result.get()
  }

  private func read(_ name: ByteString, _ limits: ArchiveLimits, ahead isAhead: Bool) throws -> [StoredFile] {
    var reader = try ArchiveReader(in: directory, named: name, limits: limits, ahead: isAhead)
    var files: [StoredFile] = []
    while let entry = try reader.next() {
      files.append(StoredFile(entry: entry, content: try reader.content(limit: 64 << 20)))
    }
    return files
  }

  func write(_ files: [StoredFile], to name: ByteString, level: Int = 3, threads: Int = 0) throws {
    var writer = try ArchiveWriter(in: directory, named: name, level: level, threads: threads)
    for file in files { try writer.add(file.entry, content: file.content) }
    try writer.finish()
  }
}

struct StoredFile: Equatable, Sendable {
  var entry: ArchiveEntry
  var content: [UInt8]

  init(entry: ArchiveEntry, content: [UInt8]) {
    self.entry = entry
    self.content = content
  }

  /// A file with content that hardly compresses.
  init(
    _ path: ByteString, size: Int, mode: UInt32 = 0o700, owner: UInt32 = 0, group: UInt32 = 0,
    seconds: Int64 = 1_764_000_000, nanoseconds: Int64 = 0
  ) {
    var random = SeededRandom(seed: UInt64(size))
    content = (0..<size).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    entry = ArchiveEntry(
      path: path, size: size, mode: mode, owner: owner, group: group,
      modified: FileStatus.Time(seconds: seconds, nanoseconds: nanoseconds))
  }

  /// Sizes around blocks of the tar and the file system, and names that only a hostile or careless hand would choose.
  static let examples: [StoredFile] = [
    StoredFile("queue/deferred/4jYRabcdefz", size: 4095, mode: 0o700, owner: 106, group: 113),
    StoredFile("queue/active/A1B2C3", size: 0, mode: 0o600),
    StoredFile("queue/incoming/F00", size: 1),
    StoredFile("queue/hold/with a blank", size: 4096, mode: 0o4755, owner: 4_000_000, group: UInt32.max - 1),
    StoredFile("queue/hold/caf\u{E9}", size: 4097),
    StoredFile(ByteString([0x71, 0x2F, 0xFF, 0xFE, 0x80]), size: 512),
    StoredFile("line\nend\ttab \\back*slash?", size: 511, mode: 0),
    StoredFile("...", size: 513),
    StoredFile(ByteString(Array(repeating: UInt8(ascii: "n"), count: 255)), size: 17),
    StoredFile(ByteString(String(repeating: "deep/", count: 100) + "file"), size: 18),
    StoredFile("old", size: 3, seconds: -86_400),
    StoredFile("future", size: 3, seconds: 9_000_000_000),
    StoredFile("log/defer/A1B2C3", size: 3 << 20),
  ]
}
