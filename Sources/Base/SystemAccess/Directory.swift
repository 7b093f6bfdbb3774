// An open directory. Everything below is reached relative to it, one name at a time, and never through a symbolic link.

public import Bytes
import CSystemShims
import Glibc

public final class Directory: Sendable {
  let number: Int32
  /// For messages only.
  public let path: String

  /// Opens a directory by its path, links followed.
  public init(_ path: String) throws(SystemError) {
    number = Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard number >= 0 else { throw SystemError("open", path, code: errno) }
    self.path = path
  }

  private init(number: Int32, path: String) {
    self.number = number
    self.path = path
  }

  deinit { close(number) }

  /// A directory in this one. Throws for a link and for anything else that is no directory.
  public func directory(_ name: ByteString) throws(SystemError) -> Directory {
    let path = "\(path)/\(name)"
    let number = Self.withCString(name) { openat(self.number, $0, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC) }
    guard number >= 0 else { throw refusal(of: name, path, code: errno) }
    return Directory(number: number, path: path)
  }

  /// The system calls a link no directory, though it may lead to one.
  private func refusal(of name: ByteString, _ path: String, code: Int32) -> SystemError {
    guard code == ENOTDIR || code == ELOOP, (try? status(of: name))?.kind == .link else {
      return SystemError("open", path, code: code)
    }
    return SystemError("open", path, code: code, reason: "it is a link, and links are not followed")
  }

  public func status() throws(SystemError) -> FileStatus {
    var status = stat()
    guard fstat(number, &status) == 0 else { throw SystemError("look at", path, code: errno) }
    return FileStatus(status)
  }

  /// What lies under a name, links not followed; nil when nothing does.
  public func status(of name: ByteString) throws(SystemError) -> FileStatus? {
    var status = stat()
    let result = Self.withCString(name) { fstatat(number, $0, &status, AT_SYMLINK_NOFOLLOW) }
    return try found(status, result, name)
  }

  /// The same for a name of a listing.
  public func status(of names: DirectoryNames, _ index: Int) throws(SystemError) -> FileStatus? {
    var status = stat()
    let result = names.withCString(index) { fstatat(number, $0, &status, AT_SYMLINK_NOFOLLOW) }
    return try found(status, result, names[index])
  }

  /// Whether chattr(1) has made it impossible to change or move what lies under a name; nil for the directory itself. False
  /// where the file system does not tell.
  public func isImmutable(_ name: ByteString? = nil) -> Bool {
    Self.withCString(name ?? "") { postkeep_is_immutable(number, $0) } != 0
  }

  private func found(
    _ status: stat, _ result: Int32, _ name: @autoclosure () -> ByteString
  ) throws(SystemError) -> FileStatus? {
    if result == 0 { return FileStatus(status) }
    if errno == ENOENT { return nil }
    throw SystemError("look at", "\(path)/\(name())", code: errno)
  }

  /// Opens a file for reading without disturbing anyone; nil when there is none.
  public func open(_ name: ByteString) throws(SystemError) -> OpenFile? {
    try opened(Self.withCString(name) { openFile($0) }, name)
  }

  /// The same for a name of a listing.
  public func open(_ names: DirectoryNames, _ index: Int) throws(SystemError) -> OpenFile? {
    try opened(names.withCString(index) { openFile($0) }, names[index])
  }

  private func openFile(_ name: UnsafePointer<CChar>) -> Int32 {
    let flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC
    let number = openat(self.number, name, flags | postkeep_o_noatime)
    // Only the owner and root may leave the access time alone.
    return number < 0 && errno == EPERM ? openat(self.number, name, flags) : number
  }

  private func opened(_ number: Int32, _ name: @autoclosure () -> ByteString) throws(SystemError) -> OpenFile? {
    guard number < 0 else { return OpenFile(number: number) }
    if errno == ENOENT { return nil }
    throw SystemError("read", "\(path)/\(name())", code: errno)
  }

  static func withCString<Result>(_ name: ByteString, _ body: (UnsafePointer<CChar>) -> Result) -> Result {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: name.count + 1) { buffer in
      // A name with a NUL ends there, which names nothing of a listing.
      for (index, byte) in name.bytes.enumerated() { buffer[index] = CChar(bitPattern: byte) }
      buffer[name.count] = 0
      guard let start = buffer.baseAddress else { return body("") }
      return body(start)
    }
  }
}
