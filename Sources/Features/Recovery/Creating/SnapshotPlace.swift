// Where a snapshot goes: into a store, into a file, or to standard output.

import Bytes
public import QueueStore
import SnapshotArchive
import SystemAccess

public enum SnapshotPlace {
  /// - Parameter since: the snapshot to build on, as a word of the command line.
  case store(SnapshotStore, since: String?)
  /// A path, or "-" for standard output.
  case output(String)

  /// - Parameters:
  ///   - quiescing: whether Postfix is stopped for it.
  ///   - now: milliseconds since the epoch.
  ///   - progress: is told how many messages of how many are done.
  public func take(
    _ queue: QueueStore, _ source: SnapshotSource, _ options: SnapshotOptions, quiescing: Bool,
    now: @escaping () -> Int64, progress: @escaping (Int, Int) -> Void
  ) throws(RecoveryFailure) -> SnapshotReport {
    var options = options
    options.isQuiesced = quiescing
    // Nothing that can be known before is a reason to stop Postfix.
    let take = try prepare(queue, source, options, now, progress)
    return quiescing ? try Quiescence.run(queue, source.configurationDirectory, take) : try take()
  }

  private func prepare(
    _ queue: QueueStore, _ source: SnapshotSource, _ options: SnapshotOptions, _ now: @escaping () -> Int64,
    _ progress: @escaping (Int, Int) -> Void
  ) throws(RecoveryFailure) -> () throws(RecoveryFailure) -> SnapshotReport {
    let target: SnapshotCreation.Target
    switch self {
    case .store(let store, let since):
      let snapshot = try StoredSnapshot(of: queue, source, options, since: since, in: store, now: now())
      return { () throws(RecoveryFailure) in try snapshot.take(of: queue, now: now, progress: progress) }
    case .output("-"):
      guard !StandardStream.output.isTerminal else {
        throw RecoveryFailure(.usage, "an archive is nothing for a terminal\n  Pipe it to a command, or name a file.")
      }
      target = .descriptor(StandardStream.output.rawValue, name: "standard output")
    case .output(let path):
      target = try RecoveryFailure.translating("Name another file, in a directory that you may write to.") {
        let (parent, name) = FilePath.split(path)
        let directory = try Directory(parent)
        try ArchiveFile.refuseTaken(name, in: directory)
        return .file(directory, name: name)
      }
    }
    var source = source
    source.id = ArchiveName.id(host: source.host, time: now() / 1000)
    return { [source] () throws(RecoveryFailure) in
      try SnapshotCreation.create(of: queue, source, options, to: target, now: now, progress: progress)
    }
  }
}
