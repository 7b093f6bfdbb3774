// The files that a configuration refers to, wherever they are looked up.

import Bytes
public import PostfixConfig

/// Whether a file is there, as this host can tell.
public enum FileState: Sendable {
  case present
  case missing
  /// Why it cannot be told.
  case unknown(String)
}

public protocol ReferencedFiles: Sendable {
  /// Whether these are the files of the host that runs the configuration, compiled tables and all.
  var areOfHost: Bool { get }
  func state(of path: String) -> FileState
  /// Nil when there is no such file or it cannot be read.
  func content(of path: String) -> [UInt8]?
  /// When it was changed last, in seconds since the epoch; nil where that says nothing, as for a copy.
  func modificationTime(of path: String) -> Int64?
}

extension ReferencedFiles {
  public var areOfHost: Bool { false }
  public func modificationTime(of path: String) -> Int64? { nil }

  /// The same files, for tables and lists of the configuration.
  public func tableSources(of configuration: Configuration) -> TableSources {
    let queue = configuration.value("queue_directory")?.text?.description
    return tableSources(queueDirectory: configuration.host == nil ? nil : queue)
  }

  /// The same files, for tables and lists.
  ///
  /// - Parameter queueDirectory: where daemons look for relative paths; nil when it is another host's.
  public func tableSources(queueDirectory: String?) -> TableSources {
    TableSources(haveCompiledTables: areOfHost) { name in
      var path = name.description
      if !path.hasPrefix("/"), let queueDirectory { path = "\(queueDirectory)/\(path)" }
      switch state(of: path) {
      // A copy may have been made without it.
      case .missing: return queueDirectory == nil ? .unreadable("there is no such file here") : .missing
      case .unknown(let reason): return .unreadable(reason)
      case .present: return content(of: path).map { .bytes($0) } ?? .unreadable("it cannot be read on this host")
      }
    }
  }
}
