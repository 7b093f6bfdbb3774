// The files that a copied configuration refers to: only those inside the copy can be looked up.
//
// /etc/postfix/virtual of the other server is ./copy/virtual here. What lies elsewhere on the other server cannot be
// told; a file of that name on this host says nothing about it.

import ConfigurationDirectory
import SystemAccess

struct CopiedFiles: ReferencedFiles {
  let directory: String

  func state(of path: String) -> FileState {
    guard let copy = place(of: path) else { return .unknown("\(path) is not part of the audited directory") }
    return HostFiles().state(of: copy)
  }

  func content(of path: String) -> [UInt8]? { place(of: path).flatMap { HostFiles().content(of: $0) } }

  private func place(of path: String) -> String? { ConfigurationDirectory.place(of: path, inCopy: directory) }
}
