// Removes planned messages after they have been put into the trash.
//
// Every pass writes an archive of what is to be removed, waits until it is on the disk, and then takes each message out of
// the queue that has not changed since it was read. What has changed, or has moved, is taken up by the next pass. So a
// message is in the queue or in the trash at any time, whenever the power fails; and the journal, together with what was
// taken and is not removed for good yet, tells which messages this run has removed.

public import Bytes
import JSONText
import PostfixQueue
import QueueStore
import RunJournals
import SnapshotArchive
import SystemAccess

public struct PurgeReport: Sendable {
  public internal(set) var run = ""
  public internal(set) var removed = 0
  /// Of the files that were removed.
  public internal(set) var bytes = 0
  /// Delivered, or removed by others, before their turn came.
  public internal(set) var gone = 0
  /// In the active queue when the plan was made, and so left alone.
  public internal(set) var inDelivery = 0
  /// What was left in the queue, with the reason.
  public internal(set) var left: [(id: ByteString, why: String)] = []
  /// What is wrong with the run's own files.
  public internal(set) var problems: [String] = []
  /// Whether something that was selected is still in the queue.
  public var hasLeftSome: Bool { !left.isEmpty || inDelivery > 0 }

  init() {}

  /// Of a plan that removes nothing, for which no run is begun.
  public init(ofNothing plan: QueuePlan) { inDelivery = plan.inDelivery }
}

final class Purge {
  private static let batchSize = 1000
  /// A message that changes between reading and removal this often is left alone.
  private static let passes = 5
  static let isInDelivery = "it is being delivered: another process holds its lock"

  private let store: QueueStore
  private let run: Run
  private let journal: RunJournal
  private let removal: QueueRemoval
  private let names: OtherNames
  private let allowed: Set<QueueName>
  private let progress: (Int) -> Void
  private var report = PurgeReport()
  private var archivedLogs: Set<String> = []
  /// Why a message that was taken has left something behind.
  private var failure: SystemError?
  /// How large the files of the messages in the trash are, by the keys of the messages.
  private var sizes: [String: Int] = [:]
  /// The keys of messages that a damaged journal may have forgotten: they are in the trash.
  private var archivedBefore: Set<String> = []
  /// How many of them are not in the queue.
  private var untold = 0
  /// How many messages the run had removed before it was gone on with.
  private var earlier = 0

  init(
    _ store: QueueStore, _ run: Run, allowing allowed: Set<QueueName>, progress: @escaping (Int) -> Void
  ) throws(SystemError) {
    self.store = store
    self.run = run
    self.allowed = allowed
    self.progress = progress
    names = OtherNames(store)
    journal = try run.openJournal()
    removal = try QueueRemoval(store, named: ByteString(run.id))
    report.run = run.id
  }

  /// Goes on with a run that was interrupted. What it had removed before is not counted again.
  func resume() throws -> PurgeReport {
    let records = try RunRecords(run)
    report.problems = records.damage
    for message in records.index { sizes[message.key] = message.status.size }
    if !records.isJournalWhole { archivedBefore = Set(records.index.map(\.key)) }
    for file in try finishRemoval(records.index) {
      report.removed += 1
      report.bytes += sizes[Run.key(file.name, file.inode)] ?? 0
    }
    let history = UndoHistory(try RunJournal.read(run.directory))
    earlier = history.removed.count - report.removed
    let rest = records.plan.filter { !history.isRemoved(Run.key($0.name, $0.inode)) }
    return try carryOut(rest, firstPart: max(records.index.map(\.part).max() ?? 0, run.archives.max() ?? 0) + 1)
  }

  /// - Parameter firstPart: the number of the next archive.
  func carryOut(_ planned: [PlannedMessage], firstPart: Int = 1) throws -> PurgeReport {
    var rest = planned
    for pass in 0..<Self.passes where !rest.isEmpty {
      let archived = try archive(rest, part: firstPart + pass)
      rest = try remove(archived)
    }
    if let failure { throw failure }
    for message in rest { report.left.append((message.name, "it changed each time that it was to be removed")) }
    if untold > 0 {
      report.problems.append(
        "\(Quantity.messages(untold)) that \(untold == 1 ? "is" : "are") not in the queue may have been removed by this run "
          + "or have left by \(untold == 1 ? "itself: the trash has a copy" : "themselves: the trash has copies")")
    }
    for (id, why) in report.left {
      try journal.add("left") { json in
        json.member("id", id)
        json.member("why", why)
      }
    }
    try journal.add("finished") { json in
      json.member("removed", report.removed)
      if earlier > 0 { json.member("total", earlier + report.removed) }
    }
    try journal.sync()
    removal.close()
    // Only a list of runs is slower without it.
    try? run.addToIndex(TrashSummary(sizes: sizes.values).line)
    return report
  }

  /// Ends a run that has failed. False when it has taken messages, and is to be gone on with.
  func abandon() -> Bool {
    guard report.removed == 0, (try? removal.taken())?.isEmpty == true else { return false }
    removal.close()
    return true
  }

  /// Ends what an interrupted run had begun, and nothing more.
  /// - Parameter index: of the run.
  func settle(_ index: [TrashedMessage]) throws {
    _ = try finishRemoval(index)
    removal.close()
  }

  /// An interrupted run took messages and did not come to say so.
  private func finishRemoval(_ index: [TrashedMessage]) throws -> [TakenFile] {
    // A run of another state directory that began in the same second has the same private directory.
    let own = Set(index.map(\.key))
    let taken = try removal.taken().filter { own.contains(Run.key($0.name, $0.inode)) }
    try record(taken)
    try removal.finish(taken)
    return taken
  }

  /// Puts messages into an archive that is on the disk when this returns.
  private func archive(_ messages: [PlannedMessage], part: Int) throws -> [(PlannedMessage, ReadFile)] {
    var archived: [(PlannedMessage, ReadFile)] = []
    var index = JSONWriter()
    var writer = try ArchiveWriter(in: run.directory, named: Run.archiveName(part), level: 1, threads: 1)
    try MessageReading.readAll(messages, in: store, allowing: allowed) { planned, reading in
      switch reading {
      case .gone:
        if archivedBefore.contains(Run.key(planned.name, planned.inode)) { untold += 1 } else { report.gone += 1 }
      case .elsewhere(let queue): report.left.append((planned.name, "it is in the \(queue.rawValue) queue now"))
      case .failed(let why): report.left.append((planned.name, why))
      case .message(let message):
        // Postfix would deliver what is left, and an undo would make two messages of one.
        let others = names.of(QueuedFile(message.file.folder, message.file.name, message.status)).map(\.path)
        guard others.isEmpty else {
          report.left.append((planned.name, CareSurroundings.reason(others.joined(separator: ", "))))
          return
        }
        let trashed = try add(message, planned, part: part, to: &writer)
        trashed.write(to: &index)
        sizes[trashed.key] = trashed.status.size
        archived.append((planned, message.file))
      }
    }
    _ = try writer.finish()
    guard !archived.isEmpty else { return [] }
    try run.addToIndex(index.bytes)
    try run.directory.sync()
    try journal.add("archived") { json in
      json.member("part", part)
      json.member("messages", archived.count)
    }
    try journal.sync()
    return archived
  }

  private func add(
    _ message: WholeMessage, _ planned: PlannedMessage, part: Int, to writer: inout ArchiveWriter
  ) throws -> TrashedMessage {
    let trashed = TrashedMessage(
      message.file.folder, message.file.name, message.status, arrival: planned.arrival, sender: planned.sender,
      digest: message.digest, logs: message.logs.map(\.log), part: part)
    // Logs come first, as they do when the message is put back. Two files with one id have one set of logs.
    for (log, content) in message.logs where archivedLogs.insert("\(part) \(log) \(planned.name)").inserted {
      var entry = ArchiveEntry(path: TrashedMessage.archivePath(of: log, planned.name), status: message.status)
      entry.size = content.count
      entry.mode = 0o600
      try writer.add(entry, content: content)
    }
    var entry = ArchiveEntry(path: trashed.archivePath, status: message.status)
    entry.size = message.content.count
    try writer.add(entry, content: message.content)
    return trashed
  }

  /// Removes what was archived; returns what has changed meanwhile.
  private func remove(_ archived: [(PlannedMessage, ReadFile)]) throws -> [PlannedMessage] {
    var changed: [PlannedMessage] = []
    for start in stride(from: 0, to: archived.count, by: Self.batchSize) {
      let delivered = LockedFiles()
      let batch = archived[start..<min(start + Self.batchSize, archived.count)].filter { planned, file in
        // 'postfix reload' moves what is being delivered from active to incoming.
        guard delivered.contains(file.device, file.inode) else { return true }
        report.left.append((planned.name, Self.isInDelivery))
        return false
      }
      var taken: [TakenFile] = []
      for ((planned, file), taking) in zip(batch, try removal.take(batch.map(\.1))) {
        switch taking {
        case .taken: break
        case .takenInPart(let error):
          // It is not on record, so that whoever goes on with the run removes the rest of it.
          failure = failure ?? error
          continue
        case .changed:
          changed.append(planned)
          continue
        case .inDelivery:
          report.left.append((planned.name, Self.isInDelivery))
          continue
        case .refused(let error):
          report.left.append((planned.name, "\(error)"))
          continue
        }
        taken.append(TakenFile(name: file.name, inode: file.inode))
        report.removed += 1
        report.bytes += file.size
      }
      // For good only when it is on record.
      try record(taken)
      try removal.remove(taken)
      progress(report.removed)
    }
    return changed
  }

  private func record(_ taken: [TakenFile]) throws {
    guard !taken.isEmpty else { return }
    for file in taken { try journal.add("removed") { $0.member("key", Run.key(file.name, file.inode)) } }
    try journal.sync()
  }
}
