// One drill in its place, check by check. What fails ends it, and the checks behind are skipped.

import Bytes
import MailLogs
import QueueStore
import SnapshotArchive
import SystemAccess

struct DrillRehearsal {
  private let request: DrillRequest
  private let target: RestoreTarget
  private let place: DrillPlace
  private let now: Int64
  private let progress: (RestoreProgress) -> Void
  private(set) var report: DrillReport

  /// Faster than any disk.
  private static let rate = 1_000_000
  private static let pause = 200
  private static let looksPerLog = 15
  /// How often the log is read until postlogd(8) has written all of it.
  private static let logReadings = 40

  init(
    _ request: DrillRequest, _ target: RestoreTarget, _ place: DrillPlace, _ report: DrillReport, now: Int64,
    progress: @escaping (RestoreProgress) -> Void
  ) {
    self.request = request
    self.target = target
    self.place = place
    self.report = report
    self.now = now
    self.progress = progress
  }

  mutating func carryOut() throws(RecoveryFailure) {
    guard let snapshot = try check(.snapshot, { try $0.snapshot() }), try check(.log, { try $0.log(snapshot) }) != nil
    else { return }
    let restore = RestoreRequest(
      procedure: "new-host", archive: snapshot.path, store: request.store, identity: request.identity,
      configuration: place.configuration, queue: nil, selection: nil, options: RestoreOptions())
    let restoring = try Restoring(state: place.state)
    let clock = StepClock()
    guard let plan = try check(.plan, { try $0.plan(restore, restoring) }) else { return }
    clock.mark("Plan the restore")
    guard let expected = try check(.procedure, { try $0.run(restore, restoring, plan, clock) }) else { return }
    let instance = DrillInstance(
      configuration: place.configuration, log: place.log,
      store: try RestoreTarget(configuration: place.configuration, queue: nil).open())
    guard try check(.queue, { try $0.list(instance, expected.1) }) != nil,
      try check(.release, { try $0.release(expected.0, restoring, instance) }) == true
    else { return }
    _ = try check(.deliveries, { try $0.count(instance, expected.1) })
  }

  /// Nil when the check has failed, which is in the report then. A check that passes says so itself.
  private mutating func check<Result>(
    _ subject: DrillReport.Subject, _ work: (inout DrillRehearsal) throws -> Result
  ) throws(RecoveryFailure) -> Result? {
    progress(.step(subject.title))
    do throws(RecoveryFailure) {
      return try RecoveryFailure.translating("The drill was ended.") { try work(&self) }
    } catch {
      switch error.kind {
      case .permission, .usage, .locked: throw error
      case .unreadable, .damaged:
        // What it advises is for a restore that can be gone on with.
        let lines = error.description.split(separator: "\n").filter { subject != .procedure || !$0.hasPrefix("  ") }
        report.note(subject, .failed, lines.joined(separator: "\n"))
        return nil
      }
    }
  }

  // MARK: Checks

  private mutating func snapshot() throws -> NamedSnapshot {
    var doubts: [String] = []
    let word: String
    switch request.source {
    case .snapshot(let name): word = name
    case .fresh(let source):
      word = "\(place.path)/snapshot.tar.zst"
      let taken = try SnapshotPlace.output(word).take(
        target.open(), source, SnapshotOptions(), quiescing: false, now: { LocalTime.milliseconds },
        progress: { [progress] in progress(.messages($0, of: $1)) })
      if !taken.isComplete { doubts = taken.doubts }
    }
    let snapshot = try target.snapshot(word, in: request.store, identity: request.identity)
    doubts += snapshot.passedOver
    let (result, _) = try snapshot.verify(share: 1, now: now * 1000) { [progress] in progress(.bytes($0)) }
    report.snapshot = result.manifest.id
    if let problem = result.problems.first ?? result.signatureGaps.first {
      throw RecoveryFailure(
        .damaged, "\(result.manifest.id) is damaged: \(problem)\n  'postkeep snapshot verify' shows all.")
    }
    let shortcoming = snapshot.shortcoming(result.summary)
    if word == "last", !shortcoming.isEmpty { doubts.insert(shortcoming.joined(separator: "; "), at: 0) }
    let good = "\(result.manifest.id) is good: \(result.checked) files, \(SizeText.bytes(result.bytes))"
    let detail = ([good] + shortcoming).joined(separator: "; ")
    report.note(.snapshot, doubts.isEmpty ? .passed : .unclear, doubts.first ?? detail)
    return snapshot
  }

  private mutating func log(_ snapshot: NamedSnapshot) throws {
    guard let log = request.log else {
      report.note(.log, .needless, "none was given")
      return
    }
    let start = try snapshot.chain().manifest.window.start / 1000
    _ = try MailLog(
      files: log.files, journal: log.usesJournal ? JournalSource(since: start - 86_400) : nil, now: now)
  }

  private mutating func plan(_ restore: RestoreRequest, _ restoring: Restoring) throws -> RestorePlan {
    let plan = try restoring.plan(restore, selecting: nil, log: request.log, now: now)
    if let extent = plan.log {
      // The queue of a drill is not lost: what its log does not tell yet has not happened yet.
      let gap = extent.gap == .endsEarly ? nil : extent.gap
      report.note(.log, gap == nil ? .passed : .unclear, gap?.words ?? "it goes back to the snapshot")
    }
    report.messages = plan.messages.count
    report.placed = plan.placed.count
    report.sentTwiceWithoutLog = plan.recipients(.sent)
    report.untold = plan.untold
    let left = plan.messages.count - plan.placed.count
    report.note(.plan, .passed, "\(plan.placed.count) messages to be placed, \(left) left out")
    return plan
  }

  private mutating func run(
    _ restore: RestoreRequest, _ restoring: Restoring, _ plan: RestorePlan, _ clock: StepClock
  ) throws -> (String, DrillExpectation) {
    // Without the steps of the site: they are for the day itself.
    let procedure = try ProcedureBook(site: nil).procedure(named: restore.procedure)
    let result = try restoring.run(restore, procedure, plan, now: now) { [progress] event in
      if case .step(let title) = event { clock.begin(title) }
      progress(event)
    }
    clock.end()
    report.recovery = clock.total
    let left = result.steps.filter { $0.outcome == .leftToOperator }.map(\.title)
    report.parts = clock.parts.filter { !left.contains($0.title) }
    let expected = DrillExpectation(plan, result.restored)
    report.submissions = expected.submissions
    report.corrupt = expected.corrupt
    report.owed = expected.owed
    guard result.waiting == expected.submissions else {
      throw RecoveryFailure(
        .damaged, "\(result.waiting) submissions wait to be released, and the snapshot has \(expected.submissions)")
    }
    report.note(.procedure, .passed, "\(restore.procedure) was carried out, and Postfix runs")
    return (result.run, expected)
  }

  private mutating func list(_ instance: DrillInstance, _ expected: DrillExpectation) throws {
    let finding = DrillFinding(listed: try instance.listing(), expected)
    report.note(.queue, finding, "\(expected.messages.count) messages are listed once, on hold, with their recipients")
  }

  /// False when the time was not enough.
  private mutating func release(_ run: String, _ restoring: Restoring, _ instance: DrillInstance) throws -> Bool {
    let released = try restoring.release(
      run, including: Set(RestoreDecision.HoldReason.allCases), perMinute: Self.rate
    ) { [progress] in progress(.messages($0, of: $1)) }
    if let left = released.left.first {
      throw RecoveryFailure(.damaged, "\(released.left.count) messages could not be released, \(left.id): \(left.why)")
    }
    try instance.flush()
    let end = ContinuousClock().now + .seconds(request.timeout)
    var (empty, looks) = (0, 0)
    // What moves between two queues can be missed once.
    while empty < 2 {
      let waiting = instance.waiting()
      empty = waiting == 0 ? empty + 1 : 0
      looks += 1
      if looks.isMultiple(of: Self.looksPerLog), let line = instance.fatalLine {
        throw RecoveryFailure(.damaged, "the drill's Postfix does not work: \(line)")
      }
      guard empty > 0 || ContinuousClock().now < end else {
        report.note(
          .release, .unclear,
          "\(waiting) messages are still in the queue after \(request.timeout) seconds; give it more with --timeout")
        return false
      }
      Pause.milliseconds(Self.pause)
    }
    report.note(.release, .passed, "released \(released.released) messages, and the queue is empty")
    return true
  }

  private mutating func count(_ instance: DrillInstance, _ expected: DrillExpectation) throws {
    var finding = DrillFinding(logged: try instance.history(), expected)
    for _ in 0..<Self.logReadings where finding.delivered < report.owed {
      Pause.milliseconds(Self.pause)
      finding = DrillFinding(logged: try instance.history(), expected)
    }
    report.delivered = finding.delivered
    report.note(.deliveries, finding, "\(finding.delivered) recipients got their mail once")
  }
}

extension DrillReport {
  fileprivate mutating func note(_ subject: Subject, _ finding: DrillFinding, _ detail: String) {
    let result: Check.Result = !finding.problems.isEmpty ? .failed : !finding.unclear.isEmpty ? .unclear : .passed
    note(subject, result, result == .passed ? detail : (finding.problems + finding.unclear).joined(separator: "; "))
  }
}

/// How long each step took.
private final class StepClock {
  private let start = LocalTime.milliseconds
  private var stepStart = LocalTime.milliseconds
  private var title: String?
  private(set) var parts: [DrillReport.Part] = []

  var total: Int64 { max(0, stepStart - start) }

  func mark(_ title: String) {
    self.title = title
    end()
  }

  func begin(_ title: String) {
    end()
    self.title = title
  }

  func end() {
    let now = LocalTime.milliseconds
    if let title { parts.append(DrillReport.Part(title: title, milliseconds: max(0, now - stepStart))) }
    title = nil
    stepStart = now
  }
}
