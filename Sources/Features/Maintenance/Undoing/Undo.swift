// Puts messages of a run back into the queue, each once.
//
// A batch of messages is made beside the queue and waits for the disk; the journal says which new id each has, and waits
// for the disk; then they are moved into the queue. Whenever this is interrupted, the next undo sees from the journal
// and from what still lies beside the queue which messages have been put back.

public import Bytes
import Conditions
import JSONText
public import MessageSelections
public import PostfixQueue
import QueueStore
import RunJournals
import SnapshotArchive
import SystemAccess

public struct UndoReport: Sendable {
  /// What was put back: the old id and the new one.
  public internal(set) var placed: [(old: ByteString, new: ByteString, queue: QueueName)] = []
  /// Put back by an earlier undo.
  public internal(set) var earlier = 0
  /// Found in the queue.
  public internal(set) var present = 0
  public internal(set) var failed: [(id: ByteString, why: String)] = []
  /// Of which it was said that they stay away.
  public internal(set) var dropped = 0
  /// What a person can do about those of which nobody knows whether they were put back; nil without any.
  public internal(set) var remedy: String?
  /// Had left the queue by themselves before the purge came to them, and stay away.
  public internal(set) var left = 0
  /// Put back, and so old that Postfix will return them to their senders at the next attempt.
  public internal(set) var expiring = 0
  /// What is wrong with the run's own files.
  public internal(set) var problems: [String] = []
  public internal(set) var undecided = Undecided()
}

final class Undo {
  private static let batchSize = 200

  private let store: QueueStore
  private let run: Run
  private let selection: Selection
  private let doubt: UndoDoubt
  private let now: Int64
  private let journal: RunJournal
  private let staging: QueueStaging
  private let records: RunRecords
  /// What is in the archives, from the index, and what it has lost from themselves.
  private let trashed: [TrashedMessage]
  /// Keys of messages that the index has lost, and no archive can give.
  private let lost: [String]
  /// Of all that is known.
  private let names: Set<ByteString>
  private var history: UndoHistory
  private var report = UndoReport()
  /// The keys of those that an earlier undo had begun with and that this one put back.
  private var finished: Set<String> = []
  private var batch: [(message: TrashedMessage, staged: StagedMessage)] = []

  init(
    _ run: Run, into store: QueueStore, selecting selection: Selection, doubtful doubt: UndoDoubt, now: Int64
  ) throws {
    self.store = store
    self.run = run
    self.selection = selection
    self.doubt = doubt
    self.now = now
    records = try RunRecords(run)
    report.problems = records.problems
    // A purge that was interrupted has taken messages without saying so.
    try Purge(store, run, allowing: []) { _ in }.settle(records.index)
    history = UndoHistory(try RunJournal.read(run.directory))
    let unindexed = history.removed.subtracting(records.index.map(\.key))
    let found = unindexed.isEmpty ? [] : LostMessages(unindexed, of: run).find()
    trashed = records.index + found
    lost = unindexed.subtracting(found.map(\.key)).sorted()
    names = Set(trashed.map(\.name) + lost.map(Run.name(ofKey:)))
    if !unindexed.isEmpty {
      report.problems.append(
        "\(run.directory.path)/index has lost \(Quantity.messages(unindexed.count)); "
          + "the archives have \(found.count) of them")
    }
    journal = try run.openJournal()
    staging = try QueueStaging(store, named: ByteString(run.id))
  }

  func carryOut() throws -> UndoReport {
    try finishInterrupted()
    try checkSpace()
    let parts = Dictionary(grouping: trashed) { $0.part }
    do {
      for part in Set(parts.keys).union(records.isJournalWhole ? [] : run.archives).sorted() {
        let wanted = Dictionary((parts[part] ?? []).map { ($0.archivePath, $0) }) { $1 }
        try putBack(wanted, from: part)
      }
      try place()
    } catch let error as SystemError {
      throw giveUp(error)
    }
    staging.close()
    try account()
    try finishPurge()
    return report
  }

  /// How much room a selection needs is not known before its messages are read.
  private func checkSpace() throws {
    guard selection.isEverything else { return }
    let rest = trashed.filter {
      history.isRemoved($0.key) && !history.isPlaced($0.key) && !history.isDropped($0.key)
    }
    let need = rest.reduce(0) { $0 &+ $1.status.size }
    let files = rest.reduce(0) { $0 + 1 + $1.logs.count }
    guard files > 0, let shortage = try store.shortage(for: need, files: files) else { return }
    throw MaintenanceFailure(
      .unreadable,
      "the messages need \(SizeText.bytes(need)) and \(files) files in \(store.settings.directory), and \(shortage)\n"
        + "  They stay in the trash. Make room, or put back some of them with --where.")
  }

  /// Before a message is written beside the queue.
  private func checkSpace(for size: Int, files: Int) throws {
    guard let shortage = try store.shortage(for: size, files: files) else { return }
    throw SystemError.refusal("put more mail into", store.settings.directory, shortage)
  }

  /// What is ready goes into the queue, and the rest out of its disk.
  private func giveUp(_ error: SystemError) -> MaintenanceFailure {
    do {
      try place()
      for name in try staging.names() { try staging.remove(name) }
      staging.close()
    } catch {
      // What the journal has announced stays, and is finished by the next undo.
    }
    return MaintenanceFailure(
      error.isPermission ? .permission : .unreadable,
      "\(error)\n  \(Quantity.messages(report.placed.count)) \(report.placed.count == 1 ? "was" : "were") put back before; "
        + "the others are in the trash. Run it again.")
  }

  /// Messages that nothing more can be done about. If the journal can be relied on, those of which it does not say that
  /// they were removed had left.
  private func account() throws {
    for key in lost {
      report.failed.append((Run.name(ofKey: key), "the index has lost it, and not all archives are whole"))
    }
    for message in records.index where !history.isRemoved(message.key) {
      if try isPresent(message) { continue }
      if records.isJournalWhole {
        report.left += 1
      } else {
        report.failed.append(
          (message.name, "the journal does not say whether it was removed; \(Run.archiveName(message.part)) has a copy")
        )
      }
    }
  }

  /// A purge that was interrupted, and of which everything is back, has nothing left to be finished.
  private func finishPurge() throws {
    let back = report.placed.count + report.earlier + report.present + report.dropped
    guard report.failed.isEmpty, !run.isFinished, back == trashed.count(where: { history.isRemoved($0.key) }) else {
      return
    }
    try journal.add("finished") { $0.member("removed", 0) }
    try journal.sync()
  }

  /// Ends what an earlier undo began.
  private func finishInterrupted() throws {
    var doubtful = 0
    for placing in history.unfinished {
      if let staged = try staging.current(placing.staged) {
        if staged.inode != placing.staged.inode {
          try announce(placing.key, staged, in: placing.queue)
          try journal.sync()
        }
        guard try staging.place(staged, in: placing.queue) else {
          report.failed.append((staged.old, "its new id \(staged.name) is taken"))
          continue
        }
      } else if staging.isNew, try store.find(placing.staged.name).isEmpty {
        // Not there and never moved, or moved and delivered since: a second copy could be one too many.
        switch doubt {
        case .leave:
          doubtful += 1
          history.noteDoubtful(placing.key)
          report.failed.append((placing.staged.old, UndoDoubt.reason(placing.staged.name)))
        case .again: break
        case .drop:
          try journal.add("dropped") { $0.member("key", placing.key) }
          history.noteDropped(placing.key)
        }
        continue
      }
      try journal.add("placed") { $0.member("key", placing.key) }
      history.notePlaced(placing.key)
      finished.insert(placing.key)
      report.placed.append((placing.staged.old, placing.staged.name, placing.queue))
    }
    try journal.sync()
    if doubtful > 0 { report.remedy = UndoDoubt.remedy(doubtful, of: run) }
    // What is left was never named in the journal, so it is in the trash only.
    if report.failed.isEmpty { for name in try staging.names() { try staging.remove(name) } }
  }

  /// Puts back what an archive has. What it should have and cannot be read from it is told.
  private func putBack(_ wanted: [ByteString: TrashedMessage], from part: Int) throws {
    var met: Set<String> = []
    do {
      try read(wanted, from: part, &met)
    } catch let error as ArchiveError {
      report.problems.append("\(error)")
    }
    for message in wanted.values.sorted(by: { $0.name < $1.name }) where !met.contains(message.key) {
      guard try isWanted(message) else { continue }
      report.failed.append((message.name, "its copy in \(Run.archiveName(part)) cannot be read"))
    }
  }

  private func read(_ wanted: [ByteString: TrashedMessage], from part: Int, _ met: inout Set<String>) throws {
    var reader = try ArchiveReader(in: run.directory, named: Run.archiveName(part), limits: .none)
    var logs: [(log: LogName, id: ByteString, content: [UInt8])] = []
    while let entry = try reader.next() {
      if let (log, id) = Self.log(entry.path) {
        if logs.last?.id != id { logs = [] }
        logs.append((log, id, try reader.content(limit: MessageReading.limit)))
        continue
      }
      guard let message = wanted[entry.path] else {
        noteUnknown(entry.path, part)
        continue
      }
      guard try isWanted(message) else {
        met.insert(message.key)
        continue
      }
      let content = try reader.content(limit: MessageReading.limit)
      met.insert(message.key)
      guard SHA256Digest.text(of: SHA256Digest.of(content)) == message.digest else {
        report.failed.append((message.name, "its copy in the trash is damaged"))
        continue
      }
      let own = logs.filter { $0.id == message.name }.map { (log: $0.log, content: $0.content) }
      guard isSelected(message, content, own) else { continue }
      try checkSpace(for: content.count, files: 1 + own.count)
      let staged = try staging.stage(
        message.name, modified: attempt(message), logs: own, content: content,
        keepingID: message.folder.queue != .active)
      batch.append((message, staged))
      if batch.count >= Self.batchSize { try place() }
    }
  }

  /// An earlier archive may have an earlier state of a message. Of another message neither the index nor the journal
  /// knows any more; if the journal can be relied on, it had left.
  private func noteUnknown(_ path: ByteString, _ part: Int) {
    guard let (_, name) = TrashedMessage.place(ofArchivePath: path), !names.contains(name), !records.isJournalWhole
    else { return }
    report.failed.append(
      (name, "the index and the journal do not know it any more; \(Run.archiveName(part)) has a copy"))
  }

  /// "log/defer/A1B2C3".
  private static func log(_ path: ByteString) -> (LogName, ByteString)? {
    let words = path.bytes.split(separator: UInt8(ascii: "/"))
    guard words.count == 3, words[0].elementsEqual("log".utf8),
      let log = LogName(rawValue: String(decoding: words[1], as: UTF8.self))
    else { return nil }
    return (log, ByteString(words[2]))
  }

  private func isWanted(_ message: TrashedMessage) throws -> Bool {
    guard history.isRemoved(message.key), !history.isDoubtful(message.key) else { return false }
    if history.isDropped(message.key) {
      report.dropped += 1
      return false
    }
    if history.isPlaced(message.key) {
      if !finished.contains(message.key) { report.earlier += 1 }
      return false
    }
    // After a power failure the removal may be on record and not in the directory.
    if try isPresent(message) {
      report.present += 1
      return false
    }
    return true
  }

  private func isPresent(_ message: TrashedMessage) throws -> Bool {
    // Postfix changes a file in place. Another message may have got the id and the inode.
    try store.find(message.name).contains {
      $0.status.inode == message.status.inode && $0.status.size == message.status.size
    }
  }

  private func isSelected(
    _ message: TrashedMessage, _ content: [UInt8], _ logs: [(log: LogName, content: [UInt8])]
  ) -> Bool {
    let current = CurrentMessage(store, now: now)
    var window = QueueFileWindow(content)
    let deferLog = logs.first { $0.log == .defer }.map { RecipientLog($0.content) }
    let file = QueuedFile(message.folder, message.name, message.status)
    let (outcome, expiry) = current.visit(file, &window, log: .some(deferLog)) { _ in
      (selection.outcome(for: current), current.expiry)
    }
    switch outcome {
    case .yes:
      if message.folder.queue != .hold, let expiry, expiry <= now { report.expiring += 1 }
      return true
    case .no: return false
    case .cannotTell(let reasons):
      report.undecided.add(message.name, reasons)
      return false
    }
  }

  /// When the queue manager shall try it: as planned before, but not later than it would wait at most.
  private func attempt(_ message: TrashedMessage) -> Int64 {
    min(max(now, message.status.modified.seconds), now + store.settings.maximalBackoff)
  }

  /// Moves the batch into the queue.
  private func place() throws {
    guard !batch.isEmpty else { return }
    try staging.sync()
    for (message, staged) in batch {
      try announce(message.key, staged, in: Self.queue(for: message))
    }
    try journal.sync()
    for (message, staged) in batch {
      let queue = Self.queue(for: message)
      guard try staging.place(staged, in: queue) else {
        report.failed.append((message.name, "its new id \(staged.name) is taken"))
        continue
      }
      try journal.add("placed") { $0.member("key", message.key) }
      report.placed.append((message.name, staged.name, queue))
    }
    try journal.sync()
    batch = []
  }

  private func announce(_ key: String, _ staged: StagedMessage, in queue: QueueName) throws {
    try journal.add("placing") { json in
      json.member("key", key)
      json.member("id", staged.old)
      json.member("new", staged.name)
      json.member("inode", staged.inode)
      json.member("queue", queue.rawValue)
      json.member("logs", staged.logs.map(\.rawValue))
      json.member("time", now)
    }
  }

  /// The queue manager keeps messages in incoming and active by itself; those wait in deferred.
  private static func queue(for message: TrashedMessage) -> QueueName {
    switch message.folder.queue {
    case .hold: .hold
    case .corrupt: .corrupt
    case .maildrop, .incoming, .active, .deferred: .deferred
    }
  }
}
