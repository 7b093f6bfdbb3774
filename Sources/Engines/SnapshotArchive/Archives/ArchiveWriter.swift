// Writes an archive of queue files: pax tar, compressed with zstd, with a checksum of the content. `tar --zstd -x` and
// bsdtar read it. Memory use does not grow with the files, only by 32 bytes for each path.
//
// Into a directory, the archive appears under its name when it is complete and on the disk, or never.

public import Bytes
public import SystemAccess

public struct ArchiveWriter: ~Copyable {
  private let tar: TarWriter
  private let sink: CompressedSink
  /// Nil for a descriptor of the caller's.
  private let file: ArchiveFile?
  private let descriptor: Int32
  private let archive: String
  /// Of compression.
  let level: Int

  private var paths: Set<PathMark> = []
  /// The file that is being written, and how many bytes of it are missing.
  private var current: (path: ByteString, missing: Int)?
  /// After a failure nothing more is written.
  private var failure: ArchiveError?

  /// Files written so far, the one in work included.
  public private(set) var entryCount = 0
  /// Bytes of content so far.
  public private(set) var contentBytes = 0
  /// Bytes of archive so far; what is still being compressed is missing.
  public var archiveBytes: Int { sink.written }

  /// An archive in a directory. Throws when the name is taken.
  /// - Parameters:
  ///   - level: of zstd, 1 to 19; 3 is fast.
  ///   - threads: that compress and write beside the calling one, 0 to 64.
  public init(
    in directory: Directory, named name: ByteString, level: Int = 3, threads: Int = 0
  ) throws(ArchiveError) {
    let file = try ArchiveFile(in: directory, named: name)
    try self.init(to: file.descriptor, file, named: file.path, level, threads)
  }

  /// An archive to an open descriptor, such as standard output. It is not closed. What is dropped unfinished has no end,
  /// and no reader takes it for an archive.
  /// - Parameter name: for messages.
  public init(
    descriptor: Int32, named name: String, level: Int = 3, threads: Int = 0
  ) throws(ArchiveError) {
    try self.init(to: descriptor, nil, named: name, level, threads)
  }

  private init(
    to descriptor: Int32, _ file: ArchiveFile?, named archive: String, _ level: Int, _ threads: Int
  ) throws(ArchiveError) {
    let sink = try CompressedSink(descriptor: descriptor, named: archive, level: level, threads: threads)
    tar = try TarWriter(to: sink, named: archive)
    self.sink = sink
    self.file = file
    self.descriptor = descriptor
    self.archive = archive
    self.level = level
  }

  /// Writes a file at once. The content has to be as long as the entry says.
  public mutating func add(_ entry: ArchiveEntry, content: [UInt8]) throws(ArchiveError) {
    try begin(entry)
    try write(content)
    try end()
  }

  /// Begins a file whose content comes in pieces.
  public mutating func begin(_ entry: ArchiveEntry) throws(ArchiveError) {
    try proceed { writer throws(ArchiveError) in
      guard writer.current == nil else { throw writer.misuse(entry.path, "the file before it was not ended") }
      if let flaw = ArchivePath.flaw(entry.path) { throw writer.misuse(entry.path, "it would be \(flaw)") }
      guard entry.size >= 0, entry.mode <= 0o7777, 0..<1_000_000_000 ~= entry.modified.nanoseconds else {
        throw writer.misuse(entry.path, "its size, mode or time is none that a file can have")
      }
      guard writer.paths.insert(PathMark(entry.path)).inserted else {
        throw writer.misuse(entry.path, "it is in the archive already")
      }
      try writer.tar.begin(entry)
      writer.current = (entry.path, entry.size)
      writer.entryCount += 1
    }
  }

  /// The next bytes of the file.
  public mutating func write(_ bytes: UnsafeRawBufferPointer) throws(ArchiveError) {
    try proceed { writer throws(ArchiveError) in
      try writer.expect(bytes.count)
      try writer.tar.write(bytes)
    }
  }

  private mutating func expect(_ count: Int) throws(ArchiveError) {
    guard let current else { throw misuse(nil, "no file was begun") }
    guard count <= current.missing else { throw misuse(current.path, "it is longer than it was said to be") }
    self.current = (current.path, current.missing - count)
    contentBytes += count
  }

  public mutating func write(_ bytes: [UInt8]) throws(ArchiveError) {
    // A closure of withUnsafeBytes with a typed error would be turned into an untyped one.
    let result = bytes.withUnsafeBytes { buffer -> Result<Void, ArchiveError> in
      do throws(ArchiveError) { return .success(try write(buffer)) } catch { return .failure(error) }
    }
    try result.get()
  }

  /// The next bytes of the file, compressed already.
  mutating func write(_ piece: CompressedPiece) throws(ArchiveError) {
    try proceed { writer throws(ArchiveError) in
      try writer.expect(piece.size)
      try writer.tar.write(piece)
    }
  }

  /// Ends the file. Throws when content is missing.
  public mutating func end() throws(ArchiveError) {
    try proceed { writer throws(ArchiveError) in
      guard let current = writer.current else { throw writer.misuse(nil, "no file was begun") }
      guard current.missing == 0 else {
        throw writer.misuse(current.path, "it is \(current.missing) bytes shorter than it was said to be")
      }
      try writer.tar.end()
      writer.current = nil
    }
  }

  /// Lets the next file begin where a reader can begin, too.
  /// - Returns: where that is, in bytes of the archive.
  mutating func beginReadablePart() throws(ArchiveError) -> Int {
    try proceed { writer throws(ArchiveError) in
      guard writer.current == nil else { throw writer.misuse(nil, "the file before was not ended") }
      try writer.sink.end()
    }
    return sink.written
  }

  /// Completes the archive. When this returns, the archive lies on the disk under its name; when it throws, there is no
  /// archive of that name, unless only the directory could not be written back.
  /// - Parameter note: is put behind the archive, where readers of archives pass over it.
  /// - Returns: the size of the archive in bytes.
  @discardableResult
  public consuming func finish(note: [UInt8]? = nil) throws(ArchiveError) -> Int {
    try proceed { writer throws(ArchiveError) in
      if let current = writer.current { throw writer.misuse(current.path, "it was not ended") }
      try writer.tar.close()
      try writer.sink.end()
      if let note { try writer.sink.note(note) }
      if let file = writer.file {
        try file.keep()
      } else if let error = OpenFile.sync(writer.descriptor, named: writer.archive) {
        throw ArchiveError("write", writer.archive, error)
      }
    }
    return sink.written
  }

  private mutating func proceed(
    _ step: (inout ArchiveWriter) throws(ArchiveError) -> Void
  ) throws(ArchiveError) {
    if let failure { throw failure }
    do throws(ArchiveError) {
      try step(&self)
    } catch {
      failure = error
      throw error
    }
  }

  private borrowing func misuse(_ path: ByteString?, _ reason: String) -> ArchiveError {
    ArchiveError(.misuse, "write", archive, path: path, reason)
  }
}
