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
      if path == SnapshotStore.usual { _ = try Directory.made(FilePath.split(path).directory, mode: 0o700) }
      return try Directory.made(path, mode: 0o700)
    } catch {
      throw failure(error)
    }
  }

  static func list(_ directory: Directory, _ option: StoreOption = .to) throws(RecoveryFailure) -> StoreListing {
    do throws(SystemError) { return try StoreListing(directory) } catch { throw failure(error, option) }
  }

  static func failure(_ error: SystemError, _ option: StoreOption = .to) -> RecoveryFailure {
    let advice = error.isPermission ? "Run it as root, or name" : "Name"
    return RecoveryFailure(
      error.isPermission ? .permission : .unreadable,
      "\(error)\n  Snapshots are kept there. \(advice) another directory with \(option.rawValue).")
  }
}
