// A directory of a test's own, removed when the test is done.

import Glibc
import SystemAccess

public final class PrivateDirectory: Sendable {
  public let path: String

  /// Below /dev/shm where there is one: tests write many small files. POSTKEEP_TEST_DIRECTORY names another place, so that
  /// the tests can be run on another file system.
  private static let place = Host.environment("POSTKEEP_TEST_DIRECTORY") ?? usualPlace
  private static var usualPlace: String { access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp" }

  public init() throws {
    var template = Array("\(Self.place)/postkeep-test-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw TestFailure("mkdtemp: errno \(errno)") }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    chmod(path, 0o755)
  }

  deinit { _ = try? Subprocess.run("rm", ["-rf", path]) }

  /// Writes a file with an old modification time: postconf waits for files that have just changed.
  public func write(_ content: [UInt8], to name: String) throws {
    let file = "\(path)/\(name)"
    guard let stream = fopen(file, "w") else { throw TestFailure("cannot write \(file): errno \(errno)") }
    content.withUnsafeBytes { _ = fwrite($0.baseAddress, 1, $0.count, stream) }
    fclose(stream)
    var times = [timeval(tv_sec: 1_000_000_000, tv_usec: 0), timeval(tv_sec: 1_000_000_000, tv_usec: 0)]
    utimes(file, &times)
  }

  public func write(_ content: String, to name: String) throws { try write(Array(content.utf8), to: name) }

  public func remove(_ name: String) { unlink("\(path)/\(name)") }
}

/// Why a test could not be carried out.
public struct TestFailure: Error, CustomStringConvertible {
  public let description: String
  public init(_ description: String) { self.description = description }
}
