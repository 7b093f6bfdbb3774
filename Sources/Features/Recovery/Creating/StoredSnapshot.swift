// A snapshot that goes into a store: what it builds on, and the note by which monitoring sees that it went well.

import Bytes
import JSONText
public import QueueStore
import SnapshotArchive
import SnapshotCatalogue
import SystemAccess

public struct StoredSnapshot {
  private let store: SnapshotStore
  private let name: ArchiveName
  private let source: SnapshotSource
  private let options: SnapshotOptions
  private let foundation: SnapshotFoundation?
  /// Why it is a full one although another was asked for.
  private let remark: String?

  /// Finds out everything that may be in the way before the queue is looked at.
  ///
  /// - Parameters:
  ///   - since: the snapshot to build on, as a word of the command line; "last" is a full one where nothing can build on it.
  ///   - now: milliseconds since the epoch.
  public init(
    of queue: QueueStore, _ source: SnapshotSource, _ options: SnapshotOptions, since word: String?,
    in store: SnapshotStore, now: Int64
  ) throws(RecoveryFailure) {
    let origin = SnapshotOrigin(host: source.host, queueDirectory: queue.settings.directory)
    var source = source
    source.id = store.newID(host: source.host, time: now / 1000)
    (foundation, remark) =
      try word.map { (word) throws(RecoveryFailure) in
        try store.foundation(word, of: origin, options)
      } ?? (nil, nil)
    name = ArchiveName(id: source.id, options)
    self.store = store
    self.source = source
    self.options = options
  }

  /// - Parameters:
  ///   - now: milliseconds since the epoch.
  ///   - progress: is told how many messages of how many are done.
  public func take(
    of queue: QueueStore, now: @escaping () -> Int64, progress: @escaping (Int, Int) -> Void
  ) throws(RecoveryFailure) -> SnapshotReport {
    var report = try SnapshotCreation.create(
      of: queue, source, options, on: foundation, to: .file(store.directory, name: ByteString(name.fileName)), now: now,
      progress: progress)
    if let remark { report.remarks.append(remark) }
    if let file = report.damagedFoundation {
      store.note([file.name.description: SnapshotRecord.Verification(time: now(), isGood: false)])
    }
    try store.add(name, InspectedSnapshot(manifest: report.manifest, summary: report.summary))
    do throws(SystemError) { try store.noteSuccess(report) } catch {
      report.remarks.append("monitoring is not told of this snapshot: \(error)")
    }
    return report
  }
}

extension SnapshotStore {
  /// What an incremental snapshot builds on; nil, with the reason, where "last" is nothing to build on.
  fileprivate func foundation(
    _ word: String, of origin: SnapshotOrigin, _ options: SnapshotOptions
  ) throws(RecoveryFailure) -> (SnapshotFoundation?, remark: String?) {
    // Nobody is there to choose when cron asks for the last one.
    guard word == "last" else { return (try foundation(on: find(word, origin: origin), options, isLast: false), nil) }
    guard let (newest, standing) = newest(of: origin) else {
      let isUnclear = options.identity != nil && records.contains(where: \.isUndecrypted)
      return (nil, isUnclear ? SnapshotFoundation.remark("encrypted ones of which only the name is known") : nil)
    }
    if let why = standing.flaw { return (nil, SnapshotFoundation.remark(newest.id, why)) }
    do throws(RecoveryFailure) {
      let found = FoundSnapshot(record: newest, directory: directory)
      return (try foundation(on: found, options, isLast: true), nil)
    } catch {
      return (nil, "a full snapshot was taken: \(error.headline)")
    }
  }

  private func foundation(
    on found: FoundSnapshot, _ options: SnapshotOptions, isLast: Bool
  ) throws(RecoveryFailure) -> SnapshotFoundation {
    let id = PrintableText.of(found.record.id)
    func refusal(_ why: String, _ advice: String) -> RecoveryFailure {
      RecoveryFailure(.usage, "nothing can build on \(id): \(why)\n  \(advice)")
    }
    guard found.directory === directory else {
      throw refusal("it is not in the store \(path)", "Copy it there first, or leave --since out.")
    }
    if found.record.selection != nil {
      throw refusal("it has only some of the messages", "Name another snapshot with --since, or leave --since out.")
    }
    if found.record.encryption != nil, options.encryption == nil {
      throw refusal(
        "it is encrypted, and the new one would not be",
        "Say for whom to encrypt it, --encrypt-to, or leave --since out.")
    }
    if let why = SnapshotStandings(records).of(found.record).problem {
      throw RecoveryFailure(
        .damaged,
        "nothing can build on \(id): \(PrintableText.of(why))\n  Take a full snapshot: leave --since out.")
    }
    do {
      let chain = try NamedSnapshot(found, in: self, identity: options.identity).openChain()
      // A signature answers for what was signed, and for nothing below it.
      if options.signing != nil, let link = try chain.links.first(where: { try !$0.file.isSigned }) {
        let below = link.manifest.id == found.record.id ? "it" : link.manifest.id
        throw refusal(
          "\(below) is not signed, and the new one would be", "Leave --since out for a full one, or leave --sign out.")
      }
      return SnapshotFoundation(chain: chain, isReplaceable: isLast)
    } catch let failure as RecoveryFailure where failure.kind == .usage {
      throw failure
    } catch {
      throw RecoveryFailure(error, "No snapshot was made. Leave --since out for a full one.")
    }
  }

  /// Tells monitoring when a snapshot was last taken: state.json, replaced as a whole. One of some messages only says nothing of
  /// the others, and has a file of its own.
  fileprivate func noteSuccess(_ report: SnapshotReport) throws(SystemError) {
    var json = JSONWriter(style: .indented)
    json.object { json in
      json.member("schema", "postkeep.snapshot.state/1")
      json.member("last_success", report.summary.end / 1000)
      json.member("id", report.manifest.id)
      json.member("selection", report.manifest.selection)
      json.member("guarantee", report.summary.guarantee.rawValue)
      json.member("messages", report.summary.messages)
      let problems = report.summary.problems + report.outside + report.configurationProblems
      json.member("problems", problems.count)
      json.member("duration_ms", report.summary.end - report.manifest.window.start)
      json.member("archive_bytes", report.archiveBytes)
    }
    let name = report.manifest.selection == nil ? "state.json" : "state-selected.json"
    try FileWriting.write(json.bytes, to: "\(path)/\(name)")
  }
}
