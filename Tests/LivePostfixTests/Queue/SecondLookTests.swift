// What was planned is looked at again before anything is done, and what is in the queue before anything comes back.

import Bytes
import Glibc
import Maintenance
import MessageSelections
import PostfixQueue
import QueueStore
import RunJournals
import SystemAccess
import TestSupport
import Testing

@Suite("Live: a queue that changes under a plan", .enabled(if: PrivatePostfix.canRun, "needs root and Postfix"))
struct SecondLookTests {
  private let world: PurgeWorld
  private let victim: GeneratedMessage

  init() throws {
    world = try PurgeWorld(seed: 81, count: 3, QueueOptions())
    victim = try #require(world.messages.first { !$0.sender.bytes.isEmpty })
  }

  private func path(_ relative: String) -> String { "\(world.postfix.queueDirectory)/\(relative)" }

  /// - Parameter meanwhile: what happens between the plan and the purge.
  private func purge(_ meanwhile: () throws -> Void) throws -> PurgeReport {
    let plan = QueuePlan(of: world.store, selecting: .all, including: [], now: LocalTime.now)
    try meanwhile()
    return try Purging.carryOut(
      plan, on: world.store, in: world.state, at: .usual, selection: "", including: [], now: LocalTime.now
    ) { _ in }
  }

  @Test("A message that has the id and the inode of a planned one is another one", arguments: ["sender", "arrival"])
  func anotherMessage(_ part: String) throws {
    let report = try purge {
      let text = part == "sender" ? victim.sender.bytes : Array("\(victim.arrival.seconds)".utf8)
      let file = try FileReading.contents(of: path(victim.path))
      let place = try #require(file.firstOccurrence(of: text)).lowerBound
      let descriptor = open(path(victim.path), O_WRONLY)
      defer { close(descriptor) }
      let other: [UInt8] = [part == "sender" ? UInt8(ascii: "~") : UInt8(ascii: "2")]
      #expect(pwrite(descriptor, other, 1, off_t(place)) == 1)
    }
    #expect(report.removed == 2 && report.gone == 1, "\(report)")
    #expect(FileReading.exists(path(victim.path)))
  }

  @Test("A planned message that is in delivery when its turn comes is left alone")
  func nowActive() throws {
    let report = try purge { #expect(rename(path(victim.path), path("active/\(victim.id)")) == 0) }
    #expect(report.removed == 2 && report.left.map(\.why) == ["it is in the active queue now"], "\(report)")
    #expect(FileReading.exists(path("active/\(victim.id)")))
  }

  @Test("A message that was planned to be held, and whose id another one has, is not held in its place")
  func careForAnother() throws {
    let care = Care(.hold, on: world.store, configuration: world.postfix.configurationDirectory)
    let plan = care.plan(.all, now: LocalTime.now)
    _ = try Subprocess.run("cp", ["-p", path(victim.path), path("copy")])
    #expect(rename(path("copy"), path(victim.path)) == 0)
    let report = try care.carryOut(plan) { _ in }
    #expect(report.done == 2 && report.gone == 1)
    #expect(FileReading.exists(path(victim.path)))
  }

  @Test("While somebody else changes the queue, nothing is resumed, put back or expired")
  func locked() throws {
    let run = try purge {}.run
    let lock = try FileLock("lock", in: Directory("\(world.state.path)/runs"))
    #expect(throws: MaintenanceFailure.self) { try world.undo(run) }
    #expect(throws: MaintenanceFailure.self) {
      try Purging.resume(run, on: world.store, in: world.state, including: []) { _ in }
    }
    #expect(throws: MaintenanceFailure.self) { try Trash.expire(in: world.state, startedBefore: .max) }
    withExtendedLifetime(lock) {}
  }

  @Test("A run is put back into the queue that it is about, and into no other")
  func anotherQueue() throws {
    let run = try purge {}.run
    let other = try PurgeWorld(seed: 82, count: 1, QueueOptions())
    #expect(throws: MaintenanceFailure.self) {
      try Purging.undo(run, on: other.store, in: world.state, selecting: .all, now: LocalTime.now)
    }
    #expect(throws: MaintenanceFailure.self) {
      try Purging.resume(run, on: other.store, in: world.state, including: []) { _ in }
    }
    #expect(try other.files(PurgeWorld.queues).count == 1)
  }

  @Test(
    "A run that another host has begun on a queue of the same path is refused, unless somebody says it is the same queue"
  )
  func anotherHost() throws {
    let run = try purge {}.run
    let file = "\(world.state.path)/runs/\(run)/run.json"
    let text = String(decoding: try FileReading.contents(of: file), as: UTF8.self)
    try FileWriting.write(Array(text.replacing("\"host\": \"", with: "\"host\": \"old-").utf8), to: file)
    #expect(throws: MaintenanceFailure.self) { try world.undo(run) }
    #expect(throws: MaintenanceFailure.self) {
      try Purging.resume(run, on: world.store, in: world.state, including: []) { _ in }
    }
    #expect(try world.files(PurgeWorld.queues).isEmpty)
    let words = ["queue", "undo", run, "-c", world.postfix.configurationDirectory, "--state", world.state.path]
    let refused = try BuiltProgram.run(words)
    #expect(refused.status == 64 && refused.errors.contains("--same-queue"), "\(refused)")
    #expect(try BuiltProgram.run(words + ["--same-queue"]).status == 0)
    #expect(try world.files(PurgeWorld.queues).count == 3)
  }

  @Test("A run of an earlier version, which does not say whose queue it is about, is put back as ever")
  func noIdentity() throws {
    let run = try purge {}.run
    let file = "\(world.state.path)/runs/\(run)/run.json"
    let text = String(decoding: try FileReading.contents(of: file), as: UTF8.self)
    #expect(text.contains("\"identity\""))
    try FileWriting.write(Array(text.replacing("\"identity\"", with: "\"unknown\"").utf8), to: file)
    #expect(try world.undo(run).placed.count == 3)
  }

  @Test("A run is named by its id, and by no path that leads to it")
  func runPath() throws {
    let run = try purge {}.run
    for path in ["../runs/\(run)", "./\(run)"] {
      #expect(throws: MaintenanceFailure.self) { try world.undo(path) }
    }
    #expect(try world.files(PurgeWorld.queues).isEmpty)
  }

  @Test("A message comes back although another one has its id, or its id and its inode", arguments: [true, false])
  func sameName(_ hasInode: Bool) throws {
    #expect(link(path(victim.path), path("kept")) == 0)
    _ = try Subprocess.run("cp", ["-p", path("kept"), path("copy")])
    let run = try purge {}.run
    if hasInode { #expect(truncate(path("kept"), 100) == 0) }
    #expect(rename(path(hasInode ? "kept" : "copy"), path("hold/\(victim.id)")) == 0)
    let report = try world.undo(run)
    #expect(report.placed.count == 3 && report.present == 0)
  }

  @Test("What was kept and never left the queue has not left by itself")
  func neverLeft() throws {
    let descriptor = open(path(victim.path), O_RDONLY)
    defer { close(descriptor) }
    #expect(flock(descriptor, LOCK_SH) == 0)
    let purged = try purge {}
    #expect(purged.removed == 2 && purged.left.count == 1)
    #expect(try world.undo(purged.run).left == 0)
  }

  @Test("What was on hold comes back on hold, and nothing is tried at once because it was due")
  func queueAndTime() throws {
    var options = QueueOptions()
    options.weights = [.deferred: 1, .hold: 1]
    options.nextAttempt = .past
    let world = try PurgeWorld(seed: 83, count: 10, options)
    let held = Set(world.messages.filter { $0.queue == .hold }.map { ByteString($0.id) })
    let run = try world.purge("yes").run
    let start = LocalTime.now
    let placed = try world.undo(run).placed
    #expect(placed.count == 10 && !held.isEmpty && held.count < 10)
    for message in placed {
      #expect(message.queue == (held.contains(message.old) ? .hold : .deferred))
      #expect(try #require(world.store.find(message.new).first).status.modified.seconds >= start)
    }
  }

  @Test("A run that was interrupted is not expired: it may have the only copy")
  func interruptedRun() throws {
    let run = try purge {}.run
    for (name, end) in [("journal", "{\"event\":\"finished\""), ("index", "{\"summary\"")] {
      let path = "\(world.state.path)/runs/\(run)/\(name)"
      let content = try FileReading.contents(of: path)
      let place = try #require(content.firstOccurrence(of: Array(end.utf8))).lowerBound
      try FileWriting.write(Array(content[..<place]), to: path)
    }
    #expect(try Trash.expire(in: world.state, startedBefore: LocalTime.now + 100) == [])
    #expect(try world.undo(run).placed.count == 3)
  }

  @Test("A copy that is not what the index says does not come back")
  func changedCopy() throws {
    let run = try purge {}.run
    let index = "\(world.state.path)/runs/\(run)/index"
    var content = try FileReading.contents(of: index)
    let sum = try #require(content.firstOccurrence(of: Array("\"sha256\":\"".utf8))).upperBound
    content[sum] = content[sum] == UInt8(ascii: "0") ? UInt8(ascii: "1") : UInt8(ascii: "0")
    try FileWriting.write(content, to: index)
    let report = try world.undo(run)
    #expect(report.placed.count == 2 && report.failed.map(\.why) == ["its copy in the trash is damaged"])
  }

  @Test("A run finishes nothing that it has not taken itself")
  func foreignRemains() throws {
    let run = try purge {}.run
    let place = path(PrivatePurpose.removal.path(ofRun: run))
    #expect(mkdir(path("postkeep"), 0o700) == 0 && mkdir(place, 0o700) == 0)
    try FileWriting.write(Array("somebody else's".utf8), to: "\(place)/A1B2C3D4E5.77")
    #expect(try world.undo(run).placed.count == 3)
    #expect(FileReading.exists("\(place)/A1B2C3D4E5.77"))
  }
}
