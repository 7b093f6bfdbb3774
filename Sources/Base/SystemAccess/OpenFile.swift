// An open file of a directory. It closes itself.

import Bytes
import Glibc

public struct OpenFile: ~Copyable, Sendable {
  /// The descriptor; not to be closed.
  public let number: Int32

  init(number: Int32) { self.number = number }

  /// Another descriptor of an open file or pipe.
  public init(copyOf number: Int32) throws(SystemError) {
    self.number = fcntl(number, F_DUPFD_CLOEXEC, 3)
    guard self.number >= 0 else { throw SystemError("read", "a pipe", code: errno) }
  }

  /// Opens whatever has this path, links followed, and waits for nothing: a FIFO without a writer is open at once.
  public init(reading path: String) throws(SystemError) {
    number = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
    guard number >= 0 else { throw SystemError("read", path, code: errno) }
  }

  /// A file without a name, for writing and reading: it is gone when it is closed, whatever happens.
  /// - Parameter directory: on whose file system it lies.
  public static func nameless(in directory: Directory) throws(SystemError) -> OpenFile {
    let name = ByteString(".nameless\(getpid())-\(UInt64.random(in: 0...UInt64.max))")
    let file = try directory.create(name, mode: 0o600)
    try directory.remove(name)
    return file
  }

  /// Takes what is written and keeps nothing.
  public static func nowhere() throws(SystemError) -> OpenFile {
    let number = open("/dev/null", O_RDWR | O_CLOEXEC)
    guard number >= 0 else { throw SystemError("open", "/dev/null", code: errno) }
    return OpenFile(number: number)
  }

  deinit { _ = close(number) }

  public func status() throws(SystemError) -> FileStatus {
    var status = stat()
    guard fstat(number, &status) == 0 else { throw SystemError("look at", "a file", code: errno) }
    return FileStatus(status)
  }

  /// Goes back to the beginning, for those that read on from where the file is: LineBlocks, the tool of a Pipeline.
  public func rewind(named path: String) throws(SystemError) {
    guard lseek(number, 0, SEEK_SET) == 0 else { throw SystemError("read", path, code: errno) }
  }

  /// Reads from an offset. Returns how many bytes; 0 at the end and when reading fails, for those who know the size.
  public func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) -> Int {
    OpenFile.read(number, into: buffer, at: offset)
  }

  /// For closures that outlive a borrowed file but not the file itself.
  public static func read(_ number: Int32, into buffer: UnsafeMutableRawBufferPointer, at offset: Int) -> Int {
    while true {
      let result = pread(number, buffer.baseAddress, buffer.count, off_t(offset))
      if result < 0, errno == EINTR { continue }
      return max(0, result)
    }
  }

  /// The whole content; throws when it is larger than the limit, and when it cannot be read to its end. A file that
  /// becomes shorter meanwhile is shorter.
  /// - Parameter known: its size, if it has been asked for already.
  public func content(
    size known: Int? = nil, limit: Int, named path: @autoclosure () -> String
  ) throws(SystemError) -> [UInt8] {
    let size: Int
    if let known { size = known } else { size = try status().size }
    guard size <= limit else { throw SystemError("read", path(), refused: "it is larger than \(limit >> 20) MB") }
    return try bytes(0..<size, named: path())
  }

  /// A part of the content, or what is there of it.
  public func bytes(_ range: Range<Int>, named path: @autoclosure () -> String) throws(SystemError) -> [UInt8] {
    try OpenFile.bytes(of: number, range, named: path())
  }

  /// The same for whoever has no more than the number.
  public static func bytes(
    of number: Int32, _ range: Range<Int>, named path: @autoclosure () -> String
  ) throws(SystemError) -> [UInt8] {
    var failure: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: range.count) { buffer, count in
      while count < range.count {
        let place = off_t(range.lowerBound + count)
        let got = pread(number, buffer.baseAddress.map { $0 + count }, range.count - count, place)
        if got < 0, errno == EINTR { continue }
        if got < 0 { failure = errno }
        guard got > 0 else { break }
        count += got
      }
    }
    guard failure == 0 else { throw SystemError("read", path(), code: failure) }
    return bytes
  }

  /// Appends to the file, all of it.
  public func write(_ bytes: [UInt8], named path: String) throws(SystemError) {
    try OpenFile.write(bytes, to: number, named: path)
  }

  /// The same for closures that cannot have the file itself.
  /// - Parameter offset: to write over what lies there; nil to append.
  public static func write(
    _ bytes: [UInt8], to number: Int32, at offset: Int? = nil, named path: String
  ) throws(SystemError) {
    var written = 0
    while written < bytes.count {
      let result = bytes.withUnsafeBytes { buffer in
        let rest = buffer.baseAddress.map { $0 + written }
        let count = buffer.count - written
        return offset.map { pwrite(number, rest, count, off_t($0 + written)) } ?? Glibc.write(number, rest, count)
      }
      if result < 0, errno == EINTR { continue }
      guard result > 0 else { throw SystemError("write", path, code: errno) }
      written += result
    }
  }

  public func setOwner(_ owner: UInt32, _ group: UInt32, named path: String) throws(SystemError) {
    guard fchown(number, owner, group) == 0 else { throw SystemError("change the owner of", path, code: errno) }
  }

  public func setMode(_ mode: UInt32, named path: String) throws(SystemError) {
    guard fchmod(number, mode) == 0 else { throw SystemError("change the mode of", path, code: errno) }
  }

  /// Sets the modification time, in seconds since the epoch.
  public func setModified(_ seconds: Int64, named path: String) throws(SystemError) {
    let times = [timespec(tv_sec: Int(seconds), tv_nsec: 0), timespec(tv_sec: Int(seconds), tv_nsec: 0)]
    guard futimens(number, times) == 0 else { throw SystemError("change the time of", path, code: errno) }
  }

  /// Waits until the content is on the disk.
  public func sync(named path: String) throws(SystemError) {
    guard fsync(number) == 0 else { throw SystemError("write", path, code: errno) }
  }

  /// Waits until what was written to a descriptor of somebody else's is on the disk, if it is a file: a pipe has no disk.
  /// - Returns: what the system said against it.
  public static func sync(_ number: Int32, named path: String) -> SystemError? {
    guard fsync(number) != 0, errno != EINVAL, errno != EROFS, errno != ENOTSUP else { return nil }
    return SystemError("write", path, code: errno)
  }
}
