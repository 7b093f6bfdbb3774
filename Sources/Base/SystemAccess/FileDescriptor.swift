// An open file that closes itself.

import Glibc

/// Owns a file descriptor.
struct FileDescriptor: ~Copyable {
  let number: Int32

  /// Opens a file. Throws the errno of open(2).
  init(_ path: String, flags: Int32, mode: mode_t = 0, operation: String) throws(SystemError) {
    let result = open(path, flags | O_CLOEXEC, mode)
    guard result >= 0 else { throw SystemError(operation, path, code: errno) }
    number = result
  }

  /// A second descriptor for an open file, such as standard input.
  init(duplicating other: Int32, named path: String) throws(SystemError) {
    let result = fcntl(other, F_DUPFD_CLOEXEC, 3)
    guard result >= 0 else { throw SystemError("read", path, code: errno) }
    number = result
  }

  deinit { _ = close(number) }
}
