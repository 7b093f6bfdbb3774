// Writes a report or any other whole file: under a temporary name first, so that readers see all of it or nothing.

import Glibc

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

  /// Writes everything to standard output or standard error. A reader that went away ends the writing in silence.
  /// - Returns: false when the reader went away.
  @discardableResult
  public static func write(_ content: [UInt8], to stream: StandardStream) -> Bool {
    var written = 0
    while written < content.count {
      let result = content.withUnsafeBytes { buffer in
        Glibc.write(stream.rawValue, buffer.baseAddress.map { $0 + written }, buffer.count - written)
      }
      if result < 0, errno == EINTR { continue }
      guard result > 0 else { return false }
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

  /// Whether a person watches it.
  public var isTerminal: Bool { isatty(rawValue) == 1 }
}
