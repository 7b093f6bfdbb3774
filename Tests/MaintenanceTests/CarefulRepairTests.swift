// Repairs look before they leap, and a queue in motion is no unhealthy queue.

import Bytes
import Glibc
import JSONText
import Maintenance
import QueueStore
import Synchronization
import SystemAccess
import TestSupport
import Testing

@Suite("Careful repairs", .enabled(if: BrokenQueue.canRun, "needs root and the user postfix"))
struct CarefulRepairTests {
  @Test("A dry run changes nothing and says what it would do")
  func dryRun() throws {
    let queue = try BrokenQueue()
    try queue.plant("deferred/x")
    try queue.change(queue.file) { chown($0, 0, 0) }
    let text = HealthReportText(isVerbose: false, isQuiet: false, terminal: TerminalStyle(isColored: false))
    let care = try HealthCare(of: queue.store(), .planned, as: text, now: queue.now)
    let output = String(decoding: care.output, as: UTF8.self)
    #expect(output.contains("Would repair") && output.contains("deferred/x: move to postkeep-lost+found"))
    #expect(care.verdict == .findings && queue.exists("deferred/x"))
    #expect(try queue.check().counts == [.oneCharacterFile: 1, .foreignOwner: 1])
    #expect(try HealthCare(of: queue.store(), .applied, as: text, now: queue.now).verdict == .clean)
  }

  @Test("Quiet, a check says nothing of a healthy queue; the plan that is asked for is shown")
  func quiet() throws {
    let queue = try BrokenQueue()
    let text = HealthReportText(isVerbose: false, isQuiet: true, terminal: TerminalStyle(isColored: false))
    #expect(try HealthCare(of: queue.store(), .planned, as: text, now: queue.now).output == [])
    #expect(try HealthCare(of: queue.store(), .applied, as: text, now: queue.now).output == [])
    try queue.plant("deferred/x")
    let plan = try HealthCare(of: queue.store(), .planned, as: text, now: queue.now).output
    #expect(String(decoding: plan, as: UTF8.self).contains("Would repair"))
    // What was put aside is looked at by a person.
    let done = try HealthCare(of: queue.store(), .applied, as: text, now: queue.now).output
    let told = String(decoding: done, as: UTF8.self)
    #expect(told.hasPrefix("low put-aside, 1 found\n") && !told.contains("Repairs:"), "\(told)")
  }

  @Test("A log is no orphan while an undo brings its message, or once somebody has written to it")
  func livingLog() throws {
    let queue = try BrokenQueue()
    try queue.plant("defer/5E5E5E5E5E", Array("log".utf8), mode: 0o600)
    try queue.setAge("defer/5E5E5E5E5E", days: 1)
    #expect(try queue.check().counts[.orphanLog] == 1)
    let plan = RepairPlan(try queue.report())
    try queue.rewrite("defer/5E5E5E5E5E", Array("more".utf8))
    #expect(plan.carryOut(on: try queue.store()).changed == 1 && queue.exists("defer/5E5E5E5E5E"))
    try queue.setAge("defer/5E5E5E5E5E", days: 1)
    for name in ["postkeep", "postkeep/20261126T191216Z.in"] { try queue.change(name) { mkdir($0, 0o700) } }
    try queue.directory.write("mail", to: "spool/postkeep/20261126T191216Z.in/5E5E5E5E5E")
    #expect(try queue.check().counts[.orphanLog] == nil)
  }

  @Test("What was replaced since the check is left alone")
  func replaced() throws {
    let queue = try BrokenQueue()
    try queue.plant("deferred/x", Array("old".utf8))
    let file = try queue.file
    try queue.change(file) { chown($0, 0, 0) }
    let plan = RepairPlan(try queue.report())
    // Others come in between: another file, and a link to one of the system's.
    try queue.change("deferred/x") { rename($0, queue.path("old")) }
    try queue.plant("deferred/x", Array("new".utf8))
    try queue.change(file) { rename($0, queue.path("gone")) }
    let victim = "\(queue.directory.path)/victim"
    try queue.directory.write("root's", to: "victim")
    try queue.change(file) { symlink(victim, $0) }
    let outcome = plan.carryOut(on: try queue.store())
    #expect(outcome.repaired == 0 && outcome.changed == 2 && outcome.failures == [])
    var status = stat()
    #expect(stat(victim, &status) == 0 && status.st_uid == 0)
    #expect(try queue.lost == [] && queue.content("deferred/x") == Array("new".utf8))
  }

  @Test("Messages that move while the queue is checked are neither doubled nor lost")
  func motion() throws {
    var options = BrokenQueue.healthy
    options.weights = [.deferred: 1]
    options.hashDepth = 0
    let queue = try BrokenQueue(options, count: 200)
    let paths = queue.messages.map { (queue.path($0.path), queue.path("active/\($0.id)")) }
    let mover = Mover(paths)
    mover.start()
    defer { mover.stop() }
    for _ in 0..<20 {
      let report = try queue.report()
      #expect(report.findings.counts == [:] && report.problems == [])
    }
  }

  @Test("The JSON names every finding with its severity, its path and what to do")
  func json() throws {
    let queue = try BrokenQueue()
    try queue.plant("deferred/x")
    try queue.plant("hold/a b")
    let care = try HealthCare(of: queue.store(), .planned, as: nil, now: queue.now)
    let json = try JSONReader().read(care.output)
    #expect(json["schema"]?.text == "postkeep.queue.check/1" && json["messages"]?.integer == 24)
    let findings = json["findings"]?.elements ?? []
    #expect(findings.map { $0["name"]?.text } == ["one-character-file", "foreign-name"])
    #expect(findings.first?["severity"]?.text == "critical" && findings.first?["path"]?.text == "deferred/x")
    for member in ["what", "consequence", "advice"] {
      #expect(findings.allSatisfy { $0[member]?.text?.isEmpty == false })
    }
    #expect(json["plan"]?.elements?.count == 1)
  }

  @Test("Every kind of finding has its texts and a name that is used once")
  func texts() {
    for kind in HealthKind.allCases {
      let text = kind.text
      #expect(!text.what.isEmpty && !text.consequence.isEmpty && !text.advice.isEmpty, "\(kind)")
    }
    #expect(Set(HealthKind.allCases.map(\.rawValue)).count == HealthKind.allCases.count)
  }
}

/// Moves files to and fro in a thread of its own, as a queue manager does.
private final class Mover: Sendable {
  private let paths: [(String, String)]
  private let isOver = Atomic(false)
  private let hasEnded = Atomic(false)

  init(_ paths: [(String, String)]) { self.paths = paths }

  func start() {
    var thread = pthread_t()
    let context = Unmanaged.passRetained(self).toOpaque()
    pthread_create(
      &thread, nil,
      { context in
        if let context { Unmanaged<Mover>.fromOpaque(context).takeRetainedValue().move() }
        return nil
      }, context)
    pthread_detach(thread)
  }

  func stop() {
    isOver.store(true, ordering: .relaxed)
    while !hasEnded.load(ordering: .acquiring) { usleep(1000) }
  }

  private func move() {
    while !isOver.load(ordering: .relaxed) {
      for (from, to) in paths { rename(from, to) }
      for (from, to) in paths { rename(to, from) }
    }
    hasEnded.store(true, ordering: .releasing)
  }
}
