// The directory of a store, opened or made.

import Bytes
import SystemAccess

enum StoreDirectory {
  static func open(_ path: String) throws(RecoveryFailure) -> Directory {
    do throws(SystemError) { return try Directory(path) } catch {
      guard error.isMissing else { throw failure(error) }
      throw RecoveryFailure(
        .unreadable,
        "\(error)\n  There is no store of snapshots. 'postkeep snapshot create' makes one; name another with --to.")
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

  static func list(_ directory: Directory) throws(RecoveryFailure) -> StoreListing {
    do throws(SystemError) { return try StoreListing(directory) } catch { throw failure(error) }
  }

  static func failure(_ error: SystemError) -> RecoveryFailure {
    RecoveryFailure(
      error.isPermission ? .permission : .unreadable,
      "\(error)\n  Snapshots are kept there. Name another directory with --to.")
  }

  private static func split(_ path: String) -> (String, ByteString) {
    let trimmed = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    guard let slash = trimmed.lastIndex(of: "/") else { return (".", ByteString(trimmed)) }
    let parent = slash == trimmed.startIndex ? "/" : String(trimmed[..<slash])
    return (parent, ByteString(String(trimmed[trimmed.index(after: slash)...])))
  }
}
