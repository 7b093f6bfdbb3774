// What happens to a queue in the middle of a snapshot, planned to the step: events that are lost, directories that appear,
// mail that becomes complete, clocks that are set.

import Bytes
import Glibc
import PostfixQueue
import QueueStore
import Recovery
import SnapshotArchive
import SystemAccess
import TestSupport
import Testing

@Suite("Live: a queue that changes at a chosen moment", .enabled(if: PrivatePostfix.canRun, "needs root and Postfix"))
struct MovingQueueTests {
  /// More messages than are read ahead, so that something is left to be moved when the first one is reported.
  private static func world(_ seed: UInt64, count: Int = 600) throws -> SnapshotWorld {
    var options = QueueOptions()
    options.ids = .mixed
    options.weights = [.hold: 1, .deferred: 6, .incoming: 1, .active: 3, .maildrop: 1]
    options.requeuedDropPercent = 0
    options.bodyLines = 1...3
    return try SnapshotWorld(seed: seed, count: count, options)
  }

  /// Makes more events than the system keeps, by a file that is no message.
  private static func overflow(_ world: SnapshotWorld) throws {
    // Files of /proc have no size to be read by.
    let limit = try Subprocess.run("cat", ["/proc/sys/fs/inotify/max_queued_events"]).output
    let events = try #require(Int(String(decoding: limit, as: UTF8.self).filter(\.isNumber)))
    let (one, other) = ("\(world.spool)/active/storm", "\(world.spool)/active/strom")
    try FileWriting.write([], to: one)
    chmod(one, 0o600)
    #expect(events > 1000)
    for _ in 0...(events / 4 + 100) {
      rename(one, other)
      rename(other, one)
    }
    unlink(one)
  }

  /// What is done once, when a snapshot has come to its first message.
  private final class Once {
    private var work: (() throws -> Void)?
    init(_ work: @escaping () throws -> Void) { self.work = work }
    func run() {
      guard let work else { return }
      self.work = nil
      do { try work() } catch { Issue.record(error) }
    }
  }

  /// Takes a snapshot with something done in the middle. Everything that is in the queue then has to be in it, once.
  private static func snapshot(
    _ world: SnapshotWorld, since: String? = nil, during work: @escaping () throws -> Void,
    _ location: SourceLocation = #_sourceLocation
  ) throws -> SnapshotReport {
    let once = Once(work)
    let report = try world.create(since: since) { _, _ in once.run() }
    let taken = try SnapshotWorld.messages(try world.chain(report.manifest.id))
    let present = try world.present()
    // Where something lay when it was read is no promise.
    let ids = { (messages: [StoredMessage]) in messages.map { "\($0.id) \($0.digest)" }.sorted() }
    let (found, expected) = (Set(ids(taken)), Set(ids(present)))
    #expect(
      ids(taken) == ids(present),
      """
      lost \(expected.subtracting(found).sorted().prefix(3)), too much \(found.subtracting(expected).sorted().prefix(3)), \
      \(taken.count) of \(present.count)
      """, sourceLocation: location)
    #expect(try world.verify(report.manifest.id).problems.isEmpty, sourceLocation: location)
    return report
  }

  private static func expectProved(_ report: SnapshotReport, _ location: SourceLocation = #_sourceLocation) {
    #expect(report.manifest.guarantee == .proved && report.manifest.reason == nil, sourceLocation: location)
    let doubts = report.doubts
    #expect(report.summary.guarantee == .proved && doubts.isEmpty, "\(doubts)", sourceLocation: location)
  }

  @Test("When the system loses events, what was moved meanwhile is found by listing everything again")
  func overflowWithMoves() throws {
    let world = try Self.world(1)
    let report = try Self.snapshot(world) {
      try Self.overflow(world)
      // Behind the reader: hold was listed first, and nobody is told.
      for message in world.messages where message.queue == .active || message.queue == .deferred {
        world.move(message.path, to: "hold/\(message.id)")
      }
    }
    Self.expectProved(report)
    #expect(report.summary.messages == 600 && report.summary.finished == 0)
  }

  @Test("When the system loses events, what was delivered meanwhile is finished all the same")
  func overflowWithDeliveries() throws {
    let world = try Self.world(2)
    let report = try Self.snapshot(world) {
      try Self.overflow(world)
      // Among them messages that were read already.
      for message in world.messages.filter({ $0.queue == .hold }) { unlink("\(world.spool)/\(message.path)") }
      for message in world.messages.prefix(200) { unlink("\(world.spool)/\(message.path)") }
    }
    Self.expectProved(report)
    #expect(report.summary.finished > 50, "\(report.summary)")
  }

  @Test("The same holds for what an incremental snapshot takes from its base")
  func overflowInIncremental() throws {
    let world = try Self.world(3)
    try world.create()
    try FileWriting.write([], to: "\(world.spool)/hold/untouched")
    for message in world.messages.suffix(250) { world.move(message.path, to: "hold/\(message.id)") }
    let report = try Self.snapshot(world, since: "last") {
      try Self.overflow(world)
      for message in world.messages.prefix(100) { unlink("\(world.spool)/\(message.path)") }
    }
    Self.expectProved(report)
    #expect(report.summary.messages == 500)
  }

  @Test("Messages in directories that appear meanwhile are found", arguments: [1, 2])
  func newDirectories(_ depth: Int) throws {
    let world = try Self.world(4)
    let report = try Self.snapshot(world) {
      for (number, message) in world.messages.enumerated() where message.queue == .active {
        // Letters that no hash directory has yet.
        let hash = (0..<depth).map { "GHJK".map(String.init)[(number + $0) % 4] }
        for level in 1...depth { mkdir("\(world.spool)/hold/\(hash[..<level].joined(separator: "/"))", 0o700) }
        world.move(message.path, to: "hold/\(hash.joined(separator: "/"))/\(message.id)")
      }
    }
    Self.expectProved(report)
    #expect(report.summary.messages == 600)
  }

  @Test("A directory that disappears meanwhile is no problem when its messages moved away")
  func lostDirectory() throws {
    let world = try Self.world(5)
    let report = try Self.snapshot(world) {
      for message in world.messages where message.queue == .deferred {
        world.move(message.path, to: "incoming/\(message.id)")
      }
      for letter in "0123456789ABCDEF" { rmdir("\(world.spool)/deferred/\(letter)") }
    }
    Self.expectProved(report)
  }

  @Test("A message that was seen while it was written is taken when it becomes complete")
  func completedMeanwhile() throws {
    let world = try Self.world(6)
    let late = world.messages.filter { $0.queue == .incoming }
    #expect(late.count > 20)
    for message in late { chmod("\(world.spool)/\(message.path)", 0o600) }
    // Incoming was read long before the last messages of active are; those of maildrop are not counted on the way.
    let active = world.messages.count { $0.queue == .active || $0.queue == .maildrop }
    #expect(active > 150)
    var isLate = false
    let report = try world.create { done, total in
      guard done > total - 100, !isLate else { return }
      isLate = true
      for message in late { chmod("\(world.spool)/\(message.path)", 0o700) }
    }
    #expect(isLate)
    let taken = Set(try SnapshotWorld.messages(try world.chain()).map(\.id))
    #expect(late.filter { !taken.contains($0.id) }.map(\.path) == [])
    #expect(report.summary.messages == 600)
    Self.expectProved(report)
  }

  @Test("A submission that pickup takes while its copy was seen half written is in the snapshot once")
  func pickedUpMeanwhile() throws {
    let world = try Self.world(7)
    let dropped = world.messages.filter { $0.queue == .maildrop }
    let copies = world.messages.filter { $0.queue == .incoming }
    #expect(dropped.count > 10 && copies.count > 10)
    for message in copies { chmod("\(world.spool)/\(message.path)", 0o600) }
    var isLate = false
    let report = try world.create { done, total in
      guard done > total - 100, !isLate else { return }
      isLate = true
      for message in copies { chmod("\(world.spool)/\(message.path)", 0o700) }
      for message in dropped { unlink("\(world.spool)/\(message.path)") }
    }
    let taken = try SnapshotWorld.messages(try world.chain()).map(\.id).sorted()
    #expect(taken == (try world.present().map(\.id).sorted()) && isLate)
    Self.expectProved(report)
  }

  @Test("A submission and the copy that pickup has made of it are one message")
  func submissionAndCopy() throws {
    var options = QueueOptions()
    options.weights = [.deferred: 1]
    let world = try SnapshotWorld(seed: 8, count: 3, options)
    let arrival = QueueTime(seconds: Int(LocalTime.now), microseconds: 123_456)
    // pickup leaves the time of arrival as it is; cleanup gives the sender its domain.
    var message = MessageFile(
      arrival: arrival, createTime: arrival.seconds, sender: "root", recipients: [FileRecipient("someone@b.invalid")])
    message.headers = ["Subject: once"]
    let dropped = MaildropFileWriter.write(message)
    message.sender = "root@mail.test.invalid"
    let copy = QueueFileWriter.write(message)
    for (path, file, mode) in [("maildrop/0123456789A", dropped, 0o744), ("incoming/0123456789B", copy, 0o700)] {
      try FileWriting.write(file.bytes, to: "\(world.spool)/\(path)")
      chmod("\(world.spool)/\(path)", mode_t(mode))
    }
    let report = try world.create()
    let ids = try SnapshotWorld.messages(try world.chain()).map(\.id).filter { $0.hasPrefix("0123456789") }
    #expect(ids == ["0123456789B"])
    #expect(report.summary.messages == 4)
  }

  @Test("Two submissions of one microsecond are two messages")
  func submissionsOfOneMoment() throws {
    var options = QueueOptions()
    options.weights = [.deferred: 1]
    let world = try SnapshotWorld(seed: 9, count: 1, options)
    let arrival = QueueTime(seconds: Int(LocalTime.now), microseconds: 5)
    for (id, sender, queue) in [("0123456789A", "root", "maildrop"), ("0123456789B", "www-data@a.invalid", "incoming")]
    {
      let message = MessageFile(
        arrival: arrival, createTime: arrival.seconds, sender: ByteString(sender),
        recipients: [FileRecipient("someone@b.invalid")])
      let file = queue == "maildrop" ? MaildropFileWriter.write(message) : QueueFileWriter.write(message)
      try FileWriting.write(file.bytes, to: "\(world.spool)/\(queue)/\(id)")
      chmod("\(world.spool)/\(queue)/\(id)", 0o744)
    }
    try world.create()
    #expect(try SnapshotWorld.messages(try world.chain()).count == 3)
  }

  @Test("Times of the far past and future, and clocks that are set back, change nothing")
  func clocks() throws {
    let world = try Self.world(10)
    let times: [Int] = [0, 1, -86_400, 1 << 31, 1 << 33, 9_000_000_000]
    func set(_ path: String, _ seconds: Int) {
      let both = [timespec(tv_sec: seconds, tv_nsec: 0), timespec(tv_sec: seconds, tv_nsec: 0)]
      utimensat(AT_FDCWD, path, both, 0)
    }
    for (number, message) in world.messages.enumerated() {
      set("\(world.spool)/\(message.path)", times[number % times.count])
    }
    let folders = ["maildrop", "incoming", "active", "deferred", "hold"].map { "\(world.spool)/\($0)" }
    for (number, folder) in folders.enumerated() { set(folder, times[number % times.count]) }
    let report = try Self.snapshot(world) {
      for message in world.messages where message.queue == .active {
        world.move(message.path, to: "hold/\(message.id)")
      }
      // As if the move had been made before the snapshot.
      for folder in folders { set(folder, 1_000_000_000) }
    }
    Self.expectProved(report)
    var seconds: [String: Int64] = [:]
    try world.chain().forEachMessage { seconds[$0.id.description] = $0.stamp.modified.seconds }
    for (number, message) in world.messages.enumerated() {
      #expect(seconds[message.id] == Int64(times[number % times.count]), "\(message.path)")
    }
    for folder in folders { set(folder, -1) }
    let next = try Self.snapshot(world, since: "last") {}
    // What was moved is known by its sum.
    #expect(next.summary.stored == 0 && next.summary.messages == 600)
  }

  @Test("A list of the queue finds what was moved into a directory at rest whose clock was set back")
  func clockOfDirectoryAtRest() throws {
    let world = try Self.world(11)
    for folder in ["hold", "deferred", "incoming", "active", "maildrop"] {
      let past = [timespec(tv_sec: 1_000_000_000, tv_nsec: 0), timespec(tv_sec: 1_000_000_000, tv_nsec: 0)]
      utimensat(AT_FDCWD, "\(world.spool)/\(folder)", past, 0)
    }
    struct Names: MessageVisitor {
      var names: [ByteString] = []
      mutating func visit(_ file: QueuedFile, _ window: inout QueueFileWindow) { names.append(file.name) }
      mutating func takeOutput() -> [ByteString] {
        defer { names = [] }
        return names
      }
    }
    var found: [String] = []
    let once = Once {
      for message in world.messages where message.queue == .active {
        world.move(message.path, to: "hold/\(message.id)")
      }
      let past = [timespec(tv_sec: 999_999_999, tv_nsec: 0), timespec(tv_sec: 999_999_999, tv_nsec: 0)]
      utimensat(AT_FDCWD, "\(world.spool)/hold", past, 0)
    }
    let outcome = world.queue.scan([.hold, .deferred, .incoming, .active, .maildrop], visitor: { Names() }) { names in
      found += names.map(\.description)
      once.run()
      return true
    }.outcome
    #expect(outcome.isProven && outcome.problems.isEmpty)
    #expect(found.sorted() == world.messages.map(\.id).sorted())
  }
}
