// What lies where a file of a snapshot belongs.

import Bytes
import SystemAccess

enum LivePlace {
  case missing
  /// A regular file; `path` is where it lies, behind all links.
  case file(path: String, content: [UInt8], status: FileStatus)
  /// Nothing that is replaced, and what it is.
  case other(String)

  init(_ path: String) {
    guard let own = FileReading.status(of: path, followingLinks: false) else {
      self = Self.missing(path)
      return
    }
    guard own.kind == .regular || own.kind == .link else {
      self = .other("a \(own.kind == .directory ? "directory" : "special file") is in its place")
      return
    }
    guard let real = FileReading.resolved(path) else {
      self = .other("a link that leads nowhere is in its place")
      return
    }
    guard FileReading.status(of: real)?.kind == .regular else {
      self = .other("a link to \(real), which is no file, is in its place")
      return
    }
    do throws(SystemError) {
      let (content, status) = try FileReading.file(at: real)
      self = .file(path: real, content: content, status: status)
    } catch {
      self = .other("what is there cannot be read: \(error.reason)")
    }
  }

  private static func missing(_ path: String) -> LivePlace {
    if case .unknown(let error) = FileReading.presence(of: path) { return .other(error.reason) }
    var above = path
    repeat {
      above = FilePath.split(above).directory
    } while above != "/" && FileReading.status(of: above, followingLinks: false) == nil
    return FileReading.isDirectory(above) ? .missing : .other("\(above) is no directory")
  }
}
