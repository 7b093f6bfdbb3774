// postkeep queue purge: remove messages, after they have been put into the trash.

import ArgumentParser
import Bytes
import Maintenance
import PostfixQueue
import QueueStore
import RunJournals
import SystemAccess

struct QueuePurgeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "purge",
    abstract: "Remove messages after archiving them.",
    usage: "postkeep queue purge [<options>] [<id> ...]",
    discussion: """
      Shows what it would remove; with --apply it does so. Each message is first written, with its logs, to a trash \
      archive that is on the disk before anything is removed, and is removed only if it is still the same. 'queue undo' \
      puts it back.

      Messages in the active queue are being delivered and are left alone unless --include active is given.

      EXAMPLES
        postkeep queue purge --where 'is_bounce and age > 3d'
        postkeep queue purge --where 'sender == "spam@example.com"' \\
          --max-percent 90 --apply
        postkeep queue list --where 'size > 20M' --format ids \\
          | postkeep queue purge --apply -
        postkeep queue purge --resume 20261126T191216Z    finish an interrupted run
        postkeep queue purge --policy /etc/postkeep/purge.yaml --apply    from cron

      \(ExitStatus.table([.done, .findings, .incomplete, .partlyDone, .usage, .unreadable, .locked, .permission]))
      Status 1 means that the selection is wider than --max or --max-percent allow, and nothing was removed; status 3 \
      that some of the selected messages were left in the queue, as those in delivery are, or that an id given as an \
      argument was not found. The plan, without --apply, tells what would be left and does not end with 3 for it.
      """)

  @OptionGroup var place: QueueOptions
  @OptionGroup var which: SelectionOptions
  @Flag(help: "Carry it out. Without it, only the plan is shown; --resume needs none.") var apply = false
  @Option(help: ArgumentHelp("Refuse if more messages are selected.", valueName: "messages")) var max: Int?
  @Option(help: ArgumentHelp("Refuse if more of the queue is selected. Default: 50.", valueName: "percent"))
  var maxPercent: Int?
  @Option(help: "Also remove from this queue: active or corrupt. May be given again.") var include: [ExtraQueue] = []
  @Option(help: ArgumentHelp("Finish an interrupted run.", valueName: "run")) var resume: String?
  @Flag(help: "With --resume: this is the run's queue, although its host or its path is another one now.")
  var sameQueue = false
  @Option(
    help: ArgumentHelp("A file of selections with actions and limits: postkeep-policies(5).", valueName: "file"),
    completion: .file(), transform: PathWord.read)
  var policy: String?
  @Option(help: "text or json.") var format: ListingFormat = .text
  @OptionGroup var state: StateOptions

  func validate() throws {
    if resume != nil || policy != nil {
      guard which.isEmpty, resume == nil || policy == nil else {
        throw ValidationError("--resume and --policy say themselves which messages; give no selection.")
      }
      guard max == nil, maxPercent == nil else {
        throw ValidationError("--max and --max-percent limit a selection; a policy has limits of its own, a run none.")
      }
      if policy != nil, !include.isEmpty { throw ValidationError("--include goes with a selection, not a policy.") }
      if resume != nil, which.which.hasLog { throw ValidationError("--log and --journal have no use with --resume.") }
    }
    if sameQueue, resume == nil { throw ValidationError("--same-queue goes with --resume.") }
    if let max, max < 0 { throw ValidationError("--max is a number of messages.") }
    guard (0...100).contains(maxPercent ?? 50) else { throw ValidationError("--max-percent is between 0 and 100.") }
  }

  private var extra: Set<QueueName> { Set(include.map(\.queue)) }
  private var runPlace: RunPlace {
    RunPlace(state: state.state, configuration: place.configDirectory, queue: place.queueDirectory)
  }

  func run() throws {
    if which.isEmpty, resume == nil, policy == nil {
      throw Failure.untold("say which messages, for example --where 'age > 5d'; --where yes takes all", "queue purge")
    }
    let store = try place.open()
    if let resume {
      let report = try Failure.translating {
        try Purging.resume(
          resume, on: store, in: state.existing(with: resume), including: extra, sameQueue: sameQueue
        ) { _ in }
      }
      return try finish(report, isIncomplete: false)
    }
    if let policy {
      let attempts = try which.which.attempts()
      return try carryOut(Failure.translating { try QueuePolicy.read(policy, attempts: attempts) }, on: store)
    }
    let selection = try which.read()
    let plan = QueuePlan(of: store, selecting: selection, including: extra, now: LocalTime.now)
    let isMissing = which.report(missing: plan.missing, from: plan.queues) || which.names(plan.unchanged)
    let isUndecided = SelectionOptions.report(plan.undecided)
    let isIncomplete = QueueOptions.report(plan.scan) || isUndecided
    let refusal = plan.refusal(QueuePlan.Limits(count: max, percent: maxPercent))
    guard apply, refusal == nil else {
      switch format {
      case .json: FileWriting.write(plan.json(refusal: refusal), to: .output)
      case .text:
        Output.write(plan.text("remove"))
        Output.write(
          refusal.map { "\(apply ? "Refused" : "With --apply this would be refused"): \($0).\n" }
            ?? "Nothing was removed. To carry it out, add --apply.\n")
      }
      if refusal != nil { throw ExitStatus.findings.code }
      if isMissing { throw ExitStatus.partlyDone.code }
      if isIncomplete { throw ExitStatus.incomplete.code }
      return
    }
    guard plan.count > 0 else {
      return try finish(PurgeReport(ofNothing: plan), isIncomplete: isIncomplete, isMissing: isMissing)
    }
    let report = try Failure.translating {
      try Purging.carryOut(
        plan, on: store, in: state.open(), at: runPlace, selection: which.text, including: extra, now: LocalTime.now
      ) { Progress.done($0, of: plan.count) }
    }
    try finish(report, isIncomplete: isIncomplete, isMissing: isMissing)
  }

  private func finish(_ report: PurgeReport, isIncomplete: Bool, isMissing: Bool = false) throws {
    switch format {
    case .json: FileWriting.write(report.json, to: .output)
    case .text:
      let hint = report.removed == 0 && report.inDelivery > 0 ? " (--include active)" : ""
      if let summary = report.summary(at: runPlace) {
        Output.write("\(summary)\(hint)\n")
      } else if let resume, report.problems.isEmpty {
        Output.write("run \(resume) has nothing left to remove\n")
      }
      for (id, why) in report.left.prefix(20) { Output.write("  left \(id): \(why)\n") }
    }
    for problem in report.problems { Failure(.incomplete, problem).show() }
    if report.hasLeftSome || isMissing { throw ExitStatus.partlyDone.code }
    if isIncomplete || !report.problems.isEmpty { throw ExitStatus.incomplete.code }
  }

  private func carryOut(_ policies: [QueuePolicy], on store: QueueStore) throws {
    let run = PolicyRun(on: store, configuration: place.configuration, place: runPlace, now: LocalTime.now)
    var worst = ExitStatus.done
    var failure: Failure?
    // Written when all is done: nobody who has stopped reading ends the work between two policies.
    var output: [UInt8] = []
    for policy in policies {
      let result: PolicyRun.Result
      if apply {
        result = run.carryOut(policy) { () throws(MaintenanceFailure) in try StateDirectory(state.state) }
      } else {
        let (plan, planned) = run.plan(policy)
        result = planned
        if format == .text { output += "\(policy.label): \(plan.text(policy.verb))".utf8 }
      }
      if let why = result.failure {
        // The others are not to wait for it.
        failure = Failure(MaintenanceFailure(why.kind, "\(policy.label): \(why.description)"))
        failure?.show()
      }
      switch format {
      case .json: output += result.json(isApplied: apply)
      case .text:
        if let line = result.line { output += "\(line)\n".utf8 }
        for (id, why) in result.left.prefix(20) { output += "  left \(id): \(why)\n".utf8 }
      }
      let isUndecided = SelectionOptions.report(result.undecided, of: policy.label)
      let isIncomplete = QueueOptions.report(result.scan) || isUndecided
      if !result.left.isEmpty {
        worst = .partlyDone
      } else if result.refusal != nil, worst != .partlyDone {
        worst = .findings
      } else if isIncomplete, worst == .done {
        worst = .incomplete
      }
    }
    FileWriting.write(output, to: .output)
    if let failure { throw failure.status.code }
    if worst != .done { throw worst.code }
  }
}

enum ExtraQueue: String, ExpressibleByArgument, CaseIterable {
  case active, corrupt

  var queue: QueueName { self == .active ? .active : .corrupt }
}
