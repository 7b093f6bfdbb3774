// The way in for those who take snapshots.

public import Bytes
public import QueueStore
public import SnapshotArchive
public import SystemAccess

public enum SnapshotCreation {
  /// Where the archive goes.
  public enum Target {
    /// A file that appears under its name when it is complete.
    case file(Directory, name: ByteString)
    /// Standard output or a pipe, with a name for messages.
    case descriptor(Int32, name: String)
  }

  /// Takes a snapshot of a queue.
  ///
  /// - Parameters:
  ///   - now: milliseconds since the epoch.
  ///   - progress: is told how many messages of how many are done.
  public static func create(
    of store: QueueStore, _ origin: SnapshotOrigin, _ options: SnapshotOptions, to target: Target,
    now: @escaping () -> Int64, progress: @escaping (Int, Int) -> Void
  ) throws(RecoveryFailure) -> SnapshotReport {
    do {
      let taking = SnapshotTaking(of: store, origin, options, base: nil, now: now, progress: progress)
      let archive: ArchiveWriter =
        switch target {
        case .file(let directory, let name):
          try ArchiveWriter(in: directory, named: name, level: options.level, threads: options.threads)
        case .descriptor(let number, let name):
          try ArchiveWriter(descriptor: number, named: name, level: options.level, threads: options.threads)
        }
      return try taking.take(into: archive, with: [])
    } catch {
      throw RecoveryFailure(.unreadable, "\(error)\n  No snapshot was made.")
    }
  }
}
