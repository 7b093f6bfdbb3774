// The way in for those who take snapshots.

public import Bytes
public import QueueStore
import SnapshotArchive
public import SystemAccess

public enum SnapshotCreation {
  /// Where the archive goes.
  public enum Target {
    /// A file that appears under its name when it is complete.
    case file(Directory, name: ByteString)
    /// Standard output or a pipe, with a name for messages.
    case descriptor(Int32, name: String)

    func archive(_ options: SnapshotOptions) throws(ArchiveError) -> ArchiveWriter {
      switch self {
      case .file(let directory, let name):
        try ArchiveWriter(in: directory, named: name, level: options.level, threads: options.threads)
      case .descriptor(let number, let name):
        try ArchiveWriter(descriptor: number, named: name, level: options.level, threads: options.threads)
      }
    }
  }

  /// Takes a snapshot of a queue.
  ///
  /// - Parameters:
  ///   - base: what an incremental snapshot builds on; nil for a full one.
  ///   - now: milliseconds since the epoch.
  ///   - progress: is told how many messages of how many are done.
  public static func create(
    of store: QueueStore, _ origin: SnapshotSource, _ options: SnapshotOptions, base chain: SnapshotChain? = nil,
    to target: Target, now: @escaping () -> Int64, progress: @escaping (Int, Int) -> Void
  ) throws(RecoveryFailure) -> SnapshotReport {
    try RecoveryFailure.translating("No snapshot was made.") {
      if let chain, chain.manifest.queue.directory != store.settings.directory {
        throw RecoveryFailure(
          .usage,
          "\(chain.manifest.id) is of the queue \(chain.manifest.queue.directory), not \(store.settings.directory)\n"
            + "  Take a full snapshot, or name another one with --since.")
      }
      let base = try chain.map { chain in
        try SnapshotBase(chain.manifest.id) { take in try chain.forEachMessage(take) }
      }
      let taking = SnapshotTaking(of: store, origin, options, base: base, now: now, progress: progress)
      return try taking.take(into: try target.archive(options))
    }
  }
}
