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
  }

  /// Takes a snapshot of a queue.
  ///
  /// - Parameters:
  ///   - foundation: what an incremental snapshot builds on; nil for a full one.
  ///   - now: milliseconds since the epoch.
  ///   - progress: is told how many messages of how many are done.
  public static func create(
    of store: QueueStore, _ source: SnapshotSource, _ options: SnapshotOptions,
    on foundation: SnapshotFoundation? = nil, to target: Target, now: @escaping () -> Int64,
    progress: @escaping (Int, Int) -> Void
  ) throws(RecoveryFailure) -> SnapshotReport {
    try RecoveryFailure.translating("No snapshot was made.") {
      func take(_ chain: SnapshotChain?) throws -> SnapshotReport {
        let taking = SnapshotTaking(
          of: store, source, options, base: chain.map { SnapshotBase($0) }, now: now, progress: progress)
        return try write(to: target, options) { archive in try taking.take(into: archive) }
      }
      guard let foundation else { return try take(nil) }
      let manifest = foundation.chain.manifest
      guard manifest.queue.directory == store.settings.directory, manifest.host == source.host else {
        throw RecoveryFailure(
          .usage,
          "\(manifest.id) is of the queue \(manifest.queue.directory) on \(manifest.host), not of "
            + "\(store.settings.directory) on \(source.host)\n"
            + "  Take a full snapshot, or name another one with --since.")
      }
      do { return try take(foundation.chain) } catch let failure as ChainFailure {
        guard foundation.isReplaceable else { throw failure }
        let cause = RecoveryFailure(failure, "")
        var report = try take(nil)
        report.remarks.append(SnapshotFoundation.remark(manifest.id, cause.headline))
        if cause.kind == .damaged { report.damagedFoundation = failure.file ?? foundation.chain.links[0].file }
        return report
      }
    }
  }

  /// Makes the archive, encrypts and signs it, and lets it appear when it is complete.
  static func write(
    to target: Target, _ options: SnapshotOptions, _ fill: (consuming ArchiveWriter) throws -> SnapshotReport
  ) throws -> SnapshotReport {
    switch target {
    case .descriptor(let number, let name): return try write(to: number, name, options, fill)
    case .file(let directory, let name):
      let file = try ArchiveFile(in: directory, named: name)
      var report = try write(to: file.descriptor, file.path, options, fill)
      report.archiveBytes = try file.size()
      if let signing = options.signing {
        try file.rewind()
        // First: an archive that is there is signed.
        let signature = try ArchiveFile(in: directory, named: name + ByteString(Signing.suffix))
        try signature.write(try signing.signature(of: file.descriptor))
        try signature.keep()
      }
      try file.keep()
      return report
    }
  }

  private static func write(
    to descriptor: Int32, _ name: String, _ options: SnapshotOptions,
    _ fill: (consuming ArchiveWriter) throws -> SnapshotReport
  ) throws -> SnapshotReport {
    guard let encryption = options.encryption else {
      return try fill(
        ArchiveWriter(descriptor: descriptor, named: name, level: options.level, threads: options.threads))
    }
    let pipeline = try encryption.start(writingTo: descriptor)
    do {
      let report = try fill(
        ArchiveWriter(descriptor: pipeline.number, named: name, level: options.level, threads: options.threads))
      try pipeline.finish()
      return report
    } catch {
      // When the tool gives up, writing to it fails, which says less than the tool does.
      if let failure = pipeline.failure() { throw RecoveryFailure(failure, while: "encrypt the snapshot") }
      throw error
    }
  }
}
