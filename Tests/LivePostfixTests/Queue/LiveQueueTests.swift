// A queue that moves all the time: a running Postfix that tries 3,000 messages again and again.

import Bytes
import Conditions
import Maintenance
import MessageSelections
import QueueStore
import SystemAccess
import TestSupport
import Testing

@Suite("Live: a moving queue", .enabled(if: PrivatePostfix.canRun, "needs root and Postfix"), .serialized)
struct LiveQueueTests {
  /// A running Postfix that has nothing but deferred mail and tries it every second or two.
  private static func cycling(_ count: Int) throws -> PurgeWorld {
    var queue = QueueOptions()
    queue.ids = .mixed
    queue.nextAttempt = .past
    queue.ages = 0...3000
    queue.nullSenderPercent = 0
    queue.bodyLines = 1...5
    var options = PrivatePostfixOptions()
    options.queue = queue
    options.settings = [
      "queue_run_delay = 2s", "minimal_backoff_time = 1s", "maximal_backoff_time = 2s",
      "smtp_destination_concurrency_failed_cohort_limit = 0", "transport_retry_time = 1s",
    ]
    let postfix = try PrivatePostfix(options)
    let messages = try QueueGenerator(seed: 11, options: queue).fill(postfix.queueDirectory, count: count)
    try postfix.start()
    try postfix.waitUntil(seconds: 60) { try !postfix.queueIDs(in: "active").isEmpty }
    return try PurgeWorld(
      postfix: postfix, store: QueuePlace.open(configuration: postfix.configurationDirectory, queue: nil),
      state: StateDirectory("\(postfix.directory.path)/state"), messages: messages)
  }

  private static func ids(_ world: PurgeWorld, _ condition: String = "yes") throws -> [String] {
    var bytes: [UInt8] = []
    let listing = QueueListing(.ids, selection: try Selection(where: ByteString(condition)))
    let outcome = listing.write(world.store, now: LocalTime.now) {
      bytes += $0
      return true
    }
    #expect(outcome.scan.isProven && outcome.scan.problems.isEmpty)
    return bytes.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
  }

  @Test("Every message is listed once while all of them move")
  func listing() throws {
    let world = try Self.cycling(3000)
    let expected = Set(world.messages.map(\.id))
    var moved = 0
    for run in 1...20 {
      let before = Set(try world.postfix.queueIDs(in: "active"))
      let ids = try Self.ids(world)
      #expect(ids.count == 3000 && Set(ids) == expected, "run \(run): \(ids.count), \(Set(ids).count) different")
      moved += before.symmetricDifference(try world.postfix.queueIDs(in: "active")).count
    }
    #expect(moved > 1000, "the queue was to move: \(moved)")
    try world.postfix.stop()
  }

  @Test("Exactly the selected messages are purged from a moving queue, and come back once and are delivered")
  func purging() throws {
    let world = try Self.cycling(1500)
    let condition = "sender.domain == \"news.test.invalid\""
    let selected = Set(try Self.ids(world, condition))
    let others = Set(world.messages.map(\.id)).subtracting(selected)
    #expect(selected.count > 100 && others.count > 100)
    var runs: [String] = []
    var removed = 0
    // What is in delivery when a plan is made is left to the next one.
    for _ in 1...200 where removed < selected.count {
      let report = try world.purge(condition)
      runs.append(report.run)
      removed += report.removed
    }
    #expect(removed == selected.count)
    #expect(Set(try Self.ids(world)) == others)
    let trashed = try runs.flatMap { run in
      try Trash.messages(of: run, in: world.state, as: false).lines.split(separator: 0x0A).map {
        String(decoding: $0.prefix { $0 != 0x20 }, as: UTF8.self)
      }
    }
    #expect(Set(trashed) == selected)

    let placed = try runs.flatMap { try world.undo($0).placed }
    #expect(placed.count == selected.count && Set(placed.map(\.old.description)) == selected)
    #expect(Set(try Self.ids(world)) == others.union(placed.map(\.new.description)))

    // Delivered into the void, each recipient of each message once.
    try world.postfix.stop()
    for name in ["default_transport", "relay_transport", "local_transport"] {
      _ = try world.postfix.run("postconf", ["-e", "\(name)=discard"])
    }
    _ = try world.postfix.run("postconf", ["-e", "relayhost="])
    try world.postfix.start()
    try world.postfix.flush()
    try world.postfix.waitUntil(seconds: 60) { try Self.ids(world).isEmpty }
    let log = world.postfix.log
    // Notices of delivery, which some senders asked for, have ids of their own.
    let known = others.union(placed.map(\.new.description))
    let sent = log.split(separator: "\n").filter { $0.contains("status=sent") }.compactMap { line -> String? in
      let words = line.split(separator: ": ")
      guard words.count > 2, known.contains(String(words[1])) else { return nil }
      return "\(words[1]) \(words[2].prefix { $0 != "," })"
    }
    #expect(sent.count == world.messages.reduce(0) { $0 + $1.recipientsToDo.count })
    #expect(Set(sent).count == sent.count)
    #expect(!log.contains("status=bounced") && !log.contains("corrupt"))
    try world.postfix.stop()
  }
}
