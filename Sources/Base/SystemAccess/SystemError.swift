// Why the system refused: the operation, the path and errno, told as a sentence.

#if canImport(Glibc)
  import Glibc
#endif

/// A failed system call.
public struct SystemError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What was tried, for example "read".
  public let operation: String
  public let path: String
  /// The errno value; 0 for a refusal of our own that `reason` explains.
  public let code: Int32
  public let reason: String

  /// - Parameter reason: what the code alone does not say.
  init(_ operation: String, _ path: String, code: Int32, reason: String? = nil) {
    self.operation = operation
    self.path = path
    self.code = code
    self.reason = reason ?? Self.text(of: code)
  }

  init(_ operation: String, _ path: String, refused reason: String) {
    self.operation = operation
    self.path = path
    code = 0
    self.reason = reason
  }

  /// What the system said to a call that another module made.
  public static func failure(_ operation: String, _ path: String, code: Int32) -> SystemError {
    SystemError(operation, path, code: code)
  }

  /// A refusal of our own.
  public static func refusal(_ operation: String, _ path: String, _ reason: String) -> SystemError {
    SystemError(operation, path, refused: reason)
  }

  public var isMissing: Bool { code == ENOENT || code == ENOTDIR }
  /// Nothing has that name. Something else than a directory on the way to it is another matter.
  public var isAbsent: Bool { code == ENOENT }
  /// What has the name is a link, a socket or a device.
  public var isNoFile: Bool { code == ELOOP || code == ENXIO || code == ENODEV }
  /// Something is a symbolic link where none may be.
  public var isLoop: Bool { code == ELOOP }
  /// There is no room, on the disk or for its user.
  public var isFull: Bool { code == ENOSPC || code == EDQUOT }
  public var isPermission: Bool { code == EACCES || code == EPERM }

  public var description: String { "cannot \(operation) \(path): \(reason)" }

  private static func text(of code: Int32) -> String {
    switch code {
    case ENOENT: "no such file or directory"
    case EBADF: "it is closed"
    case EACCES: "permission denied"
    case EPERM: "operation not permitted"
    case ENOTDIR: "not a directory"
    case EISDIR: "is a directory"
    case ELOOP: "too many symbolic links"
    case ENOSPC: "no space left on the device"
    case EDQUOT: "the quota is exceeded"
    case EFBIG: "the file would be too large"
    case EPIPE: "nobody reads it any more"
    case EEXIST: "it exists already"
    case EROFS: "the file system is read-only"
    case EMFILE, ENFILE: "too many open files"
    case EIO: "input/output error"
    case EXDEV: "it lies on another file system"
    case ENAMETOOLONG: "the name is too long"
    case EBUSY: "it is in use"
    case ENXIO: "it is a socket or a device"
    default: "system error \(code)"
    }
  }
}
