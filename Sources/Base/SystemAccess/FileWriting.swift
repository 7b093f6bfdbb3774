// Writes a report or any other whole file: under a temporary name first, so that readers see all of it or nothing.

import Glibc
import Synchronization

public enum FileWriting {
  /// Replaces or creates the file. A device or FIFO is written in place.
  public static func write(_ content: [UInt8], to path: String) throws(SystemError) {
    var status = stat()
    if stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
      let file = try FileDescriptor(path, flags: O_WRONLY, operation: "write")
      return try write(content, to: file, path: path)
    }
    let temporary = "\(path).tmp\(getpid())"
    do throws(SystemError) {
      let file = try FileDescriptor(
        temporary, flags: O_WRONLY | O_CREAT | O_EXCL, mode: 0o644, operation: "write")
      try write(content, to: file, path: path)
    } catch {
      if error.code != EEXIST { unlink(temporary) }
      throw SystemError("write", path, code: error.code)
    }
    guard rename(temporary, path) == 0 else {
      let failure = errno
      unlink(temporary)
      throw SystemError("write", path, code: failure)
    }
  }

  /// Removes a file, if it is there.
  public static func remove(_ path: String) throws(SystemError) {
    guard unlink(path) != 0, errno != ENOENT else { return }
    throw SystemError("remove", path, code: errno)
  }

  /// Writes everything to standard output or standard error. A reader that went away ends the writing in silence; what
  /// else stops it is kept in `StandardStream.failure`.
  /// - Returns: false when nothing more can be written.
  @discardableResult
  public static func write(_ content: [UInt8], to stream: StandardStream) -> Bool {
    var written = 0
    while written < content.count {
      let result = content.withUnsafeBytes { buffer in
        Glibc.write(stream.rawValue, buffer.baseAddress.map { $0 + written }, buffer.count - written)
      }
      if result < 0, errno == EINTR { continue }
      guard result > 0 else {
        if errno != EPIPE { stream.note(errno) }
        return false
      }
      written += result
    }
    return true
  }

  private static func write(
    _ content: [UInt8], to file: borrowing FileDescriptor, path: String
  ) throws(SystemError) {
    var written = 0
    while written < content.count {
      let result = content.withUnsafeBytes { buffer in
        Glibc.write(file.number, buffer.baseAddress.map { $0 + written }, buffer.count - written)
      }
      if result < 0, errno == EINTR { continue }
      guard result > 0 else { throw SystemError("write", path, code: errno) }
      written += result
    }
  }
}

/// The streams a command writes to.
public enum StandardStream: Int32, Sendable {
  case input = 0
  case output = 1
  case error = 2

  /// Occupies the numbers of streams that are closed: the next file to be opened would get one, and what is meant for a
  /// person would be written into it. Writing to standard output still fails.
  public static func occupy() {
    for stream in [input, output, error] where fcntl(stream.rawValue, F_GETFD) < 0 {
      _ = open("/dev/null", stream == .error ? O_WRONLY : O_RDONLY)
    }
  }

  private static let failures = Mutex<SystemError?>(nil)

  /// Why standard output did not take everything; nil while it does.
  public static var failure: SystemError? { failures.withLock { $0 } }

  fileprivate func note(_ code: Int32) {
    guard self == .output else { return }
    Self.failures.withLock { $0 = $0 ?? SystemError("write to", "standard output", code: code) }
  }

  /// Whether a person watches it.
  public var isTerminal: Bool { isatty(rawValue) == 1 }
}
