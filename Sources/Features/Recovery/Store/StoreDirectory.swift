// The directory of a store, opened or made.

import Bytes
import SystemAccess

/// The option by which a command names its store: what its errors advise.
public enum StoreOption: String, Sendable {
  /// Of the commands that keep snapshots.
  case to = "--to"
  /// Of those that restore.
  case store = "--store"

  /// For a store that is not there.
  fileprivate var advice: String {
    switch self {
    case .to: "'postkeep snapshot create' makes one; name another with --to."
    case .store: "Name another with --store, or an archive by its path with --from."
    }
  }
}

enum StoreDirectory {
  static func open(_ path: String, _ option: StoreOption) throws(RecoveryFailure) -> Directory {
    do throws(SystemError) { return try Directory(path) } catch {
      guard error.isMissing else { throw failure(error, option) }
      throw RecoveryFailure(.unreadable, "\(error)\n  There is no store of snapshots. \(option.advice)")
    }
  }

  /// For its owner alone: it holds mail.
  static func make(_ path: String) throws(RecoveryFailure) -> Directory {
    do throws(SystemError) {
      let (parent, name) = split(path)
      if path == SnapshotStore.usual {
        let (above, directory) = split(parent)
        try Directory(above).makeDirectory(directory, mode: 0o700)
      }
      // No more than this: a directory above that is missing is a disk that is not mounted, or a slip.
      if !name.isEmpty { try Directory(parent).makeDirectory(name, mode: 0o700) }
      return try Directory(path)
    } catch {
      throw failure(error)
    }
  }

  static func list(_ directory: Directory, _ option: StoreOption = .to) throws(RecoveryFailure) -> StoreListing {
    do throws(SystemError) { return try StoreListing(directory) } catch { throw failure(error, option) }
  }

  static func failure(_ error: SystemError, _ option: StoreOption = .to) -> RecoveryFailure {
    RecoveryFailure(
      error.isPermission ? .permission : .unreadable,
      "\(error)\n  Snapshots are kept there. Name another directory with \(option.rawValue).")
  }

  private static func split(_ path: String) -> (String, ByteString) {
    let trimmed = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    guard let slash = trimmed.lastIndex(of: "/") else { return (".", ByteString(trimmed)) }
    let parent = slash == trimmed.startIndex ? "/" : String(trimmed[..<slash])
    return (parent, ByteString(String(trimmed[trimmed.index(after: slash)...])))
  }
}
