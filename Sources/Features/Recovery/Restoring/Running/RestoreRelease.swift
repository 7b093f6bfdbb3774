// Lets restored messages go, in slices at a pace, by postsuper(1), and looks afterwards whether they went.

public import Bytes
import JSONText
import PostfixQueue
import QueueStore
import RunJournals
import SystemAccess

public struct ReleaseReport: Sendable {
  public internal(set) var released = 0
  /// Of the run, and not on hold any more.
  public internal(set) var gone = 0
  /// They wait for a reason that was not named.
  public internal(set) var waiting: [RestoreDecision.HoldReason: Int] = [:]
  public internal(set) var left: [(id: ByteString, why: String)] = []

  public var text: String {
    var text = "released \(released) message\(released == 1 ? "" : "s")"
    if gone > 0 { text += "; \(gone) are not on hold any more" }
    for (reason, count) in waiting.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      text += "; \(count) wait (--also \(reason.rawValue))"
    }
    text += "\n"
    for (id, why) in left.prefix(20) { text += "  not \(id): \(why)\n" }
    return text
  }
}

extension Restoring {
  /// Ids of one call of postsuper.
  private static var mostIDs: Int { 200 }

  /// - Parameters:
  ///   - extra: reasons to wait that are none any more.
  ///   - rate: how many a minute.
  public func release(
    _ id: String, including extra: Set<RestoreDecision.HoldReason>, perMinute rate: Int,
    progress: (Int, Int) -> Void
  ) throws(RecoveryFailure) -> ReleaseReport {
    try locked {
      let run = try find(id)
      let target = try RestoreTarget(configuration: run.request.configuration, queue: run.request.queue)
      let store = try target.open()
      let history = try RestoreHistory(run)
      guard run.request.procedure != TransferAcceptance.procedure || history.isFinished else {
        throw RecoveryFailure(
          .usage,
          "transfer \(id) is not accepted yet\n"
            + "  Nothing was released. Run 'postkeep restore transfer accept' with its archive again.")
      }
      var report = ReleaseReport()
      var wanted: [RestoredMessage] = []
      let present = try PresentMessages(store, Set(history.announced.map(\.name)))
      for message in history.announced where !history.released.contains(message.key) {
        guard let reason = message.hold else { continue }
        let isHeld = present.queues[message.name] == .hold && present.inodes[message.name] == message.inode
        if !isHeld, !message.waitsForRelease {
          report.gone += 1
        } else if reason != .restored, !extra.contains(reason) {
          report.waiting[reason, default: 0] += 1
        } else {
          wanted.append(message)
        }
      }
      try release(wanted, run, store, rate, &report, progress)
      return report
    }
  }

  private func release(
    _ wanted: [RestoredMessage], _ run: RestoreRun, _ store: QueueStore, _ rate: Int, _ report: inout ReleaseReport,
    _ progress: (Int, Int) -> Void
  ) throws {
    let journal = try RunJournal(run.directory)
    let staging = try QueueStaging(store, named: ByteString(run.id))
    defer { staging.close() }
    // Slices that are as long as a second, so that a slow pace is an even one.
    let slice = max(1, min(Self.mostIDs, rate / 60))
    var done = 0
    while done < wanted.count {
      let batch = Array(wanted[done..<min(done + slice, wanted.count)])
      var held: [RestoredMessage] = []
      for message in batch where !message.waitsForRelease {
        // postsuper(1) moves by rename(2), which replaces what has the name already.
        if try store.find(message.name, in: [.incoming, .active, .deferred, .hold]).count > 1 {
          report.left.append((message.name, "another message has its id, and would be replaced; see 'queue check'"))
        } else {
          held.append(message)
        }
      }
      for message in batch where message.waitsForRelease {
        guard let staged = try staging.current(message.staged), try staging.place(staged, in: .maildrop) else {
          report.left.append((message.name, "its file is gone, or its name is taken in maildrop"))
          continue
        }
        try note(message, journal, &report)
      }
      if !held.isEmpty {
        let words = held.flatMap { ["-H", $0.name.description] }
        let result = try Subprocess.run("postsuper", ["-c", run.request.configuration] + words)
        for message in held {
          if try store.find(message.name, in: [.hold]).contains(where: { $0.status.inode == message.inode }) {
            let said = result.lastErrorLine ?? "it stayed there"
            report.left.append((message.name, "postsuper: \(said)"))
          } else {
            try note(message, journal, &report)
          }
        }
      }
      done += batch.count
      try journal.sync()
      progress(done, wanted.count)
      if done < wanted.count { Pause.milliseconds(batch.count * 60_000 / rate) }
    }
  }

  private func note(_ message: RestoredMessage, _ journal: RunJournal, _ report: inout ReleaseReport) throws {
    try journal.add("released") { $0.member("key", message.key) }
    report.released += 1
  }
}
