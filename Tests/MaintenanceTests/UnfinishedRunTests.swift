// Private directories beside the queues that runs have left behind: the mail in them is counted, and what finishes each run
// is told.

import Bytes
import Glibc
import Maintenance
import RunJournals
import SystemAccess
import TestSupport
import Testing

@Suite("Hazards: unfinished runs", .enabled(if: BrokenQueue.canRun, "needs root and the user postfix"))
struct UnfinishedRunTests {
  private let queue: BrokenQueue
  private var state: String { "\(queue.directory.path)/state" }
  /// As a person names it.
  private var place: RunPlace { RunPlace(state: state, configuration: "\(queue.directory.path)/etc") }

  init() throws { queue = try BrokenQueue() }

  /// Makes a file with the directories above it.
  private func put(_ content: String, _ path: String) throws {
    let folder = path.split(separator: "/").dropLast().joined(separator: "/")
    _ = try Subprocess.run("mkdir", ["-p", "\(queue.directory.path)/\(folder)"])
    if !path.hasSuffix("/.") { try queue.directory.write(content, to: path) }
  }

  /// Makes files in a directory beside the queues that was last touched some days ago.
  private func leave(_ name: String, _ files: [String], days: Int = 2) throws {
    for file in files + ["."] { try put("mail", "spool/postkeep/\(name)/\(file)") }
    try queue.setAge("postkeep/\(name)", days: days)
  }

  private func remember(_ run: String, on shelf: String, _ info: String, finished: Bool = false) throws {
    try put(info, "state/\(shelf)/\(run)/run.json")
    let journal = #"{"event":"removed","key":"a"}"# + "\n" + (finished ? #"{"event":"finished"}"# + "\n" : "")
    try put(journal, "state/\(shelf)/\(run)/journal")
  }

  private func details() throws -> [String] {
    let findings = try QueueCheck(queue.store(), place: place, now: queue.now).run().findings
    #expect(findings.kinds.allSatisfy { $0 == .unfinishedRun })
    return findings.all.map { "\($0.path): \($0.detail)" }
  }

  @Test("A purge that was left is finished by resuming it, or undone; an undo by undoing once more")
  func purge() throws {
    try leave("20261126T191216Z.out", ["A1B2C3.77", "4jYR3d3YTQz2NPSf.78"])
    try leave("20261126T191216Z.in", ["A1B2C4", "A1B2C4.defer", "A1B2C5.new"])
    try remember("20261126T191216Z", on: "runs", "{}")
    let place = "20261126T191216Z -c \(queue.directory.path)/etc --state \(state)'"
    #expect(
      try details() == [
        "postkeep/20261126T191216Z.in: 1 message lies there, nothing has changed for 2 d; finish it with "
          + "'postkeep queue undo \(place)",
        "postkeep/20261126T191216Z.out: 2 messages lie there, nothing has changed for 2 d; finish it with "
          + "'postkeep queue purge --resume \(place), or undo it with 'postkeep queue undo \(place)",
      ])
  }

  @Test(
    "A restore that was left is resumed, one that waits is released, and a transfer is finished by its own commands",
    arguments: [
      (#"{"procedure":"merge"}"#, false, "finish it with 'postkeep restore resume "),
      (#"{"procedure":"merge"}"#, true, "let them go with 'postkeep restore release "),
      (#"{"procedure":"transfer"}"#, false, "finish it with 'postkeep restore transfer accept -c "),
    ])
  func restore(info: String, finished: Bool, words: String) throws {
    try leave("20261126T191216Z.in", ["1", "1.defer", "2"])
    try remember("20261126T191216Z", on: "restores", info, finished: finished)
    let detail = try #require(try details().first)
    #expect(detail.contains("2 messages lie there") && detail.contains(words), "\(detail)")
  }

  @Test("Messages that wait for a standby's receipt are counted in all their queues, without their logs")
  func transfer() throws {
    let run = "mail1-20261126T224603Z-3fa9"
    try leave("\(run).transfer", ["hold/A1B2C3", "deferred/A1B2C4", "defer/A1B2C4"])
    let forgotten = try #require(try details().first)
    #expect(forgotten.contains("\(state) has no such run") && forgotten.contains("transfer accept --refuse \(run)'"))
    try remember(run, on: "transfers", "{}")
    let detail = try #require(try details().first)
    #expect(detail.contains("2 messages lie there"))
    #expect(detail.contains("'postkeep restore transfer status \(run) --state"))
  }

  @Test("What is left of a finished run is an empty directory, and of a run that nobody remembers, who knows what")
  func remains() throws {
    try leave("20261126T191216Z.out", [])
    try remember("20261126T191216Z", on: "runs", "{}", finished: true)
    try leave("20261127T191216Z.in", ["1"])
    let details = try details()
    #expect(details.first?.hasSuffix("0 messages lie there, nothing has changed for 2 d; remove it with rmdir") == true)
    #expect(details.last?.hasSuffix("\(state) has no such run; --state names where it is remembered") == true)
  }

  @Test("A run that works is no finding, and neither is what is none of ours")
  func others() throws {
    try leave("20261126T191216Z.out", ["A1B2C3.77"], days: 0)
    try leave("notes", ["A1B2C3"])
    try leave("..in", ["A1B2C3"])
    try put("mail", "spool/postkeep/20261126T191216Z.in")
    try queue.change("postkeep/20261127T191216Z.in") { symlink("/etc", $0) }
    #expect(try details() == [])
  }

  @Test("A finding of this kind ends the check with status 1")
  func verdict() throws {
    try leave("20261126T191216Z.out", ["A1B2C3.77"])
    let report = try QueueCheck(queue.store(), place: place, now: queue.now).run()
    #expect(report.verdict == .findings && report.problems.isEmpty)
  }
}
