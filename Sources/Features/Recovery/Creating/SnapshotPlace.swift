// Where a snapshot goes: into a store, into a file, or to standard output.

import Bytes
public import QueueStore
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
    guard quiescing else { return try take(queue, source, options, now, progress) }
    var options = options
    options.isQuiesced = true
    return try Quiescence.run(source.configurationDirectory) { [options] () throws(RecoveryFailure) in
      try take(queue, source, options, now, progress)
    }
  }

  private func take(
    _ queue: QueueStore, _ source: SnapshotSource, _ options: SnapshotOptions, _ now: @escaping () -> Int64,
    _ progress: @escaping (Int, Int) -> Void
  ) throws(RecoveryFailure) -> SnapshotReport {
    var source = source
    source.id = ArchiveName.id(host: source.host, time: now() / 1000)
    let target: SnapshotCreation.Target
    switch self {
    case .store(let store, let since):
      return try StoredSnapshot.create(
        of: queue, source, options, since: since, in: store, now: now, progress: progress
      ).report
    case .output("-"):
      guard !StandardStream.output.isTerminal else {
        throw RecoveryFailure(.usage, "an archive is nothing for a terminal\n  Pipe it to a command, or name a file.")
      }
      target = .descriptor(StandardStream.output.rawValue, name: "standard output")
    case .output(let path):
      target = try RecoveryFailure.translating("Name a file in a directory that you may write to.") {
        let (parent, name) = FilePath.split(path)
        return .file(try Directory(parent), name: name)
      }
    }
    return try SnapshotCreation.create(of: queue, source, options, to: target, now: now, progress: progress)
  }
}
