// Reads an archive of queue files and trusts nothing in it: files with plain paths come out, anything else is an error.
//
// Directories are passed over. After an error the reader gives that error again. Only when `next` has returned nil was
// the archive complete and its checksum right; what came before may have been damaged all the same.

public import Bytes
import Glibc
public import SystemAccess

public struct ArchiveReader: ~Copyable {
  private let tar: TarReader
  private let source: CompressedSource
  private let archive: String
  private let limits: ArchiveLimits

  private var paths: Set<PathMark> = []
  private var headers = 0
  /// The file that is being read, and how many bytes of it are left.
  private var current: (path: ByteString, left: Int)?
  private var isAtEnd = false
  private var failure: ArchiveError?

  /// Files so far.
  public private(set) var entryCount = 0
  /// Bytes of content that the headers so far promised.
  public private(set) var contentBytes = 0
  /// Bytes of the archive file that were read.
  public var archiveBytes: Int { source.fileBytes }
  /// Where the compressed part begins that was read last, in bytes of the archive file.
  public var lastPart: Int { source.contentFrame }
  /// All before this place in the archive file was proved by checksums.
  public var checkedPart: Int { source.checked }
  /// Whether all bytes of the archive file were read without an error, be it that it was cut behind them.
  public var isExhausted: Bool { source.hasEnded }

  /// Opens a regular file, compressed with zstd or plain tar. A symbolic link is not followed.
  /// - Parameter isAhead: a thread of its own decompresses, for those who read all of it.
  public init(
    in directory: Directory, named name: ByteString, limits: ArchiveLimits = .none, ahead isAhead: Bool = false
  ) throws(ArchiveError) {
    let archive = "\(directory.path)/\(name)"
    try self.init(try Self.open(name, in: directory), named: archive, limits: limits, ahead: isAhead)
  }

  /// Reads what a tool makes of an archive.
  public init(
    _ pipeline: Pipeline, named archive: String, limits: ArchiveLimits = .none, ahead isAhead: Bool = false
  ) throws(ArchiveError) {
    let file: OpenFile
    do throws(SystemError) { file = try OpenFile(copyOf: pipeline.number) } catch {
      throw ArchiveError("read", archive, error)
    }
    try self.init(file, named: archive, limits: limits, ahead: isAhead)
  }

  /// Reads from an open file.
  /// - Parameter name: for messages.
  public init(
    _ file: consuming OpenFile, named archive: String, limits: ArchiveLimits = .none, ahead isAhead: Bool = false
  ) throws(ArchiveError) {
    let source = try CompressedSource(file, named: archive, limits, ahead: isAhead)
    tar = try TarReader(from: source, named: archive)
    self.source = source
    self.archive = archive
    self.limits = limits
  }

  static func open(_ name: ByteString, in directory: Directory) throws(ArchiveError) -> OpenFile {
    let archive = "\(directory.path)/\(name)"
    do throws(SystemError) {
      guard let file = try directory.open(name) else { throw SystemError.failure("read", archive, code: ENOENT) }
      guard try file.status().kind == .regular else {
        throw SystemError.refusal("read", archive, "it is not a regular file")
      }
      return file
    } catch {
      throw ArchiveError("read", archive, error)
    }
  }

  /// The next file; nil at the end. Content that was not read is passed over.
  public mutating func next() throws(ArchiveError) -> ArchiveEntry? {
    if isAtEnd { return nil }
    return try proceed { reader throws(ArchiveError) in
      reader.current = nil
      while let header = try reader.tar.next() {
        reader.headers += 1
        guard reader.headers <= reader.limits.entries else {
          throw reader.error(.tooLarge, nil, "it holds more than \(reader.limits.entries) files")
        }
        if let entry = try reader.admit(header) {
          reader.current = (entry.path, entry.size)
          reader.entryCount += 1
          return entry
        }
      }
      reader.isAtEnd = true
      return nil
    }
  }

  /// The next bytes of the file's content. Returns how many; 0 at its end.
  public mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int {
    try proceed { reader throws(ArchiveError) in
      guard let current = reader.current else { throw reader.error(.misuse, nil, "there is no file to read") }
      guard current.left > 0, buffer.count > 0 else { return 0 }
      let count = try reader.tar.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer.prefix(current.left)))
      guard count > 0 else { throw reader.error(.damaged, current.path, "its content ends too early") }
      reader.current = (current.path, current.left - count)
      return count
    }
  }

  /// The same into an array. Returns how many; 0 at the file's end.
  public mutating func read(into bytes: inout [UInt8]) throws(ArchiveError) -> Int {
    let result = bytes.withUnsafeMutableBytes { buffer -> Result<Int, ArchiveError> in
      do throws(ArchiveError) { return .success(try read(into: buffer)) } catch { return .failure(error) }
    }
    return try result.get()
  }

  /// What is left of the file's content.
  /// - Parameter limit: in bytes; throws when there is more.
  public mutating func content(limit: Int) throws(ArchiveError) -> [UInt8] {
    let size = current?.left ?? 0
    guard size <= limit else {
      throw error(.tooLarge, current?.path, "its \(size) bytes are more than the \(limit) that may be read at once")
    }
    var content = try bytes(min(size, 1 << 20))
    // A header promises much: memory is taken as the content comes.
    while content.count < size { content += try bytes(min(size - content.count, content.count)) }
    return content
  }

  /// The next bytes of the file's content; empty at its end.
  mutating func content(upTo limit: Int) throws(ArchiveError) -> [UInt8] { try bytes(min(limit, current?.left ?? 0)) }

  /// - Parameter count: no more than is left.
  private mutating func bytes(_ count: Int) throws(ArchiveError) -> [UInt8] {
    var failure: ArchiveError?
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count, failure == nil {
        do throws(ArchiveError) {
          filled += try read(
            into: UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: buffer[filled..<count])))
        } catch {
          failure = error
        }
      }
    }
    if let failure { throw failure }
    return bytes
  }

  /// The file of a header; nil for a directory.
  private mutating func admit(_ header: TarReader.Header) throws(ArchiveError) -> ArchiveEntry? {
    var path = header.path
    if case .directory = header.kind, path.hasSuffix("/") { path.bytes.removeLast() }
    if let flaw = ArchivePath.flaw(path) { throw error(.refused, path, "it is \(flaw)") }
    switch header.kind {
    case .file: break
    case .directory: return nil
    case .other(let what): throw error(.refused, path, "it is \(what)")
    }
    guard paths.insert(PathMark(path)).inserted else { throw error(.refused, path, "it is there twice") }
    guard let size = Int(exactly: header.size), size >= 0, 0..<1_000_000_000 ~= header.nanoseconds else {
      throw error(.damaged, path, "its size or time is none that a file can have")
    }
    guard let owner = UInt32(exactly: header.owner), let group = UInt32(exactly: header.group) else {
      throw error(.damaged, path, "its owner or group is none that a file can have")
    }
    guard size <= limits.entryBytes else {
      throw error(.tooLarge, path, "its \(size) bytes are more than the \(limits.entryBytes) that a file may have")
    }
    guard size <= limits.totalBytes - contentBytes else {
      throw error(.tooLarge, path, "with it, the files have more than \(limits.totalBytes) bytes")
    }
    contentBytes += size
    return ArchiveEntry(
      path: path, size: size, mode: header.mode & 0o7777, owner: owner, group: group,
      modified: FileStatus.Time(seconds: header.seconds, nanoseconds: header.nanoseconds))
  }

  private mutating func proceed<Value>(
    _ step: (inout ArchiveReader) throws(ArchiveError) -> Value
  ) throws(ArchiveError) -> Value {
    if let failure { throw failure }
    do throws(ArchiveError) {
      return try step(&self)
    } catch {
      failure = error
      throw error
    }
  }

  private borrowing func error(_ cause: ArchiveError.Cause, _ path: ByteString?, _ reason: String) -> ArchiveError {
    ArchiveError(cause, "read", archive, path: path, reason)
  }
}
