// The old host's first half: takes messages out of the queue and hands an archive of them over.
//
// Messages are moved beside the queue first, and the disk knows it before anything of an archive is written. Before the
// archive has its end, the journal says what is in it: an archive without its end is none, so that a journal without that
// line proves that nobody can have accepted anything.

public import Bytes
import JSONText
public import MessageSelections
import PostfixQueue
import QueueStore
import RunJournals
import SnapshotArchive
import SystemAccess

public struct TransferReport: Sendable {
  /// The transfer; nil when there was nothing to take.
  public let id: String?
  /// Messages in the archive.
  public internal(set) var sent = 0
  /// Messages that were in delivery, and stay.
  public internal(set) var active = 0
  /// Messages that stay, with the reason.
  public internal(set) var left: [(id: ByteString, why: String)] = []
  public internal(set) var undecided = Undecided()
  /// Commands that tell of earlier transfers whose messages are still beside the queue.
  fileprivate var open: [String] = []
  /// The command that ends it.
  var settle = ""

  public var isComplete: Bool { active == 0 && left.isEmpty }

  /// - Parameter archive: where it was put.
  public func text(archive: String) -> String {
    var text = ""
    if let id {
      text += "\(id): \(sent) message\(sent == 1 ? "" : "s") taken out of the queue and written to \(archive)\n"
      text +=
        "  Nobody delivers them now. On the standby: postkeep restore transfer accept \(ShellWord.quoted(archive))\n"
      text += "  With its receipt, here: \(settle)\n"
    } else {
      text += "No message was taken.\n"
      for command in open { text += "  Those of an earlier transfer are beside the queue: see '\(command)'\n" }
    }
    if active > 0 { text += "  \(active) in delivery stay; send again when they are finished or deferred\n" }
    for (id, why) in left.prefix(20) { text += "  \(id) stays: \(why)\n" }
    return text
  }
}

/// Whoever gives messages away.
public struct TransferSource: Sendable {
  let host: String
  let program: String
  let postfix: String?

  /// - Parameters:
  ///   - program: the version of postkeep.
  ///   - postfix: the version of Postfix.
  public init(host: String, program: String, postfix: String?) {
    self.host = host
    self.program = program
    self.postfix = postfix
  }
}

extension Transferring {
  /// Takes the messages of a plan out of the queue and writes them to an archive.
  /// - Parameters:
  ///   - condition: as written; nil for all messages.
  ///   - standby: the only host that may accept them, as its hostname(1) says; nil for any.
  ///   - archive: a path, or "-" for standard output.
  public func send(
    _ plan: TransferPlan, from target: RestoreTarget, condition: String?, for standby: String?, to archive: String,
    _ source: TransferSource, now: Int64, progress: @escaping (Int, Int) -> Void
  ) throws(RecoveryFailure) -> TransferReport {
    try locked {
      try checkFree(archive)
      guard plan.count > 0 else {
        var report = TransferReport(id: nil)
        report.take(over: plan)
        report.open = try open(from: target.settings.directory)
        return report
      }
      let run = try TransferRun.begin(
        host: source.host, configuration: FileReading.resolved(target.configuration) ?? target.configuration,
        queueDirectory: target.settings.directory, selection: condition, standby: standby, on: shelf,
        now: now)
      return try TransferSending(run, try target.open(), source, now: now, progress: progress).send(plan, to: archive)
    }
  }

  /// Goes on with a transfer that was interrupted, or writes its archive once more.
  /// - Parameter plan: what else to take, as long as no archive may be whole.
  public func resume(
    _ id: String, _ plan: TransferPlan, to archive: String, _ source: TransferSource, now: Int64,
    progress: @escaping (Int, Int) -> Void
  ) throws(RecoveryFailure) -> TransferReport {
    try locked {
      let run = try find(id)
      let store = try self.target(run).open()
      return try TransferSending(run, store, source, now: now, progress: progress).resume(plan, to: archive)
    }
  }

  /// Commands that show what earlier transfers of a queue have not come to the end of.
  private func open(from queueDirectory: String) throws -> [String] {
    try TransferRun.all(on: shelf).compactMap { run in
      guard FileReading.isSame(run.queueDirectory, queueDirectory), try !TransferHistory(run).isFinished else {
        return nil
      }
      return run.command("status \(run.id)")
    }
  }

  /// Before anything is taken out.
  private func checkFree(_ archive: String) throws {
    if archive == "-" {
      guard !StandardStream.output.isTerminal else {
        throw RecoveryFailure(
          .usage, "an archive is nothing for a terminal\n  Nothing was changed. Pipe it to ssh, or name a file.")
      }
      return
    }
    let (parent, name) = FilePath.split(archive)
    if try Directory(parent).status(of: name) != nil {
      throw RecoveryFailure(.unreadable, "\(archive) exists already\n  Nothing was changed. Name another file.")
    }
  }
}

extension TransferReport {
  fileprivate mutating func take(over plan: TransferPlan) {
    active = plan.active
    left = plan.left
    undecided = plan.undecided
  }
}

private final class TransferSending {
  private let run: TransferRun
  private let store: QueueStore
  private let source: TransferSource
  /// Seconds since the epoch.
  private let now: Int64
  private let progress: (Int, Int) -> Void
  private let journal: RunJournal
  private let history: TransferHistory
  private let aside: QueueAside
  private var report: TransferReport
  private var isResumed = false
  /// Whether this attempt has told the journal of an archive that may be whole.
  private var hasOffered = false

  init(
    _ run: TransferRun, _ store: QueueStore, _ source: TransferSource, now: Int64,
    progress: @escaping (Int, Int) -> Void
  ) throws {
    self.run = run
    self.store = store
    self.source = source
    self.now = now
    self.progress = progress
    history = try TransferHistory(run)
    if history.isSettled || history.isCancelled {
      throw RecoveryFailure(
        .usage,
        "transfer \(run.id) was \(history.isSettled ? "settled" : "cancelled")\n  What is in the queue now can be sent anew."
      )
    }
    journal = try RunJournal(run.directory)
    try run.directory.sync()
    aside = try QueueAside(store, named: ByteString(run.id))
    report = TransferReport(id: run.id)
    report.settle = run.command("settle RECEIPT")
  }

  func send(_ plan: TransferPlan, to archive: String) throws -> TransferReport {
    report.take(over: plan)
    for (number, message) in plan.messages.enumerated() {
      switch try aside.take(message) {
      case .taken: break
      case .changed: report.left.append((message.name, "something has happened to it meanwhile; send again"))
      case .inDelivery:
        report.left.append((message.name, "it is being delivered: another process holds its lock; send again"))
      case .nameTaken: report.left.append((message.name, "a message with this id was taken already"))
      }
      progress(number + 1, plan.messages.count)
    }
    try aside.sync()
    let taken = try aside.messages()
    try run.note(taken: taken.map { MovedMessages.Mark(id: $0.name, inode: $0.status.inode) })
    let count = taken.count
    try journal.add("taken") { $0.member("count", count) }
    try journal.sync()
    guard count > 0 else {
      try journal.add("cancelled") { $0.member("why", "nothing was taken") }
      try journal.add("finished")
      try journal.sync()
      aside.close()
      return report
    }
    try write(to: archive)
    return report
  }

  func resume(_ plan: TransferPlan, to archive: String) throws -> TransferReport {
    isResumed = true
    for message in try aside.messages() { try aside.takeLogs(of: message.name) }
    // What may have been accepted cannot become more.
    guard history.offered != nil else { return try send(plan, to: archive) }
    try aside.sync()
    report.take(over: plan)
    if archive != "-", FileReading.exists(archive) {
      try adopt(archive)
    } else {
      try write(to: archive)
    }
    return report
  }

  // MARK: Archive

  private func write(to archive: String) throws {
    var settings = SnapshotSource(
      id: run.id, host: source.host, program: source.program, postfix: source.postfix,
      configurationDirectory: run.configuration)
    settings.settings = store.settings
    var options = SnapshotOptions()
    options.tags = [TransferAcceptance.tag] + (run.standby.map { [TransferAcceptance.standbyTag + $0] } ?? [])
    // Nobody but us changes what is here.
    options.isQuiesced = true
    let target: SnapshotCreation.Target
    if archive == "-" {
      target = .descriptor(StandardStream.output.rawValue, name: "standard output")
    } else {
      let (parent, name) = FilePath.split(archive)
      let directory = try Directory(parent)
      if isResumed { try removeUnfinished(name, in: directory) }
      target = .file(directory, name: name)
    }
    // Who has stopped reading is told what has become of the messages.
    SilencedSignal.shared.begin()
    defer { SilencedSignal.shared.end() }
    do {
      _ = try SnapshotCreation.write(to: target, options) { [self] writer in
        let taking = SnapshotTaking(
          of: aside.place, settings, options, base: nil, now: { LocalTime.milliseconds }, progress: progress,
          beforeEnd: { [self] in try offer($0, $1) })
        return try taking.take(into: writer)
      }
    } catch {
      let back =
        mayBeAccepted(from: target)
        ? "take them back once the standby\n  has promised with 'postkeep restore transfer accept --refuse \(run.id)' "
          + "never to accept them:\n  '\(run.command("cancel RECEIPT"))'."
        : "take them back with\n  '\(run.command("cancel \(run.id)"))'."
      throw RecoveryFailure(
        .unreadable,
        "\(error)\n  The messages are beside the queue, where nobody delivers them. Hand them over with\n"
          + "  '\(run.command("send ARCHIVE --resume \(run.id) --apply"))', or \(back)")
    }
    try noteArchive(archive)
  }

  /// Whether somebody may have a whole archive, after one could not be written to its end. A file that never got its name
  /// is taken back.
  private func mayBeAccepted(from target: SnapshotCreation.Target) -> Bool {
    guard history.offered == nil else { return true }
    guard hasOffered else { return false }
    guard case .file(let directory, let name) = target, case .some(.none) = try? directory.status(of: name) else {
      return true
    }
    do {
      try journal.add("withdrawn")
      try journal.sync()
      return false
    } catch { return true }
  }

  /// What a run that was killed has written of its archive is mail that nobody knows of.
  private func removeUnfinished(_ name: ByteString, in directory: Directory) throws {
    for file in try FileReading.names(inDirectory: directory.path) where file.hasPrefix(".\(name).tmp") {
      try directory.remove(ByteString(file))
    }
  }

  /// Says what the archive holds, before it has its end.
  private func offer(_ summary: SnapshotSummary, _ digests: [SHA256Sum]) throws {
    let content = TransferContent(of: digests)
    let expected = try aside.messages().count
    guard summary.problems.isEmpty, summary.finished == 0, content.count == expected else {
      throw RecoveryFailure(
        .damaged,
        "the archive has \(content.count) of \(expected) messages: "
          + (summary.problems.first ?? "some of them cannot be read"))
    }
    guard history.offered == nil || history.offered == content else {
      throw RecoveryFailure(.damaged, "the messages beside the queue are not those of the first archive")
    }
    hasOffered = true
    try journal.add("archiving") { content.writeMembers(to: &$0) }
    try journal.sync()
    report.sent = content.count
  }

  private func noteArchive(_ archive: String) throws {
    let path = archive == "-" ? nil : FileReading.resolved(archive) ?? archive
    try journal.add("archived") { json in
      json.member("archive", path)
      json.member("time", now)
    }
    try journal.sync()
  }

  /// An archive that was complete when the run was interrupted.
  private func adopt(_ archive: String) throws {
    let (parent, name) = FilePath.split(archive)
    let found = try TransferArchive(SnapshotFile(Directory(parent), name, isOwn: true)) { _ in }
    guard found.id == run.id, found.content == history.offered else {
      throw RecoveryFailure(
        .usage, "\(archive) exists already, and is not the archive of \(run.id)\n  Name another file.")
    }
    report.sent = found.content.count
    try noteArchive(archive)
  }
}
