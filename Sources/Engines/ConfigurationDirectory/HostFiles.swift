// The files that a configuration refers to, looked up on this host.

import SystemAccess

/// For this host's own configuration: every path means what it says.
public struct HostFiles: ReferencedFiles {
  public init() {}

  public var areOfHost: Bool { true }

  public func state(of path: String) -> FileState {
    switch FileReading.presence(of: path) {
    case .present: .present
    case .missing: .missing
    case .unknown(let error): .unknown("\(error)")
    }
  }

  public func content(of path: String) -> [UInt8]? { try? FileReading.contents(of: path) }

  public func modificationTime(of path: String) -> Int64? { FileReading.status(of: path)?.modified.seconds }
}
