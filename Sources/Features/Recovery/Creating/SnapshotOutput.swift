// A snapshot into a file or to standard output, outside of any store.

import Bytes
public import QueueStore
import SystemAccess

public enum SnapshotOutput {
  /// - Parameter output: a path, or "-" for standard output.
  public static func create(
    of queue: QueueStore, _ source: SnapshotSource, _ options: SnapshotOptions, to output: String,
    progress: @escaping (Int, Int) -> Void
  ) throws(RecoveryFailure) -> SnapshotReport {
    var source = source
    source.id = ArchiveName.id(host: source.host, time: LocalTime.now)
    let target: SnapshotCreation.Target
    if output == "-" {
      guard !StandardStream.output.isTerminal else {
        throw RecoveryFailure(.usage, "an archive is nothing for a terminal\n  Pipe it to a command, or name a file.")
      }
      target = .descriptor(StandardStream.output.rawValue, name: "standard output")
    } else {
      target = try RecoveryFailure.translating("Name a file in a directory that you may write to.") {
        let (parent, name) = FilePath.split(output)
        return .file(try Directory(parent), name: name)
      }
    }
    return try SnapshotCreation.create(
      of: queue, source, options, to: target, now: { LocalTime.milliseconds }, progress: progress)
  }
}
