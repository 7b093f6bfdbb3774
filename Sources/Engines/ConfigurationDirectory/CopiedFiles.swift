// The files that a copied configuration refers to: only those inside the copy can be looked up.
//
// /etc/postfix/virtual of the other server is ./copy/virtual here. What lies elsewhere on the other server cannot be
// told; a file of that name on this host says nothing about it.

import SystemAccess

public struct CopiedFiles: ReferencedFiles {
  /// Where a configuration usually lies on its own server.
  static let usualPlace = "/etc/postfix"

  let directory: String

  public init(directory: String) { self.directory = directory }

  public func state(of path: String) -> FileState {
    guard let copy = place(of: path) else { return .unknown("\(path) is not part of the directory") }
    return HostFiles().state(of: copy)
  }

  public func content(of path: String) -> [UInt8]? { place(of: path).flatMap { HostFiles().content(of: $0) } }

  /// The path inside the copy; nil for a path that leads elsewhere.
  func place(of path: String) -> String? {
    guard !path.split(separator: "/").contains("..") else { return nil }
    for folder in [Self.usualPlace, directory, FilePath.absolute(directory)] where path.hasPrefix("\(folder)/") {
      return directory + path.dropFirst(folder.count)
    }
    return nil
  }
}
