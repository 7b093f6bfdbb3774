// Reads the index of a snapshot without reading the messages, and the manifest.

public import Bytes
import Glibc
import PostfixQueue
public import SystemAccess

public enum SnapshotIndex {
  /// The manifest of an archive, which is its first file.
  /// - Returns: with the SHA-256 of its bytes.
  public static func manifest(of reader: inout ArchiveReader) throws -> (SnapshotManifest, digest: String) {
    guard let entry = try reader.next(), entry.path == SnapshotManifest.path else {
      throw SnapshotFlaw("it does not begin with a manifest")
    }
    let content = try reader.content(limit: 1 << 20)
    return (try SnapshotManifest(json: content), SHA256Digest.text(of: SHA256Digest.of(content)))
  }

  /// Reads the lines of an index that the reader has come to.
  /// - Returns: the summary, which is the last line; nil when it is missing.
  public static func read<Line: IndexReading>(
    _ reader: inout ArchiveReader, _ line: (Line) throws -> Void
  ) throws -> SnapshotSummary? {
    var text = IndexText(blockSize: 1 << 20)
    var order = IndexOrder()
    while let block = try text.next(&reader) {
      for range in block.lines { try order.pass(try Line(block.bytes, range), to: line) }
    }
    return order.summary
  }

  /// The same in threads of their own, for those who want all of every line.
  public static func read<Line: IndexReading & Sendable>(
    _ reader: inout ArchiveReader, threads: Int, _ line: (Line) throws -> Void
  ) throws -> SnapshotSummary? {
    var text = IndexText(blockSize: 1 << 18)
    var order = IndexOrder()
    try OrderedWork.attempt(
      threads: threads, worker: {}, input: { try text.next(&reader) },
      work: { (_, block) in try block.lines.map { try Line(block.bytes, $0) } },
      take: { lines in for found in lines { try order.pass(found, to: line) } })
    return order.summary
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
