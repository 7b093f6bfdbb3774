// Reads the index of a snapshot without reading the messages, and the manifest.

public import Bytes
import Glibc
import PostfixQueue
public import SystemAccess

public enum SnapshotIndex {
  /// Bytes; a message with a million recipients has less.
  private static let longestLine = 64 << 20

  /// The manifest of an archive, which is its first file.
  public static func manifest(of reader: inout ArchiveReader) throws -> SnapshotManifest {
    guard let entry = try reader.next(), entry.path == SnapshotManifest.path else {
      throw SnapshotFlaw("it does not begin with a manifest")
    }
    return try SnapshotManifest(json: try reader.content(limit: 1 << 20))
  }

  /// Reads the lines of an index that the reader has come to.
  /// - Returns: the summary, which is the last line; nil when it is missing.
  public static func read<Line: IndexReading>(
    _ reader: inout ArchiveReader, _ line: (Line) throws -> Void
  ) throws -> SnapshotSummary? {
    var text: [UInt8] = []
    var summary: SnapshotSummary?
    var hasMessages = false
    while true {
      let more = try reader.content(upTo: 1 << 20)
      let start = text.count
      text += more
      // At the end there may be a line without its end.
      let end = more.isEmpty ? text.count : (more.lastIndex(of: 0x0A).map { start + $0 + 1 } ?? 0)
      guard text.count < longestLine || end > 0 else { throw SnapshotFlaw("its index has a line without an end") }
      for range in IndexLines(text, end: end) {
        guard summary == nil else { throw SnapshotFlaw("its index goes on behind its summary") }
        let found = try Line(text, range)
        switch found.kind {
        case .summary(let last): summary = last
        case .message:
          hasMessages = true
          try line(found)
        case .left:
          // Who reads a message has to know by then whether it counts.
          guard !hasMessages else { throw SnapshotFlaw("its index tells too late what left the queue") }
          try line(found)
        }
      }
      text.removeFirst(end)
      if more.isEmpty { return summary }
    }
  }

  /// Reads the index of an archive file.
  ///
  /// An archive of ours tells where the index begins; any other is read from its beginning.
  /// - Returns: the summary; nil for a snapshot that is not complete.
  public static func read<Line: IndexReading>(
    in directory: Directory, named name: ByteString, limits: ArchiveLimits = .foreign,
    _ line: (Line) throws -> Void
  ) throws -> SnapshotSummary? {
    if var reader = readerAtIndex(directory, name, limits) { return try readLast(&reader, line) }
    var reader = try ArchiveReader(in: directory, named: name, limits: limits)
    return try find(in: &reader, line)
  }

  /// Passes over everything up to the index and reads that.
  public static func find<Line: IndexReading>(
    in reader: inout ArchiveReader, _ line: (Line) throws -> Void
  ) throws -> SnapshotSummary? {
    while let entry = try reader.next() {
      if entry.path == IndexLine.path { return try readLast(&reader, line) }
    }
    return nil
  }

  private static func readLast<Line: IndexReading>(
    _ reader: inout ArchiveReader, _ line: (Line) throws -> Void
  ) throws -> SnapshotSummary? {
    let summary = try read(&reader, line)
    guard try reader.next() == nil else { throw SnapshotFlaw("something follows its index") }
    return summary
  }

  /// A reader that has come to the index where the note says that it is; nil where it is not.
  private static func readerAtIndex(
    _ directory: Directory, _ name: ByteString, _ limits: ArchiveLimits
  ) -> ArchiveReader? {
    guard let file = try? ArchiveReader.open(name, in: directory), let place = (try? place(file)) ?? nil,
      lseek(file.number, off_t(place.offset), SEEK_SET) >= 0,
      var reader = try? ArchiveReader(file, named: "\(directory.path)/\(name)", limits: limits),
      let entry = try? reader.next(), entry.path == IndexLine.path
    else { return nil }
    return reader
  }

  /// Where the note behind an archive says that its index begins, in bytes of the archive; nil where there is no note.
  public static func notedPlace(in directory: Directory, named name: ByteString) throws -> Int? {
    try place(try ArchiveReader.open(name, in: directory))?.offset
  }

  private static func place(_ file: borrowing OpenFile) throws -> IndexPlace? {
    let size = try file.status().size
    let length = IndexPlace.length
    guard size > length else { return nil }
    let tail = [UInt8](unsafeUninitializedCapacity: length) { buffer, count in
      count = file.read(into: UnsafeMutableRawBufferPointer(buffer), at: size - length)
    }
    return IndexPlace(tail: tail).flatMap { $0.offset < size ? $0 : nil }
  }
}
