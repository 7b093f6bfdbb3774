// Puts files into a queue as cleanup does: made under another name, named after their own inode at the end.

import Glibc

final class QueueFileStore {
  private let queue: Int32
  private let owners: QueueOwners
  private var hashDirectories: Set<String> = []

  init(_ path: String, owners: QueueOwners) throws {
    self.owners = owners
    queue = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard queue >= 0 else { throw TestFailure("cannot open \(path): errno \(errno)") }
  }

  deinit { _ = close(queue) }

  /// A file that has an inode, but neither content nor its name yet.
  struct Unnamed {
    let descriptor: Int32
    let name: String
    let inode: UInt64
  }

  func begin(_ name: String) throws -> Unnamed {
    let descriptor = openat(queue, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    var status = stat()
    guard descriptor >= 0, fstat(descriptor, &status) == 0 else { throw failure("make", name) }
    return Unnamed(descriptor: descriptor, name: name, inode: UInt64(status.st_ino))
  }

  /// - Parameter isDropped: whether the file belongs to a local user, as in maildrop.
  func finish(
    _ file: Unnamed, as path: String, _ content: [UInt8], mode: UInt32, modified: Int, isDropped: Bool = false
  ) throws {
    defer { close(file.descriptor) }
    let times = [timespec(tv_sec: modified, tv_nsec: 0), timespec(tv_sec: modified, tv_nsec: 0)]
    try writeAll(content, to: file.descriptor, path)
    guard fchown(file.descriptor, isDropped ? 0 : owners.user, isDropped ? owners.dropGroup : owners.group) == 0,
      fchmod(file.descriptor, mode) == 0, futimens(file.descriptor, times) == 0
    else { throw failure("finish", path) }
    try makeDirectories(of: path)
    guard renameat(queue, file.name, queue, path) == 0 else { throw failure("rename", path) }
  }

  /// A defer, bounce or trace log.
  func write(log path: String, _ content: [UInt8]) throws {
    try makeDirectories(of: path)
    let file = try begin(path)
    defer { close(file.descriptor) }
    try writeAll(content, to: file.descriptor, path)
    guard fchown(file.descriptor, owners.user, owners.group) == 0 else { throw failure("finish", path) }
  }

  private func writeAll(_ content: [UInt8], to descriptor: Int32, _ path: String) throws {
    var written = 0
    while written < content.count {
      let result = content.withUnsafeBytes { buffer in
        Glibc.write(descriptor, buffer.baseAddress.map { $0 + written }, buffer.count - written)
      }
      guard result > 0 else { throw failure("write", path) }
      written += result
    }
  }

  /// "deferred/A/B/" for "deferred/A/B/ID"; the first one is always there.
  private func makeDirectories(of path: String) throws {
    let names = path.split(separator: "/").dropLast()
    guard names.count > 1, hashDirectories.insert(names.joined(separator: "/")).inserted else { return }
    for depth in 2...names.count {
      let directory = names.prefix(depth).joined(separator: "/")
      guard mkdirat(queue, directory, 0o700) == 0 || errno == EEXIST,
        fchownat(queue, directory, owners.user, 0, 0) == 0
      else { throw failure("make", directory) }
    }
  }

  private func failure(_ operation: String, _ path: String) -> TestFailure {
    TestFailure("cannot \(operation) \(path): errno \(errno)")
  }
}
