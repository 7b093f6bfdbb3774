// A directory below /tmp that is removed, with everything in it, when nobody holds it any more.

import Glibc

public final class TemporaryDirectory: Sendable {
  public let path: String

  /// Others may look into it, but not write.
  public init(prefix: String) throws(SystemError) {
    var template = Array("/tmp/\(prefix)-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw SystemError("make", "a directory in /tmp", code: errno) }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    guard chmod(path, 0o755) == 0 else { throw SystemError("make", path, code: errno) }
  }

  deinit { FileTree.remove(path) }

  public func makeDirectory(_ name: String) throws(SystemError) {
    let directory = "\(path)/\(name)"
    guard mkdir(directory, 0o755) == 0, chmod(directory, 0o755) == 0 else {
      throw SystemError("make", directory, code: errno)
    }
  }
}
