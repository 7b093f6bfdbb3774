// The files of the server whose configuration it is: this host's, or those below a folder, such as a mounted disk.

import Bytes
import SystemAccess

struct ServerFiles: Sendable {
  /// Empty for this host.
  let root: String

  /// - Parameter root: "" or "/" for this host.
  init(root: String) {
    var root = root[...]
    while root.hasSuffix("/") { root.removeLast() }
    self.root = String(root)
  }

  func place(of path: String) -> String { root + path }

  /// The path on the server of a path on this host; nil for one that lies elsewhere.
  func path(of place: String) -> String? {
    guard !root.isEmpty else { return place }
    return place.hasPrefix(root + "/") ? String(place.dropFirst(root.count)) : nil
  }

  func exists(_ path: String) -> Bool { FileReading.exists(place(of: path)) }

  func status(of path: String, followingLinks: Bool = true) -> FileStatus? {
    FileReading.status(of: place(of: path), followingLinks: followingLinks)
  }

  func content(of path: String) -> [UInt8]? {
    guard target(of: path) != nil else { return nil }
    return try? FileReading.contents(of: place(of: path), limit: ConfigurationCapture.fileLimit)
  }

  /// Byte by byte, sorted.
  func names(in path: String) throws(SystemError) -> [ByteString] {
    try FileReading.rawNames(inDirectory: place(of: path))
  }

  /// The path that a path leads to; nil when that is nowhere, or not on this server.
  func target(of path: String) -> String? {
    guard let real = FileReading.resolved(place(of: path)) else { return nil }
    guard !root.isEmpty else { return real }
    guard let base = FileReading.resolved(root), real.hasPrefix(base + "/") else { return nil }
    return String(real.dropFirst(base.count))
  }
}
