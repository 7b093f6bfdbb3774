// Files where no part of Postfix looks: they are counted by a summary, and named by a check.

import Bytes
import Glibc
import JSONText
import Maintenance
import SystemAccess
import TestSupport
import Testing

@Suite("Hazards: what nobody sees", .enabled(if: BrokenQueue.canRun, "needs root and the user postfix"))
struct UnseenFileTests {
  let queue: BrokenQueue
  init() throws { queue = try BrokenQueue() }

  private func directory(_ name: String) throws {
    try queue.change(name) { mkdir($0, 0o700) }
    try queue.change(name) { chown($0, queue.owners.user, queue.owners.group) }
  }

  private func summary() throws -> (count: Int?, line: String?) {
    let summary = QueueSummary(try queue.store(), now: queue.now)
    let json = try JSONReader().read(summary.json)
    #expect(json["unseen_files"]?.integer.map(Int.init) == summary.unseenFiles)
    #expect(try JSONSchema(file: "postkeep.queue.summary-1.schema.json").problems(of: json) == [])
    let lines = summary.lines(TerminalStyle(isColored: false), width: 120)
    return (summary.unseenFiles, lines.first { $0.contains("does not look") })
  }

  @Test("What was put aside is told until somebody has looked, with its place, and nothing is done about it")
  func putAside() throws {
    try queue.plant("deferred/x", Array("precious".utf8))
    #expect(try queue.repaired().counts == [.putAside: 1])
    try queue.change("postkeep-lost+found/hold-4-ab-c") { symlink("/etc/passwd", $0) }
    try queue.plant("saved/BAC54F7C0A6", Array("mail".utf8))
    try queue.setAge("saved/BAC54F7C0A6", days: 40)
    try directory("saved/old")
    try queue.plant("saved/old/deferred")
    let report = try queue.report()
    #expect(report.findings.counts == [.putAside: 4] && report.verdict == .clean)
    #expect(HealthKind.putAside.severity == .low)
    let told = report.findings.all.map { "\($0.path): \($0.detail)" }.sorted()
    let lost = "postkeep-lost+found"
    #expect(told[0].hasPrefix("\(lost)/deferred-x: 8 B, ") && told[0].hasSuffix(", was deferred/x"), "\(told)")
    #expect(told[1].hasPrefix("\(lost)/hold-4-ab-c: a link, ") && told[1].hasSuffix(", was hold/4/ab-c"), "\(told)")
    #expect(told[2] == "saved/BAC54F7C0A6: 4 B, 40 d old")
    #expect(RepairPlan(report).count == 0)
    #expect(told[3].hasPrefix("saved/old/deferred: 0 B, "), "\(told)")
    #expect(try summary().count == 4)
  }

  @Test("A queue under another name beside the queues is told, and its messages' logs are no orphans")
  func strayQueue() throws {
    let count = queue.messages(in: .deferred).count
    try queue.change("deferred") { rename($0, queue.path("deferred.bak")) }
    try directory("deferred")
    let report = try queue.report()
    #expect(report.findings.counts == [.strayQueue: 1] && report.verdict == .findings)
    #expect(report.findings.all.map(\.detail) == ["\(count) files with queue ids"])
    let summary = try summary()
    #expect(summary.count == count)
    #expect(summary.line == "besides    \(count) files lie where Postfix does not look; see 'postkeep queue check'")
  }

  @Test("A copy of the whole queue directory inside it is one stray queue")
  func copy() throws {
    _ = try Subprocess.run("sh", ["-c", "cd \(queue.spool) && mkdir old && cp -a deferred hold old/"])
    #expect(try queue.check().counts == [.strayQueue: 1])
    #expect(try summary().count == queue.messages(in: .deferred).count + queue.messages(in: .hold).count)
  }

  @Test("A hash directory under another name counts, whatever its depth")
  func renamedHashDirectory() throws {
    let folder = FilePath.split(try queue.file).directory
    let count = queue.messages.count { FilePath.split($0.path).directory == folder }
    try queue.change(folder) { rename($0, queue.path("\(folder).old")) }
    #expect(try summary().count == count && count > 0)
  }

  @Test("What has no queue id in it, as the libraries of a chroot jail, is no mail")
  func jail() throws {
    for name in ["lib", "dev", "etc"] { try directory(name) }
    try directory("lib/x")
    try queue.plant("lib/x/libnss_dns.so.2")
    try queue.plant("etc/hosts")
    try queue.plant("etc/services")
    #expect(try queue.check().counts == [:])
    let summary = try summary()
    #expect(summary.count == 0 && summary.line == nil)
  }
}
