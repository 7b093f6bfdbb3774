// Writes a snapshot: the manifest first, files, and the index last, where it can be found without reading the rest.

import Bytes
import Glibc
import JSONText
import PostfixQueue
import SystemAccess

public struct SnapshotWriter: ~Copyable {
  private var archive: ArchiveWriter
  private var index: IndexBuffer
  private let time: FileStatus.Time

  /// Writes the manifest.
  public init(_ archive: consuming ArchiveWriter, _ manifest: SnapshotManifest) throws(ArchiveError) {
    index = IndexBuffer(level: archive.level)
    self.archive = archive
    time = FileStatus.Time(seconds: manifest.window.start / 1000)
    let json = manifest.json
    try self.archive.add(ArchiveEntry(path: SnapshotManifest.path, size: json.count, modified: time), content: json)
  }

  /// Files so far.
  public var entryCount: Int { archive.entryCount }

  public mutating func add(_ entry: ArchiveEntry, content: [UInt8]) throws(ArchiveError) {
    try archive.add(entry, content: content)
  }

  /// Begins a file whose content comes in pieces.
  public mutating func begin(_ entry: ArchiveEntry) throws(ArchiveError) { try archive.begin(entry) }
  public mutating func write(_ bytes: [UInt8]) throws(ArchiveError) { try archive.write(bytes) }
  public mutating func end() throws(ArchiveError) { try archive.end() }

  public mutating func add(_ line: IndexLine) throws(SnapshotFlaw) { try index.append(line) }

  /// The wanted ones among the messages of the index so far.
  public func messages(where isWanted: (IndexedMessage) -> Bool) throws -> [IndexedMessage] {
    var found: [IndexedMessage] = []
    try index.forEachPart { part in
      for line in IndexLines(part) {
        if case .message(let message) = try IndexLine(part, line), isWanted(message) { found.append(message) }
      }
    }
    return found
  }

  /// Completes the snapshot. When this returns, it is on the disk.
  /// - Returns: the size of the archive in bytes.
  @discardableResult
  public consuming func finish(_ summary: SnapshotSummary) throws -> Int {
    try index.append(.summary(summary))
    let start = try archive.beginReadablePart()
    try archive.begin(ArchiveEntry(path: IndexLine.path, size: index.size, modified: time))
    try archive.write(index.firstPiece)
    for piece in index.pieces { try archive.write(piece) }
    try archive.write(index.lastPiece)
    try archive.end()
    return try archive.finish(note: IndexPlace(offset: start).note)
  }
}

/// Where the lines of a piece of an index are.
struct IndexLines: Sequence, IteratorProtocol {
  private let bytes: [UInt8]
  private let end: Int
  private var start = 0

  /// - Parameter end: where the last line ends; nil for all bytes.
  init(_ bytes: [UInt8], end: Int? = nil) {
    self.bytes = bytes
    self.end = Swift.min(end ?? bytes.count, bytes.count)
  }

  mutating func next() -> Range<Int>? {
    guard start < end else { return nil }
    let rest = end - start
    let length = bytes.withUnsafeBytes { buffer -> Int in
      guard let first = buffer.baseAddress?.advanced(by: start), let found = memchr(first, 0x0A, rest) else {
        return rest
      }
      return first.distance(to: UnsafeRawPointer(found))
    }
    defer { start += length + 1 }
    return start..<(start + length)
  }
}

/// What stands behind the archive: where the part with the index begins.
struct IndexPlace {
  private static let mark = Array("PKindex1".utf8)
  static let length = SkippedFrame.overhead + mark.count + 8

  let offset: Int

  init(offset: Int) { self.offset = offset }

  /// Nil when these last bytes of a file do not tell.
  init?(tail: [UInt8]) {
    guard let note = SkippedFrame.note(in: tail), note.starts(with: Self.mark),
      let offset = Int(exactly: SkippedFrame.number(note[Self.mark.count...]))
    else { return nil }
    self.offset = offset
  }

  var note: [UInt8] { Self.mark + SkippedFrame.littleEndian(UInt64(offset), 8) }
}
