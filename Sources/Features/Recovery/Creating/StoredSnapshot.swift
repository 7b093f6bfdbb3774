// Takes a snapshot into a store, and keeps the note by which monitoring sees that it went well.

import Bytes
import JSONText
public import QueueStore
import SnapshotArchive
public import SnapshotCatalogue
import SystemAccess

public struct StoredSnapshot {
  public let report: SnapshotReport
  public let record: SnapshotRecord

  /// - Parameters:
  ///   - since: the snapshot to build on, as a word of the command line; "last" is a full one where there is none yet.
  ///   - now: milliseconds since the epoch.
  public static func create(
    of queue: QueueStore, _ source: SnapshotSource, _ options: SnapshotOptions, since word: String?,
    in store: SnapshotStore, now: @escaping () -> Int64, progress: @escaping (Int, Int) -> Void
  ) throws(RecoveryFailure) -> StoredSnapshot {
    let origin = SnapshotOrigin(host: source.host, queueDirectory: queue.settings.directory)
    var source = source
    source.id = store.newID(host: source.host, time: now() / 1000)
    let base = try word.flatMap { (word) throws(RecoveryFailure) in
      try store.base(word, of: origin, identity: options.identity)
    }
    let name = ArchiveName(
      id: source.id,
      encryption: options.encryption.flatMap { SnapshotRecord.Encryption(rawValue: $0.tool.rawValue) })
    let report = try SnapshotCreation.create(
      of: queue, source, options, base: base,
      to: .file(store.directory, name: ByteString(name.fileName)), now: now, progress: progress)
    let record = try store.add(name, InspectedSnapshot(manifest: report.manifest, summary: report.summary))
    store.noteSuccess(report)
    return StoredSnapshot(report: report, record: record)
  }
}

extension SnapshotStore {
  /// What an incremental snapshot builds on. Nil for "last" where there is nothing yet.
  fileprivate func base(_ word: String, of origin: SnapshotOrigin, identity: String?) throws(RecoveryFailure)
    -> SnapshotChain?
  {
    if word == "last", !records.contains(where: { $0.isUsable && $0.selection == nil && $0.origin == origin }) {
      return nil
    }
    let found = try find(word, origin: origin)
    if let bad = chain(below: found.record).first(where: { $0.verification?.isGood == false }) {
      // Nobody is there to choose when cron asks for the last one.
      if word == "last" { return nil }
      throw RecoveryFailure(
        .damaged, "\(bad.id) is damaged, and nothing can build on it\n  Take a full snapshot: leave --since out.")
    }
    return try NamedSnapshot(found, in: self, identity: identity).chain()
  }

  /// A snapshot and those on which it builds, as far as they are here.
  private func chain(below record: SnapshotRecord) -> [SnapshotRecord] {
    var chain = [record]
    while let base = chain.last?.base, let next = records.first(where: { $0.id == base }),
      !chain.contains(where: { $0.id == next.id })
    {
      chain.append(next)
    }
    return chain
  }

  /// Tells monitoring when a snapshot was last taken: state.json, replaced as a whole.
  fileprivate func noteSuccess(_ report: SnapshotReport) {
    var json = JSONWriter(style: .indented)
    json.object { json in
      json.member("schema", "postkeep.snapshot.state/1")
      json.member("last_success", report.summary.end / 1000)
      json.member("id", report.manifest.id)
      json.member("guarantee", report.summary.guarantee.rawValue)
      json.member("messages", report.summary.messages)
      json.member("problems", report.summary.problems.count)
      json.member("duration_ms", report.summary.end - report.manifest.window.start)
      json.member("archive_bytes", report.archiveBytes)
    }
    // The snapshot is good without it.
    try? FileWriting.write(json.bytes, to: "\(path)/state.json")
  }
}
