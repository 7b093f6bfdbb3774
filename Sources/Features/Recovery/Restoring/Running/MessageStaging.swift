// Brings the messages of a plan from the archives into the queue.
//
// Threads of their own check the sums of what the archive is read for, and make the files in a private place beside the
// queues. From time to time all of them are waited for until they are on the disk; then the journal says which new id
// each has, and waits for the disk; then they are moved into the queue, logs first. What is interrupted in between is
// finished, or made anew, by the next run with the same journal.

import Bytes
import JSONText
import PostfixQueue
import QueueStore
import RunJournals
import SnapshotArchive
import SystemAccess

final class MessageStaging {
  /// Bytes and messages that wait for the disk together.
  private static let mostBytes = 256 << 20
  private static let mostMessages = 20_000

  private let staging: QueueStaging
  private let journal: RunJournal
  /// Seconds since the epoch.
  private let now: Int64
  private let progress: (Int) -> Void
  /// Names that no message may get.
  private var used: Set<ByteString>
  /// Messages that have an id already.
  private var known: Set<String> = []
  private var waiting: [Int: WaitingMessage] = [:]
  private var complete: [WaitingMessage] = []
  private var bytes = 0
  /// Moved into the queue, which the disk may not know yet.
  private var moved: [RestoredMessage] = []
  private(set) var placed = 0

  private struct WaitingMessage {
    let planned: PlannedMessage
    /// How many of its files are still to be made.
    var missing: Int
    var inode: UInt64 = 0
  }

  init(
    _ store: QueueStore, _ run: RestoreRun, _ journal: RunJournal, now: Int64, progress: @escaping (Int) -> Void
  ) throws {
    self.journal = journal
    self.now = now
    self.progress = progress
    staging = try QueueStaging(store, named: ByteString(run.id))
    let (names, problems) = store.namesInUse()
    if let problem = problems.first { throw problem }
    used = names
    try finishInterrupted(try RestoreHistory(run))
  }

  /// Brings the messages of a plan that are not there yet into the queue.
  func restore(_ plan: [PlannedMessage], from chain: SnapshotChain) throws {
    var wanted: [String: [ByteString: [StagedFile]]] = [:]
    for planned in plan where planned.decision.isPlacing && !known.contains(planned.key) {
      waiting[planned.number] = WaitingMessage(planned: planned, missing: 1 + planned.message.logs.count)
      for file in [StagedFile(planned, nil)] + planned.message.logs.map({ StagedFile(planned, $0.kind) }) {
        guard let place = file.place else { throw SnapshotFlaw("\(planned.message.path) is stored nowhere") }
        wanted[place.snapshot, default: [:]][place.path, default: []].append(file)
      }
    }
    do {
      for link in chain.links {
        guard let here = wanted[link.manifest.id] else { continue }
        try link.file.read(isWhole: true) { try make(here, from: &$0) }
      }
      guard waiting.isEmpty else {
        throw SnapshotFlaw("files of \(waiting.count) messages of the index are not in the archive")
      }
      try placeComplete()
      try settle()
    } catch {
      // A full disk gets its room back; what was announced is finished by the next run.
      removeUnannounced()
      throw error
    }
    staging.close()
  }

  // MARK: Files

  /// Makes the files that are wanted of an archive, in threads.
  private func make(_ wanted: [ByteString: [StagedFile]], from reader: inout ArchiveReader) throws {
    try OrderedWork.attempt(
      threads: 2, worker: { () }, input: { [maker = staging.maker] in try Self.next(of: wanted, from: &reader, maker) },
      work: { [maker = staging.maker, now] (_, files) in try files.flatMap { try $0.make(by: maker, now: now) } },
      take: { (files: [MadeFile]) in
        for file in files { note(file) }
        if bytes >= Self.mostBytes || complete.count >= Self.mostMessages { try placeComplete() }
      })
  }

  /// Some files; nil when there are no more.
  private static func next(
    of wanted: [ByteString: [StagedFile]], from reader: inout ArchiveReader, _ maker: StagedFileMaker
  ) throws -> [ArchivedFile]? {
    var files: [ArchivedFile] = []
    var size = 0
    while size < 1 << 18, files.count < 64, let entry = try reader.next() {
      guard let targets = wanted[entry.path] else { continue }
      let content = try StoredContent(entry, &reader, in: maker.directory)
      size += content.size
      files.append(ArchivedFile(content: content, targets: targets))
    }
    return files.isEmpty ? nil : files
  }

  private func note(_ file: MadeFile) {
    guard var message = waiting[file.number] else { return }
    message.missing -= 1
    if let inode = file.inode { message.inode = inode }
    bytes += file.size
    waiting[file.number] = message.missing == 0 ? nil : message
    if message.missing == 0 { complete.append(message) }
  }

  // MARK: Placing

  /// Moves what is complete into the queue.
  private func placeComplete() throws {
    guard !complete.isEmpty else { return }
    try settle()
    let batch = complete.map { message in
      let name = staging.chooseName(for: message.planned.message.id, inode: message.inode, avoiding: &used)
      return RestoredMessage(
        message.planned,
        StagedMessage(
          old: message.planned.message.id, name: name, inode: message.inode,
          logs: message.planned.message.logs.map(\.kind),
          file: StagedFile.name(message.planned.number)), at: now)
    }
    complete = []
    bytes = 0
    for message in batch {
      known.insert(message.key)
      try journal.add("placing") { message.write(to: &$0) }
    }
    try journal.sync()
    for message in batch where !message.waitsForRelease { try place(message) }
  }

  private func place(_ message: RestoredMessage) throws {
    var message = message
    while try !staging.place(message.staged, in: message.queue) {
      // Somebody has made a file of that name since. It stays, and this one gets another name.
      message = message.renamed(staging.chooseName(for: message.old, inode: message.inode, avoiding: &used))
      try journal.add("placing") { message.write(to: &$0) }
      try journal.sync()
    }
    moved.append(message)
    placed += 1
    progress(placed)
  }

  /// Waits for the disk, and says then what is in the queue.
  private func settle() throws {
    try staging.sync()
    for message in moved { try journal.add("placed") { $0.member("key", message.key) } }
    moved = []
    try journal.sync()
  }

  /// Ends what an interrupted run began, and removes what it had not announced.
  private func finishInterrupted(_ history: RestoreHistory) throws {
    known = Set(history.announced.map(\.key))
    var kept: Set<ByteString> = []
    for message in history.unfinished {
      if message.waitsForRelease {
        kept.insert(message.staged.file)
      } else if let staged = try staging.current(message.staged) {
        try place(staged.inode == message.inode ? message : announceCopy(of: message, staged))
      } else {
        moved.append(message)
      }
    }
    for name in try staging.names() where !kept.contains(name) { try staging.remove(name) }
    try settle()
  }

  /// The queue was copied meanwhile, and an id has to match the inode.
  private func announceCopy(of message: RestoredMessage, _ staged: StagedMessage) throws -> RestoredMessage {
    try staging.takeBackLogs(of: staged)
    let copy = message.at(staged).renamed(
      staging.chooseName(for: message.old, inode: staged.inode, avoiding: &used))
    try journal.add("placing") { copy.write(to: &$0) }
    try journal.sync()
    return copy
  }

  private func removeUnannounced() {
    let files = waiting.values.map(\.planned) + complete.map(\.planned)
    for planned in files {
      let name = StagedFile.name(planned.number)
      for log in planned.message.logs { try? staging.remove(QueueStaging.name(of: log.kind, of: name)) }
      try? staging.remove(name)
    }
  }
}
