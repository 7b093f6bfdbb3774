// Snapshots of a queue of 3,000 messages that is never at rest, and what tar(1) makes of the same queue.
//
// `make test` takes ten snapshots under each load, `make soak` two hundred (POSTKEEP_SOAK).

import Bytes
import Glibc
import Maintenance
import QueueStore
import Recovery
import SnapshotArchive
import SystemAccess
import TestSupport
import Testing

/// A running Postfix whose messages are deferred again and again, and none ever leaves.
struct BusyQueue {
  enum Load: String, CaseIterable, CustomStringConvertible {
    /// Each message is tried every second or two.
    case cycling
    /// As Postfix comes, with a `postqueue -f` when the snapshot begins.
    case flushed

    var description: String { rawValue }
  }

  let postfix: PrivatePostfix
  let store: QueueStore
  let archives: Directory
  let ids: Set<String>
  let load: Load

  init(_ load: Load, seed: UInt64, count: Int = 3000) throws {
    self.load = load
    var queue = QueueOptions()
    queue.ids = .mixed
    queue.ages = 0...3000
    queue.nullSenderPercent = 0
    queue.bodyLines = 1...5
    queue.nextAttempt = load == .cycling ? .past : .future
    var options = PrivatePostfixOptions()
    options.queue = queue
    options.settings = ["smtp_destination_concurrency_failed_cohort_limit = 0", "transport_retry_time = 1s"]
    if load == .cycling {
      options.settings += ["queue_run_delay = 2s", "minimal_backoff_time = 1s", "maximal_backoff_time = 2s"]
    }
    let postfix = try PrivatePostfix(options)
    self.postfix = postfix
    ids = Set(try QueueGenerator(seed: seed, options: queue).fill(postfix.queueDirectory, count: count).map(\.id))
    try postfix.start()
    if load == .cycling { try postfix.waitUntil(seconds: 60) { try !postfix.queueIDs(in: "active").isEmpty } }
    store = try QueuePlace.open(configuration: postfix.configurationDirectory, queue: nil)
    let path = "\(postfix.directory.path)/archives"
    mkdir(path, 0o700)
    archives = try Directory(path)
  }

  func snapshot(_ id: String, _ options: SnapshotOptions = SnapshotOptions()) throws -> SnapshotReport {
    try SnapshotCreation.create(
      of: store,
      SnapshotSource(
        id: id, host: "mail.test.invalid", program: "test", postfix: nil,
        configurationDirectory: postfix.configurationDirectory),
      options, to: .file(archives, name: ByteString("\(id).tar.zst")), now: { LocalTime.now * 1000 }
    ) { _, _ in }
  }

  /// The queue ids in an archive, as tar(1) lists them.
  func listed(_ archive: String) throws -> [String] {
    let listing = try Subprocess.run("tar", ["-tf", archive])
    #expect(listing.status == 0, "\(String(decoding: listing.errors, as: UTF8.self))")
    let queues = ["active", "deferred", "incoming", "hold"]
    return String(decoding: listing.output, as: UTF8.self).split(separator: "\n").compactMap { line in
      let parts = line.split(separator: "/")
      // "queue/deferred/A/A1B2C3" or "./deferred/A/A1B2C3"; directories end with a slash.
      guard parts.count > 2, queues.contains(String(parts[1])), !line.hasSuffix("/") else { return nil }
      return parts.last.map(String.init)
    }
  }

  func flush() throws { _ = try postfix.run("postqueue", ["-f"]) }
}

@Suite("Live: snapshots of a busy queue", .enabled(if: PrivatePostfix.canRun, "needs root and Postfix"), .serialized)
struct SnapshotTrials {
  static let repetitions = getenv("POSTKEEP_SOAK") == nil ? 10 : 200

  @Test("No message is lost, doubled or damaged", arguments: BusyQueue.Load.allCases)
  func trials(_ load: BusyQueue.Load) throws {
    let queue = try BusyQueue(load, seed: 17)
    var lostByTar: [Int] = []
    for trial in 1...Self.repetitions {
      if load == .flushed { try queue.flush() }
      let id = "trial-\(trial)"
      let report = try queue.snapshot(id)
      #expect(report.summary.guarantee == .proved, "\(report.manifest.reason ?? "") \(report.summary.problems)")
      #expect(report.summary.messages == 3000 && report.summary.finished == 0 && report.summary.damaged == 0)

      let archive = "\(queue.archives.path)/\(id).tar.zst"
      let listed = try queue.listed(archive)
      #expect(listed.count == 3000, "trial \(trial)")
      #expect(Set(listed) == queue.ids, "trial \(trial): lost \(queue.ids.subtracting(listed).count)")
      let check = try SnapshotVerification.verify(
        SnapshotFile(queue.archives, ByteString("\(id).tar.zst")), find: { _ in throw SnapshotFlaw("no base") }
      ) { _ in }
      #expect(check.problems.isEmpty)
      #expect(check.checked >= 3000)
      unlink(archive)

      if load == .flushed { try queue.flush() }
      let tar = "\(queue.archives.path)/plain.tar"
      _ = try Subprocess.run("tar", ["-C", queue.postfix.queueDirectory, "-cf", tar, "."])
      lostByTar.append(queue.ids.subtracting(try queue.listed(tar)).count)
      unlink(tar)
    }
    print("\(load): tar lost messages in \(lostByTar.count { $0 > 0 }) of \(Self.repetitions) trials: \(lostByTar)")
    try queue.postfix.stop()
  }
}
