// One run at a time: a lock on a file of our own, which the system lets go of when the program ends, however it ends.

public import Bytes
import Glibc

public struct FileLock: ~Copyable {
  private let file: OpenFile

  /// Locks a file in a directory; makes the file if need be. Nil when somebody else holds it.
  public init?(_ name: ByteString, in directory: Directory) throws(SystemError) {
    let number = Directory.withCString(name) {
      openat(directory.number, $0, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
    }
    guard number >= 0 else { throw SystemError("lock", "\(directory.path)/\(name)", code: errno) }
    let file = OpenFile(number: number)
    while flock(number, LOCK_EX | LOCK_NB) != 0 {
      if errno == EINTR { continue }
      if errno == EWOULDBLOCK { return nil }
      throw SystemError("lock", "\(directory.path)/\(name)", code: errno)
    }
    self.file = file
  }

  /// Lets others share the lock, which nobody can hold alone from then on. False when somebody else was faster, for the
  /// system lets go of the lock in between.
  public func share() -> Bool {
    while flock(file.number, LOCK_SH | LOCK_NB) != 0 {
      if errno != EINTR { return false }
    }
    return true
  }

  // A child that is just being started may have the file open for another moment.
  deinit { _ = flock(file.number, LOCK_UN) }
}

extension Directory {
  /// Whether somebody else holds a lock on a file, by flock(2) or by fcntl(2). False where there is no file.
  /// - Parameter countingShared: whether a lock that several may hold is one. Nobody else gets a lock during the look.
  public func isLocked(_ name: ByteString, countingShared: Bool = false) throws(SystemError) -> Bool {
    let number = Self.withCString(name) { openat(self.number, $0, O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC) }
    if number < 0, errno == ENOENT { return false }
    guard number >= 0 else { throw SystemError("look at", "\(path)/\(name)", code: errno) }
    let file = OpenFile(number: number)
    while flock(file.number, (countingShared ? LOCK_EX : LOCK_SH) | LOCK_NB) != 0 {
      if errno == EINTR { continue }
      if errno == EWOULDBLOCK { return true }
      throw SystemError("look at", "\(path)/\(name)", code: errno)
    }
    _ = flock(file.number, LOCK_UN)
    var lock = Glibc.flock()
    lock.l_type = Int16(F_WRLCK)
    lock.l_whence = Int16(SEEK_SET)
    guard fcntl(file.number, F_GETLK, &lock) == 0 else {
      throw SystemError("look at", "\(path)/\(name)", code: errno)
    }
    return lock.l_type != Int16(F_UNLCK)
  }
}
