// The way in for those who restore.

import Bytes
import MailLogs
public import MessageSelections
import PostfixLog
import PostfixQueue
import QueueStore
import RunJournals
import SnapshotArchive
import SystemAccess

public struct Restoring {
  /// Where to find what Postfix did after the snapshot.
  public struct Log: Sendable {
    public let files: [String]
    public let usesJournal: Bool

    /// Nil without any.
    public init?(files: [String], usesJournal: Bool) {
      if files.isEmpty, !usesJournal { return nil }
      self.files = files
      self.usesJournal = usesJournal
    }

    func read(into history: inout DeliveryHistory, since: Int64, now: Int64) throws -> LogCoverage {
      var log = try MailLog(files: files, journal: usesJournal ? JournalSource(since: since) : nil, now: now)
      return try log.read(into: &history)
    }
  }

  /// Where runs are remembered.
  let shelf: RunShelf

  /// - Parameter state: the directory for what must not be forgotten.
  public init(state: String) throws(RecoveryFailure) {
    shelf = try RecoveryFailure.translating("Runs are kept there. Name another directory with --state.") {
      try RunShelf(state, RestoreRun.shelfName)
    }
  }

  /// Where runs are remembered; nil where none was ever begun.
  public static func existing(state: String) throws(RecoveryFailure) -> Restoring? {
    let isThere = try RecoveryFailure.translating("It tells what was restored.") {
      try RunShelf.exists(state, RestoreRun.shelfName)
    }
    return isThere ? try Restoring(state: state) : nil
  }

  /// What a request would do. Nothing is changed.
  ///
  /// - Parameters:
  ///   - selection: nil for all messages.
  ///   - now: seconds since the epoch.
  public func plan(
    _ request: RestoreRequest, selecting selection: Selection?, log: Log?, now: Int64
  ) throws(RecoveryFailure) -> RestorePlan {
    try RecoveryFailure.translating("Nothing was changed.") {
      let target = try RestoreTarget(configuration: request.configuration, queue: request.queue)
      guard let archive = request.archive else { throw RecoveryFailure(.usage, "say --from SNAPSHOT") }
      let snapshot = try target.snapshot(archive, in: request.store, identity: request.identity)
      let chain = try snapshot.chain()
      let earlier = try EarlierRestores(into: target.settings.directory, by: runs, on: shelf)
      let selected = try selection.map { try chain.paths(selectedBy: $0, now: now) }
      var ids = Set(earlier.messages.values.map(\.name))
      var tried: Set<ByteString> = []
      var submitters: Set<ByteString> = []
      if log != nil {
        try chain.forEachMessage { message in
          ids.insert(message.id)
          if [.incoming, .active, .deferred].contains(message.queue) { tried.insert(message.id) }
          if message.queue == .maildrop, let sender = message.sender {
            submitters.insert(LoggedRecipient(internal: sender).address)
          }
        }
      }
      var history = DeliveryHistory(of: .some(ids: ids, submittedBy: submitters))
      // A journal is asked for some time before, to see that it goes back so far.
      let window = chain.manifest.window
      let coverage = try log?.read(into: &history, since: window.start / 1000 - 86_400, now: now)
      let live = target.hasQueue ? try LiveMessages(target.open()) : nil
      let mail = coverage.map {
        MailHistory(
          history, $0, since: window, ids: ids, tried: tried, attempts: target.settings.maximalBackoff,
          present: live?.ids ?? [])
      }
      let planning = RestorePlanning(
        options: request.options, now: now, history: mail,
        live: live,
        maximalLifetime: target.settings.maximalLifetime, bounceLifetime: target.settings.bounceLifetime,
        earlier: earlier,
        moved: try MovedMessages(from: target.settings.directory, in: FilePath.split(shelf.path).0))
      var plan = try planning.plan(chain, paths: selected?.paths)
      plan.problems = earlier.problems
      plan.guarantee = snapshot.guarantee
      plan.undecided = selected?.undecided ?? Undecided()
      plan.log = coverage.map {
        RestorePlan.LogExtent(
          first: $0.first?.seconds, last: $0.last?.seconds, gap: mail?.gap,
          remarks: $0.remarks)
      }
      return plan
    }
  }

  /// Why a run would refuse the snapshot for its signatures; nil where it would not.
  public static func refusal(_ request: RestoreRequest, _ procedure: Procedure) throws(RecoveryFailure) -> String? {
    guard procedure.steps.contains(where: { $0.action == .builtIn(.verifySnapshot) }), let archive = request.archive
    else { return nil }
    return try NamedSnapshot(archive, in: request.store, identity: request.identity, option: nil).signatureRefusal()
  }

  /// What a repair would change, for a procedure that has one; nil for any other.
  public func repairPlan(_ request: RestoreRequest, _ procedure: Procedure) throws(RecoveryFailure)
    -> QueueRepairReport?
  {
    guard procedure.steps.contains(where: { $0.action == .builtIn(.repairNames) }) else { return nil }
    let store = try RestoreTarget(configuration: request.configuration, queue: request.queue).open()
    return QueueRepairReport(try QueueRepairing.plan(store), of: store)
  }

  /// What would become of the files of a configuration; nil for a procedure that installs none.
  public func configurationPlan(
    _ request: RestoreRequest, _ procedure: Procedure
  ) throws(RecoveryFailure) -> (text: String, json: [UInt8])? {
    guard procedure.steps.contains(where: { $0.action == .builtIn(.installConfiguration) }),
      let archive = request.archive
    else { return nil }
    return try RecoveryFailure.translating("Nothing was changed.") {
      let snapshot = try NamedSnapshot(archive, in: request.store, identity: request.identity, option: nil)
      let archived = try ArchivedConfiguration(snapshot.chain(), isWhole: false)
      let plan = InstallationPlan(
        archived.files, lacking: archived.lacking, from: archived.origin, into: request.configuration)
      return (plan.text, plan.json)
    }
  }

  /// Whether a run can carry a procedure out at all.
  public static func check(_ procedure: Procedure) throws(RecoveryFailure) {
    try RestoreExecution.checkIsOfOneHost(procedure)
  }

  /// Carries a procedure out.
  public func run(
    _ request: RestoreRequest, _ procedure: Procedure, _ plan: RestorePlan?, now: Int64,
    progress: @escaping (RestoreProgress) -> Void
  ) throws(RecoveryFailure) -> RestoreReport {
    try RestoreExecution.checkIsOfOneHost(procedure)
    return try locked {
      let target = try RestoreTarget(
        configuration: request.configuration, queue: request.queue, for: procedure)
      try refuseInterrupted(target.settings.directory)
      let run = try RestoreRun.begin(request, in: target.settings.directory, on: shelf, now: now)
      if let plan { try run.write(plan) }
      return try carryOut(run, procedure, target, plan?.messages, nil, now, progress)
    }
  }

  /// Goes on with a run that was interrupted.
  /// - Parameter procedures: where the site keeps its procedures now; nil for where they were when the run was begun.
  public func resume(
    _ id: String, procedures: String?, now: Int64, progress: @escaping (RestoreProgress) -> Void
  ) throws(RecoveryFailure) -> RestoreReport {
    try locked {
      let run = try find(id)
      let site = procedures ?? run.request.procedures ?? ProcedureBook.usualDirectory
      let procedure = try ProcedureBook(site: site).procedure(named: run.request.procedure)
      try RestoreExecution.checkIsOfOneHost(procedure)
      let target = try RestoreTarget(
        configuration: run.request.configuration, queue: run.request.queue, for: procedure)
      let others = try EarlierRestores(
        into: target.settings.directory, by: runs.filter { $0.id != run.id }, on: shelf)
      return try carryOut(run, procedure, target, nil, others, now, progress)
    }
  }

  /// What a person should know of the snapshot of a run, in sentences: whoever goes on with it may be another one than who has
  /// begun it.
  public func remarks(of id: String) throws(RecoveryFailure) -> [String] {
    let request = try find(id).request
    // Why it cannot be read is told by the run.
    let snapshot = request.archive.flatMap {
      try? NamedSnapshot($0, in: request.store, identity: request.identity, option: nil)
    }
    return snapshot?.remarks() ?? []
  }

  private func carryOut(
    _ run: RestoreRun, _ procedure: Procedure, _ target: RestoreTarget, _ plan: [PlannedMessage]?,
    _ others: EarlierRestores?, _ now: Int64, _ progress: @escaping (RestoreProgress) -> Void
  ) throws -> RestoreReport {
    let snapshot = try run.request.archive.map {
      // The store is that of the run, and nothing names another one.
      try NamedSnapshot($0, in: run.request.store, identity: run.request.identity, option: nil)
    }
    var report = try RestoreExecution(
      run, procedure, target, snapshot, plan: plan, others: others, now: now, progress: progress
    )
    .carryOut()
    report.guarantee = snapshot?.guarantee
    return report
  }

  /// What an interrupted run was about to place must not be placed by another one as well.
  private func refuseInterrupted(_ queueDirectory: String) throws {
    for run in try runs where run.isAbout(queueDirectory) {
      let history = try RestoreHistory(run)
      // In a queue that was made anew there is nothing on its way any more.
      guard !history.isFinished, history.unfinished.contains(where: { !$0.waitsForRelease }),
        FileReading.isDirectory(run.stagingPath(in: queueDirectory))
      else { continue }
      throw RecoveryFailure(
        .locked,
        "run \(run.id) was interrupted and has messages on their way\n  Finish it first, with "
          + "'\(RunCommands(run).restore("resume"))'.")
    }
  }

  func find(_ id: String) throws(RecoveryFailure) -> RestoreRun {
    if let run = try? RestoreRun.read(id, on: shelf) { return run }
    if try damaged.contains(id) {
      throw RecoveryFailure(
        .damaged, "run '\(PrintableText.of(id))' is damaged: \(shelf.path)/\(id)/run.json cannot be read")
    }
    throw RecoveryFailure(
      .unreadable,
      "there is no run '\(PrintableText.of(id))' in \(shelf.path)\n  '\(status)' shows all.")
  }

  /// The command that shows all runs.
  private var status: String { RunPlace(state: FilePath.split(shelf.path).directory).command("restore status") }

  var runs: [RestoreRun] {
    get throws(SystemError) { try RestoreRun.all(on: shelf) }
  }

  func locked<Result>(_ work: () throws -> Result) throws(RecoveryFailure) -> Result {
    try RecoveryFailure.translating("Whether anything was done, '\(status)' tells.") {
      guard let lock = try shelf.lock() else {
        throw RecoveryFailure(
          .locked, "another run holds \(shelf.path)/lock\n  Only one restore may go on at a time. Try again later.")
      }
      defer { withExtendedLifetime(lock) {} }
      return try work()
    }
  }
}
