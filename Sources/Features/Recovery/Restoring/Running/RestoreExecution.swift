// Carries a procedure out, step by step. The journal says which are done, so that a run can be gone on with.

import Bytes
import JSONText
import PostfixQueue
import QueueStore
import RunJournals
import SnapshotArchive
import SystemAccess

final class RestoreExecution {
  private let run: RestoreRun
  private let procedure: Procedure
  private let target: RestoreTarget
  private let snapshot: NamedSnapshot?
  private let journal: RunJournal
  /// Seconds since the epoch.
  private let now: Int64
  private let progress: (RestoreProgress) -> Void
  private var report: RestoreReport
  /// Nil until it is needed.
  private var planned: [PlannedMessage]?
  /// What all other runs have placed; nil for a run that was not interrupted.
  private let others: EarlierRestores?
  /// Nil until they are needed.
  private var configurationSteps: ConfigurationSteps?
  /// As of the last step that has placed anything.
  private var history: RestoreHistory

  /// - Parameter plan: nil to read that of the run.
  init(
    _ run: RestoreRun, _ procedure: Procedure, _ target: RestoreTarget, _ snapshot: NamedSnapshot?,
    plan: [PlannedMessage]?, others: EarlierRestores?, now: Int64, progress: @escaping (RestoreProgress) -> Void
  ) throws {
    self.run = run
    self.procedure = procedure
    self.target = target
    self.snapshot = snapshot
    planned = plan
    self.others = others
    history = try RestoreHistory(run)
    self.now = now
    self.progress = progress
    journal = try RunJournal(run.directory)
    report = RestoreReport(run, procedure: procedure.name)
  }

  /// Says no to a procedure in which two hosts take part.
  static func checkIsOfOneHost(_ procedure: Procedure) throws(RecoveryFailure) {
    let others: [BuiltInStep] = [.takeOut, .handOver, .accept, .settle]
    let needsTwo = procedure.steps.contains { step in
      if case .builtIn(let action) = step.action { others.contains(action) } else { false }
    }
    guard needsTwo else { return }
    throw RecoveryFailure(
      .usage,
      "\(procedure.name) is done by two hosts, and no run on one of them can do it\n"
        + "  On the old host: postkeep restore transfer send ARCHIVE\n"
        + "  On the standby:  postkeep restore transfer accept ARCHIVE\n"
        + "  On the old host: postkeep restore transfer settle RECEIPT, or cancel RECEIPT\n"
        + "  'postkeep restore show \(procedure.name)' tells the whole way.")
  }

  func carryOut() throws -> RestoreReport {
    let done = history.steps
    for step in procedure.steps {
      if done.contains(step.name) {
        report.steps.append(RestoreReport.Step(step, .doneBefore, ""))
        continue
      }
      if procedure.isWaitedFor(step) {
        guard try isConfirmed(step) else { break }
        continue
      }
      progress(.step(step.title))
      let (outcome, detail) = try carryOut(step)
      report.steps.append(RestoreReport.Step(step, outcome, detail))
      if report.isStuck {
        try wait(at: step)
        break
      }
      // What was done only in part is tried again by a resumption.
      if outcome == .leftToOperator || outcome == .partlyDone { continue }
      try note(step, outcome, detail)
    }
    if report.isWhole {
      try journal.add("finished")
      try journal.sync()
    }
    report.restored = history.restored
    report.waiting = history.unfinished.count
    return report
  }

  /// Whether a person has done a step since the run ended at it; whoever goes on with the run says so by that.
  private func isConfirmed(_ step: ProcedureStep) throws -> Bool {
    if history.waitsAt == step.name {
      report.steps.append(RestoreReport.Step(step, .doneBefore, "by you"))
      try note(step, .doneBefore, "")
      return true
    }
    report.steps.append(RestoreReport.Step(step, .leftToOperator, ""))
    try wait(at: step)
    return false
  }

  private func wait(at step: ProcedureStep) throws {
    report.waitsAt = step.name
    try journal.add("waiting") { $0.member("step", step.name) }
    try journal.sync()
  }

  private func note(_ step: ProcedureStep, _ outcome: RestoreReport.Outcome, _ detail: String) throws {
    try journal.add("step") { json in
      json.member("step", step.name)
      json.member("outcome", outcome.rawValue)
      json.member("detail", detail)
      json.member("time", LocalTime.now)
    }
    try journal.sync()
  }

  typealias Outcome = (RestoreReport.Outcome, String)

  private func carryOut(_ step: ProcedureStep) throws -> Outcome {
    switch step.action {
    case .byOperator: return (.leftToOperator, "")
    case .commands(let commands): return try carryOut(commands, step)
    case .builtIn(let action): return try carryOut(action)
    }
  }

  private func carryOut(_ action: BuiltInStep) throws -> Outcome {
    switch action {
    case .verifySnapshot: return try verify()
    case .makeQueueDirectories:
      let made = try target.makeDirectories()
      return made.isEmpty ? (.needless, "all are there") : (.done, "made \(made.joined(separator: ", "))")
    case .checkTarget: return try check()
    case .stopPostfix:
      let isRunning = try target.hasQueue ? postfix.isRunning(in: target.open()) : postfix.isRunning
      guard isRunning else { return (.needless, "it is not running") }
      try postfix.stop()
      return (.done, "")
    case .placeMessages: return try place()
    case .checkQueue: return try checkQueue()
    case .startPostfix:
      guard try !postfix.isRunning else { return (.needless, "it is running") }
      try postfix.start()
      return (.done, "")
    case .extractConfiguration: return try configuration().extract()
    case .auditConfiguration: return try configuration().audit()
    case .installConfiguration: return try install()
    case .repairOwners: return try repair([.directory, .setAside, .duplicate, .correction, .ownFile])
    case .repairNames: return try repair(Set(MendingChange.Kind.allCases))
    default:
      throw RecoveryFailure(.usage, "step \(action.rawValue) is no part of a restore from a snapshot")
    }
  }

  private var postfix: PostfixControl {
    PostfixControl(
      configuration: target.configuration,
      consequence: "Put it right, and go on with '\(report.commands.restore("resume"))'.")
  }

  private var source: NamedSnapshot {
    get throws(RecoveryFailure) {
      guard let snapshot else { throw RecoveryFailure(.usage, "this procedure needs a snapshot: say --from") }
      return snapshot
    }
  }

  // MARK: Steps

  private func verify() throws -> Outcome {
    let command = "postkeep snapshot verify \(ShellWord.quoted(try source.path))"
    let (result, _) = try source.verify(share: 1, now: now * 1000) { progress(.bytes($0)) }
    guard result.problems.isEmpty else {
      throw RecoveryFailure(
        .damaged,
        "the snapshot is damaged: \(result.problems[0])\n  Nothing was changed. "
          + "'\(command)' shows all; restore from another one.")
    }
    if let gap = result.signatureGaps.first {
      throw RecoveryFailure(
        .damaged,
        "the snapshot is signed, and not all of it: \(gap)\n  Nothing was changed. "
          + "'\(command)' shows all; restore from another one.")
    }
    return (.done, "compared \(result.checked) file\(result.checked == 1 ? "" : "s"), \(SizeText.bytes(result.bytes))")
  }

  private func check() throws -> Outcome {
    let plan = try plan().filter(\.decision.isPlacing)
    let found = try TargetCheck(
      target, bytes: plan.reduce(0) { $0 &+ $1.message.stamp.size },
      files: plan.reduce(0) { $0 + 1 + $1.message.logs.count }, isRunning: postfix.isRunning)
    guard found.obstacles.isEmpty else {
      throw RecoveryFailure(
        .unreadable,
        found.obstacles.joined(separator: "\n") + "\n  No message was placed. Put it right, and go on with "
          + "'\(report.commands.restore("resume"))'.")
    }
    return (.done, found.notes.joined(separator: "; "))
  }

  private func plan() throws -> [PlannedMessage] {
    if let planned { return planned }
    guard let plan = try run.plan(for: source.chain()) else {
      throw RecoveryFailure(.unreadable, "run \(run.id) has no plan\n  Nothing was changed: run the procedure anew.")
    }
    planned = plan
    return plan
  }

  private func place() throws -> Outcome {
    var plan = try plan()
    let arrived = try arrivedSince(plan)
    plan.removeAll { arrived.contains($0.key) }
    let total = plan.count { $0.decision.isPlacing }
    let staging = try MessageStaging(target.open(), run, journal, now: now) { [progress] in
      progress(.messages($0, of: total))
    }
    try staging.restore(plan, from: source.chain())
    history = try RestoreHistory(run)
    let rest = arrived.isEmpty ? "" : "; \(arrived.count) had come into the queue since the plan was made"
    return (.done, "placed \(staging.placed) message\(staging.placed == 1 ? "" : "s")\(rest)")
  }

  /// Keys of messages that must not be placed any more.
  private func arrivedSince(_ plan: [PlannedMessage]) throws -> Set<String> {
    guard let others else { return [] }
    if let problem = others.problems.first {
      throw RecoveryFailure(
        .damaged, "\(problem)\n  Nobody can tell what was placed since. Run the procedure anew: what is doubtful waits."
      )
    }
    let own = Set(history.announced.map(\.key))
    guard history.unfinished.isEmpty || FileReading.isDirectory(run.stagingPath(in: target.settings.directory)) else {
      throw RecoveryFailure(
        .damaged,
        "\(target.settings.directory) is not the queue any more that run \(run.id) has put messages into\n"
          + "  Run the procedure anew: of what was placed before, nobody can tell whether it was delivered.")
    }
    let rest = plan.filter { $0.decision.isPlacing && !own.contains($0.key) }
    let arrived = try ArrivedMessages(among: rest, in: target.open(), from: source.chain(), placedBy: others).keys
    return arrived.intersection(rest.map(\.key))
  }

  /// Every message that was placed lies where its name says, or Postfix has moved it on.
  private func checkQueue() throws -> Outcome {
    // Submissions go into maildrop when they are released, and pickup takes them.
    let restored = history.restored.filter { !$0.waitsForRelease }
    let present = try PresentMessages(target.open(), Set(restored.map(\.name)))
    let missing = restored.filter { present.inodes[$0.name] == nil }
    let isRunning = try postfix.isRunning
    guard missing.isEmpty || isRunning else {
      throw RecoveryFailure(
        .damaged,
        "\(missing.count) messages that were placed are not in the queue, \(missing[0].name) among them\n"
          + "  Postfix is not running, so somebody else has taken them.")
    }
    let misnamed = restored.filter { message in
      QueueID(message.name).map { !$0.isLong && $0.inode != message.inode } ?? true
    }
    guard misnamed.isEmpty else {
      throw RecoveryFailure(.damaged, "\(misnamed[0].name) does not match its inode: 'postsuper -s' puts it right")
    }
    if !isRunning { try checkOwners() }
    let moved = missing.isEmpty ? "" : ", \(missing.count) have been moved on by Postfix"
    // A repair places none.
    guard !restored.isEmpty else { return (.done, "no message was placed that could be missing") }
    let count = restored.count - missing.count
    return (.done, "\(count) message\(count == 1 ? " is where it belongs" : "s are where they belong")\(moved)")
  }

  /// The queue manager dies of a message file that is not its own, whoever has left it there.
  private func checkOwners() throws {
    let owner = try target.settings.ownerUser().id
    let store = try target.open()
    let plan = try QueueRepairing.plan(store)
    func isForeign(_ path: String, _ status: FileStatus?) -> Bool {
      status.map { $0.kind == .regular && $0.owner != owner } ?? false
        && ["incoming/", "active/", "deferred/"].contains(where: path.hasPrefix)
    }
    let foreign = plan.changes.filter { $0.kind == .correction && isForeign($0.path, $0.before) }.map(\.path)
    let linked = plan.left.filter { $0.reason == .wrongHardLink && isForeign($0.path, $0.status) }.map(\.path)
    guard let first = foreign.first ?? linked.first else { return }
    let count = foreign.count + linked.count
    let remedy =
      linked.isEmpty
      ? "'\(report.commands.queue("check --fix --apply"))' puts it right; then "
      : "Some have another name elsewhere. \(RestoreReport.Leftover.remedy(in: store))\n  Then "
        + "'\(report.commands.queue("check --fix --apply"))' puts it right, and "
    throw RecoveryFailure(
      .unreadable,
      "\(count) file\(count == 1 ? "" : "s") in the queue do\(count == 1 ? "es" : "") not belong to "
        + "\(target.settings.owner), \(first) among them: Postfix would stop at them\n  \(remedy)"
        + "'\(report.commands.restore("resume"))' goes on."
    )
  }

  private func configuration() throws -> ConfigurationSteps {
    let steps = try configurationSteps ?? ConfigurationSteps(run, ArchivedConfiguration(source.chain(), isWhole: true))
    configurationSteps = steps
    return steps
  }

  private func install() throws -> Outcome {
    // The unpacked files may have been changed since an earlier part of the run has looked at them.
    let audits = procedure.steps.filter { $0.action == .builtIn(.auditConfiguration) }.map(\.name)
    if report.steps.contains(where: { $0.outcome == .doneBefore && audits.contains($0.name) }) {
      _ = try configuration().audit()
    }
    let (outcome, left) = try configuration().install(
      into: target.configuration, done: history.installed, journal: journal)
    report.left += left
    return outcome
  }

  /// - Parameter kinds: of changes that are made now.
  private func repair(_ kinds: Set<MendingChange.Kind>) throws -> Outcome {
    let store = try target.open()
    let plan = try QueueRepairing.plan(store).only(kinds)
    let obstacles = RestoreReport.Leftover.all(of: plan, in: store)
    report.left += obstacles
    report.isStuck = !obstacles.isEmpty
    guard !plan.isEmpty || report.isStuck else { return (.needless, "nothing has to be changed") }
    for id in plan.ids where kinds.contains(.rename) {
      try journal.add("renaming") { json in
        json.member("queue", id.queue.rawValue)
        json.member("old", id.old)
        json.member("new", id.new)
      }
    }
    for change in plan.changes { try journal.add("repairing") { $0.member("change", change) } }
    // All of it is on record before the first change; where it ends is seen on the disk.
    try journal.sync()
    let result = try QueueRepairing.carryOut(plan, on: store) { _ in }
    guard result.failures.isEmpty else {
      throw RecoveryFailure(
        .unreadable, "\(result.failures[0])\n  Put it right, and go on with '\(report.commands.restore("resume"))'.")
    }
    return (
      report.isStuck ? .partlyDone : .done, result.text.split(separator: "\n").joined(separator: "\n    ")
    )
  }

  private func carryOut(_ commands: SiteStep, _ step: ProcedureStep) throws -> Outcome {
    func run(_ words: [String]) throws -> Subprocess { try Subprocess.run(words[0], Array(words.dropFirst())) }
    if let check = commands.check, try run(check).status == 0 { return (.needless, "it is done") }
    for words in [commands.run] + (commands.verify.map { [$0] } ?? []) {
      let result = try run(words)
      guard result.status == 0 else {
        let said = result.lastErrorLine.map { ": \($0)" } ?? ""
        throw RecoveryFailure(
          .unreadable,
          "'\(words.joined(separator: " "))' ended with status \(result.status)\(said)\n  \(step.back)\n"
            + "  Go on with '\(report.commands.restore("resume"))'.")
      }
    }
    return (.done, "")
  }
}
