// The standby: accepts a transfer, or promises never to.
//
// The journal's line "accepting" is the point of no return. Before it nothing is placed, and the transfer can still be
// refused; after it the messages belong to this host, and running the command again finishes what was interrupted.
// A transfer to this host is a run of restore with the transfer's id, so that it can be shown and released as one.

import Bytes
import JSONText
import PostfixQueue
import QueueStore
import RunJournals
import SnapshotArchive
import SystemAccess

enum TransferAcceptance {
  /// By which an archive says that its messages are live nowhere.
  static let tag = "transfer"
  /// Before the name of the only host that may accept it, in a tag of its own.
  static let standbyTag = "standby="
  static let procedure = "transfer"
  static let spoolName: ByteString = "spool.tar.zst"
}

/// What the standby's journal says.
struct AcceptanceHistory {
  private(set) var accepting: TransferContent?
  private(set) var isAccepted = false
  private(set) var isRefused = false
  /// When it was accepted or refused, in seconds since the epoch.
  private(set) var time: Int64 = 0

  init(_ directory: Directory) throws(SystemError) {
    for line in try RunJournal.read(directory) {
      switch line["event"]?.text {
      case "accepting": accepting = TransferContent(members: line)
      case "accepted":
        isAccepted = true
        time = line["time"]?.integer ?? 0
      case "refused":
        isRefused = true
        time = line["time"]?.integer ?? 0
      default: break
      }
    }
  }
}

public struct TransferAnswer: Sendable {
  public let receipt: TransferReceipt
  /// Whether it was given before, so that nothing was done now.
  public let isRepeated: Bool
  /// The queue into which messages were placed.
  public let queueDirectory: String
  /// What a person should know of messages that were not just placed, in sentences.
  public internal(set) var remarks: [String] = []
}

extension Transferring {
  /// Accepts a transfer: checks the archive, and places its messages.
  /// - Parameters:
  ///   - archive: a path, or "-" for standard input.
  ///   - target: the queue that gets the messages.
  public func accept(
    _ archive: String, into target: RestoreTarget, queue place: RestoreOptions.Place, host: String, now: Int64,
    progress: @escaping (RestoreProgress) -> Void
  ) throws(RecoveryFailure) -> TransferAnswer {
    try locked {
      defer { _ = try? shelf.directory.remove(TransferAcceptance.spoolName) }
      let found = try RecoveryFailure.translating("Nothing was accepted.") {
        let (parent, name) = FilePath.split(archive)
        let file = archive == "-" ? try spool() : SnapshotFile(try Directory(parent), name)
        progress(.step("Checking the archive"))
        return try TransferArchive(file) { progress(.bytes($0)) }
      }
      return try restoring.locked {
        try accept(found, into: target, place, host: host, now: now, progress: progress)
      }
    }
  }

  /// Promises never to accept a transfer.
  public func refuse(
    _ id: String, configuration target: RestoreTarget, host: String, now: Int64
  ) throws(RecoveryFailure) -> TransferAnswer {
    guard TransferID.isGood(id) else {
      throw RecoveryFailure(.usage, "'\(PrintableText.of(id))' is no id of a transfer")
    }
    return try locked {
      try restoring.locked {
        if let history = try history(of: id) {
          if history.isRefused { return refusal(id, host, history.time, target, isRepeated: true) }
          if history.accepting != nil {
            let begun = try restoring.find(id)
            guard !history.isAccepted, try RestoreHistory(begun).announced.isEmpty else {
              throw Self.cannotRefuse(begun)
            }
            // It was begun, and no message has come so far that it could be in the queue.
            try removeStaged(begun)
            try refuse(begun, now: now)
            try mark(id, in: begun.queueDirectory).remove()
            return refusal(id, host, now, target, isRepeated: false)
          }
        }
        try mark(id, in: target.settings.directory).check()
        let run = try RestoreRun.begin(
          request(target, .hold), named: id, in: target.settings.directory, on: restoring.shelf, now: now)
        try refuse(run, now: now)
        return refusal(id, host, now, target, isRepeated: false)
      }
    }
  }

  private func refuse(_ run: RestoreRun, now: Int64) throws {
    let journal = try RunJournal(run.directory)
    try journal.add("refused") { $0.member("time", now) }
    try journal.add("finished")
    try journal.sync()
    // The name of a new journal is on the disk as well.
    try run.directory.sync()
  }

  private func mark(_ id: String, in queueDirectory: String) -> AcceptanceMark {
    AcceptanceMark(id, in: queueDirectory, journals: restoring.shelf.directory)
  }

  /// Files that wait beside the queue and were never announced.
  private func removeStaged(_ run: RestoreRun) throws {
    guard FileReading.isDirectory(run.stagingPath(in: run.queueDirectory)) else { return }
    let target = try RestoreTarget(configuration: run.request.configuration, queue: run.queueDirectory)
    let staging = try QueueStaging(target.open(), named: ByteString(run.id))
    for name in try staging.names() { try staging.remove(name) }
    staging.close()
  }

  private static func cannotRefuse(_ run: RestoreRun) -> RecoveryFailure {
    RecoveryFailure(
      .usage,
      "transfer \(run.id) was accepted here, or is being accepted, and that cannot be taken back\n"
        + "  Finish it: run '\(RunCommands(run).accept("ARCHIVE"))' with its archive again.")
  }

  private func refusal(
    _ id: String, _ host: String, _ time: Int64, _ target: RestoreTarget, isRepeated: Bool
  ) -> TransferAnswer {
    TransferAnswer(
      receipt: TransferReceipt(transfer: id, host: host, outcome: .refused, time: time), isRepeated: isRepeated,
      queueDirectory: target.settings.directory)
  }

  /// Nil for a transfer that nobody has offered here yet.
  func history(of id: String) throws -> AcceptanceHistory? {
    let directory = restoring.shelf.directory
    // What cannot be opened is not what is not there: it may say that the transfer was refused.
    guard try directory.status(of: ByteString(id)) != nil else { return nil }
    return try AcceptanceHistory(directory.directory(ByteString(id)))
  }

  private func request(_ target: RestoreTarget, _ place: RestoreOptions.Place) -> RestoreRequest {
    var options = RestoreOptions()
    options.into = place
    return RestoreRequest(
      procedure: TransferAcceptance.procedure, archive: nil, store: SnapshotStore.usual, identity: nil,
      configuration: FileReading.resolved(target.configuration) ?? target.configuration,
      queue: target.settings.directory, selection: nil, options: options)
  }

  // MARK: Accepting

  private func accept(
    _ archive: TransferArchive, into target: RestoreTarget, _ place: RestoreOptions.Place, host: String, now: Int64,
    progress: @escaping (RestoreProgress) -> Void
  ) throws -> TransferAnswer {
    try checkIsForeign(archive.id, target)
    let history = try history(of: archive.id)
    if history?.isRefused == true {
      throw RecoveryFailure(
        .usage,
        "transfer \(archive.id) was refused here, and its messages may be live on the old host again\n"
          + "  Nothing was placed. The old host can send them anew.")
    }
    if let accepting = history?.accepting, accepting != archive.content {
      throw RecoveryFailure(
        .usage,
        "transfer \(archive.id) was accepted here with other messages: this archive is not the same\n"
          + "  Nothing was placed.")
    }
    func answer(_ time: Int64, isRepeated: Bool) -> TransferAnswer {
      TransferAnswer(
        receipt: TransferReceipt(
          transfer: archive.id, host: host, outcome: .accepted(archive.content), time: time),
        isRepeated: isRepeated, queueDirectory: target.settings.directory)
    }
    for tag in archive.chain.manifest.tags where tag.hasPrefix(TransferAcceptance.standbyTag) {
      let standby = String(tag.dropFirst(TransferAcceptance.standbyTag.count))
      guard standby != host else { continue }
      throw RecoveryFailure(
        .usage,
        "transfer \(archive.id) is for \(PrintableText.of(standby)) alone, and this is \(PrintableText.of(host))\n"
          + "  Nothing was placed. If no host has that name, see postkeep-restore(7).")
    }
    if let history, history.isAccepted { return answer(history.time, isRepeated: true) }

    let run: RestoreRun
    let journal: RunJournal
    var plan: RestorePlan?
    if history?.accepting != nil {
      run = try restoring.find(archive.id)
      guard FileReading.isSame(run.queueDirectory, target.settings.directory) else {
        throw RecoveryFailure(
          .usage,
          "transfer \(archive.id) is being accepted into \(run.queueDirectory), not \(target.settings.directory)\n"
            + "  Name its configuration with -c.")
      }
      journal = try RunJournal(run.directory)
    } else {
      try mark(archive.id, in: target.settings.directory).check()
      try check(target, archive)
      plan = try self.plan(archive, into: target, place)
      try mark(archive.id, in: target.settings.directory).write()
      run = try RestoreRun.begin(
        request(target, place), named: archive.id, in: target.settings.directory, on: restoring.shelf, now: now)
      journal = try RunJournal(run.directory)
      try journal.add("accepting") { json in
        archive.content.writeMembers(to: &json)
        json.member("time", now)
      }
      try journal.sync()
      // The name of a new journal is on the disk as well.
      try run.directory.sync()
    }
    let planned = try placeMessages(of: archive, as: plan, run, journal, target, now: now, progress: progress)
    try journal.add("accepted") { json in
      archive.content.writeMembers(to: &json)
      json.member("time", now)
    }
    try journal.add("finished")
    try journal.sync()
    var told = answer(now, isRepeated: false)
    told.remarks = Self.remarks(planned)
    return told
  }

  private func check(_ target: RestoreTarget, _ archive: TransferArchive) throws {
    let isRunning = try PostfixControl(configuration: target.configuration, consequence: "Nothing was placed.")
      .isRunning
    let found = try TargetCheck(
      target, bytes: archive.messages.reduce(0) { $0 &+ $1.stamp.size },
      files: archive.messages.reduce(0) { $0 + 1 + $1.logs.count }, isRunning: isRunning)
    guard found.obstacles.isEmpty else {
      throw RecoveryFailure(
        .unreadable,
        found.obstacles.joined(separator: "\n")
          + "\n  Nothing was placed, and nothing is accepted. Put it right, and run the command again.")
    }
  }

  /// - Parameter plan: nil when an earlier part of the run may have written it.
  private func placeMessages(
    of archive: TransferArchive, as plan: RestorePlan?, _ run: RestoreRun, _ journal: RunJournal,
    _ target: RestoreTarget, now: Int64, progress: @escaping (RestoreProgress) -> Void
  ) throws -> [PlannedMessage] {
    if try run.plan(for: archive.chain) == nil {
      try run.write(plan ?? self.plan(archive, into: target, run.request.options.into))
    }
    let plan = try run.plan(for: archive.chain) ?? []
    let wanted = plan.count { $0.decision.isPlacing }
    let staging = try MessageStaging(target.open(), run, journal, now: now) { count in
      progress(.messages(count, of: wanted))
    }
    try staging.restore(plan, from: archive.chain)
    let placed = try RestoreHistory(run).restored.count
    guard plan.count == archive.content.count, placed == wanted else {
      throw SnapshotFlaw("\(placed) of \(archive.content.count) messages of \(archive.id) are in the queue")
    }
    return plan
  }

  // MARK: Pipe

  /// Puts what comes through standard input into a file of ours, to be read twice.
  private func spool() throws -> SnapshotFile {
    guard !StandardStream.input.isTerminal else {
      throw RecoveryFailure(.usage, "an archive does not come from a terminal\n  Pipe it, or name a file.")
    }
    let directory = shelf.directory
    let name = TransferAcceptance.spoolName
    try directory.remove(name)
    let path = "\(directory.path)/\(name)"
    let file = try directory.create(name, mode: 0o600)
    var blocks = try LineBlocks("-")
    while let block = try blocks.nextChunk() { try file.write(block, named: path) }
    try file.sync(named: path)
    return SnapshotFile(directory, name)
  }
}
