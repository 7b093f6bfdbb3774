// Purges and undos of real queue files.

import Bytes
import Conditions
import Glibc
import JSONText
import Maintenance
import MessageSelections
import PostfixQueue
import QueueStore
import RunJournals
import SystemAccess
import TestSupport
import Testing

/// A queue with its trash.
struct PurgeWorld {
  let postfix: PrivatePostfix
  let store: QueueStore
  let state: StateDirectory
  let messages: [GeneratedMessage]

  init(postfix: PrivatePostfix, store: QueueStore, state: StateDirectory, messages: [GeneratedMessage]) {
    self.postfix = postfix
    self.store = store
    self.state = state
    self.messages = messages
  }

  init(seed: UInt64, count: Int, _ options: QueueOptions) throws {
    postfix = try GeneratedQueueTests.postfix(options)
    messages = try QueueGenerator(seed: seed, options: options).fill(postfix.queueDirectory, count: count)
    store = try QueuePlace.open(configuration: postfix.configurationDirectory, queue: nil)
    state = try StateDirectory("\(postfix.directory.path)/state")
  }

  func purge(_ condition: String, including extra: Set<QueueName> = []) throws -> PurgeReport {
    let plan = QueuePlan(
      of: store, selecting: try Selection(where: ByteString(condition)), including: extra, now: LocalTime.now)
    return try Purging.carryOut(
      plan, on: store, in: state, at: RunPlace(state: state.path, configuration: postfix.configurationDirectory),
      selection: condition, including: extra, now: LocalTime.now
    ) { _ in }
  }

  func undo(_ run: String, _ condition: String? = nil) throws -> UndoReport {
    try Purging.undo(
      run, on: store, in: state, selecting: try Selection(where: condition.map { ByteString($0) }), now: LocalTime.now)
  }

  /// The files below the queue directory with their contents, by path.
  func files(_ folders: [String]) throws -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    for folder in folders {
      let root = "\(postfix.queueDirectory)/\(folder)"
      guard FileReading.exists(root) else { continue }
      let found = try Subprocess.run("find", [root, "-type", "f"])
      for path in String(decoding: found.output, as: UTF8.self).split(separator: "\n") {
        files[String(path.dropFirst(postfix.queueDirectory.count + 1))] = try FileReading.contents(of: String(path))
      }
    }
    return files
  }

  /// The same without names: an undo may give others.
  func contents(_ folders: [String] = Self.queues) throws -> [ByteString] {
    try files(folders).values.map { ByteString($0) }.sorted()
  }

  /// The words of a command about this queue and its trash.
  func command(_ words: String...) -> [String] {
    ["queue"] + words + ["-c", postfix.configurationDirectory, "--state", state.path]
  }

  /// Those of a purge of all messages.
  var purgeOfAll: [String] { command("purge", "--where", "yes", "--max-percent", "100", "--apply") }

  static let queues = ["maildrop", "incoming", "active", "deferred", "hold", "corrupt"]
  static let logs = ["bounce", "defer", "trace"]
}

@Suite("Live: queue purge and undo", .enabled(if: PrivatePostfix.canRun, "needs root and Postfix"))
struct QueuePurgeTests {
  @Test("Exactly the selected messages go, with their logs, and come back with the same content", arguments: [1, 2, 3])
  func roundTrip(_ seed: UInt64) throws {
    let world = try PurgeWorld(seed: seed, count: 120, .everything)
    let before = try world.files(PurgeWorld.queues)
    let logs = try world.files(PurgeWorld.logs)
    let report = try world.purge("recipient_count > 1 and size < 1M")
    let after = try world.files(PurgeWorld.queues)
    let gone = before.filter { after[$0.key] == nil }
    let selected = world.messages.filter { message in
      [.deferred, .hold, .incoming].contains(message.queue) && message.isListed && message.recipientsToDo.count > 1
    }
    #expect(Set(gone.keys) == Set(selected.map(\.path)) && report.removed == gone.count && gone.count > 10)
    #expect(report.left.isEmpty && report.gone == 0)
    let names = Set(selected.map(\.id))
    for path in try world.files(PurgeWorld.logs).keys {
      #expect(!names.contains(String(path.split(separator: "/").last ?? "")))
    }

    let undone = try world.undo(report.run)
    #expect(undone.placed.count == gone.count && undone.failed.isEmpty && undone.present == 0)
    let restored = try world.files(PurgeWorld.queues)
    #expect(restored.values.map(\.count).sorted() == before.values.map(\.count).sorted())
    #expect(Set(restored.values.map(ByteString.init)) == Set(before.values.map(ByteString.init)))
    let restoredLogs = try world.files(PurgeWorld.logs)
    #expect(Set(restoredLogs.values.map(ByteString.init)) == Set(logs.values.map(ByteString.init)))
    #expect(!FileReading.exists("\(world.postfix.queueDirectory)/postkeep"))
    // Postfix finds nothing to mend, and lists as many messages as before.
    let check = try world.postfix.run("postsuper", [])
    #expect(check.status == 0 && check.output.isEmpty)
    #expect(!String(decoding: check.errors, as: UTF8.self).contains("Renamed"), "\(ByteString(check.errors))")
    #expect(try world.undo(report.run).earlier == gone.count)
    #expect(try world.files(PurgeWorld.queues).count == before.count)
  }

  @Test("A message that was put back has the mode, the owner and the id that Postfix wants")
  func restoredFile() throws {
    var options = QueueOptions()
    options.ids = .mixed
    options.expiredPercent = 50
    let world = try PurgeWorld(seed: 9, count: 40, options)
    let report = try world.purge("yes")
    #expect(report.removed == 40)
    let owner = try #require(UserNames.user("postfix"))
    for placed in try world.undo(report.run).placed {
      let file = try #require(world.store.find(placed.new).first)
      #expect(file.status.mode == 0o700 && file.status.owner == owner.id && file.status.group == owner.group)
      let id = try #require(QueueID(placed.new))
      #expect(id.isLong || id.inode == file.status.inode)
      #expect(id.isLong == QueueID(placed.old)?.isLong)
    }
  }

  @Test("Only what the condition of an undo selects is put back, and the rest later")
  func partialUndo() throws {
    let world = try PurgeWorld(seed: 4, count: 60, QueueOptions())
    let report = try world.purge("yes")
    let first = try world.undo(report.run, "is_bounce")
    let second = try world.undo(report.run, "not is_bounce")
    #expect(first.placed.count > 0 && first.placed.count + second.placed.count == 60)
    #expect(second.earlier == first.placed.count)
  }

  @Test("Messages in delivery are left alone unless they are asked for")
  func active() throws {
    var options = QueueOptions()
    options.weights = [.active: 1, .deferred: 1]
    let world = try PurgeWorld(seed: 5, count: 40, options)
    let active = world.messages.filter { $0.queue == .active }.count
    let place = [
      "-c", world.postfix.configurationDirectory, "--state", world.state.path, "--apply", "--format", "json",
    ]
    let policy = "\(world.postfix.directory.path)/policy.yaml"
    try FileWriting.write(
      Array("version: 1\npolicies: [{name: old, where: queue == active, action: purge}]\n".utf8), to: policy)
    /// Status 3, as some of what was selected is still there, and JSON that says so also when nothing was removed.
    func expectLeft(_ words: [String], schema: String) throws {
      let answer = try BuiltProgram.run(["queue", "purge"] + words + place)
      let json = try JSONReader().read(Array(answer.output.utf8))
      #expect(answer.status == 3 && json["in_delivery"]?.integer == Int64(active), "\(answer)")
      #expect(try JSONSchema(file: "\(schema).schema.json").problems(of: json) == [])
    }
    try expectLeft(["--where", "queue == active"], schema: "postkeep.queue.purge-1")
    // cron is to mail nothing while Postfix is at work.
    let quiet = try BuiltProgram.run(["queue", "purge", "--policy", policy] + place.dropLast(2))
    #expect(quiet.status == 0 && quiet.output.isEmpty && quiet.errors.isEmpty, "\(quiet)")
    try expectLeft(["--where", "yes", "--max-percent", "100"], schema: "postkeep.queue.purge-1")
    #expect(try world.purge("yes", including: [.active]).removed == active)
  }

  @Test("What an earlier hash_queue_depth has left goes into the trash with its logs, and none is left behind")
  func earlierDepth() throws {
    var options = QueueOptions()
    options.hashDepth = 2
    let world = try PurgeWorld(seed: 11, count: 20, options)
    let logs = Set(try world.files(["defer"]).values)
    #expect(logs.count > 10)
    _ = try Subprocess.run("postconf", ["-c", world.postfix.configurationDirectory, "-e", "hash_queue_depth = 1"])
    let changed = PurgeWorld(
      postfix: world.postfix,
      store: try QueuePlace.open(configuration: world.postfix.configurationDirectory, queue: nil),
      state: world.state, messages: world.messages)
    let report = try changed.purge("yes")
    #expect(report.removed == 20)
    #expect(try changed.files(["defer", "bounce", "trace"]).isEmpty)
    #expect(try changed.undo(report.run).placed.count == 20)
    #expect(Set(try changed.files(["defer"]).values) == logs)
  }

  @Test("An id that another message has got meanwhile is not touched")
  func reusedID() throws {
    let world = try PurgeWorld(seed: 6, count: 10, QueueOptions())
    let plan = QueuePlan(of: world.store, selecting: .all, including: [], now: LocalTime.now)
    let victim = try #require(world.messages.first)
    let path = "\(world.postfix.queueDirectory)/\(victim.path)"
    // The same name with another inode, as after a message was removed and its name was given again.
    let copy = path + ".copy"
    _ = try Subprocess.run("cp", ["-p", path, copy])
    #expect(rename(copy, path) == 0)
    let report = try Purging.carryOut(
      plan, on: world.store, in: world.state, at: .usual, selection: "", including: [], now: LocalTime.now
    ) { _ in }
    #expect(report.removed == 9 && report.gone == 1 && FileReading.exists(path))
  }

  @Test("What comes back from the active queue has another id: the queue manager would remove the old one")
  func newID() throws {
    var options = QueueOptions()
    options.ids = .long
    options.weights = [.active: 1, .deferred: 1]
    let world = try PurgeWorld(seed: 17, count: 20, options)
    let active = Set(try world.postfix.queueIDs(in: "active").map { ByteString($0) })
    #expect(active.count > 3 && active.count < 18)
    let run = try world.purge("yes", including: [.active]).run
    for message in try world.undo(run).placed {
      #expect((message.old == message.new) != active.contains(message.old), "\(message)")
    }
  }

  @Test("A queue that was named by a relative path is found again from everywhere")
  func relativePath() throws {
    let world = try PurgeWorld(seed: 18, count: 3, QueueOptions())
    let words = ["-c", world.postfix.configurationDirectory, "--state", world.state.path]
    func run(in directory: String, _ command: [String]) throws -> Subprocess {
      try Subprocess.run("sh", ["-c", "cd \"$0\" && exec \"$@\"", directory, BuiltProgram.path] + command)
    }
    let purge = try run(
      in: world.postfix.directory.path,
      ["queue", "purge", "--where", "yes", "--max-percent", "100", "--apply", "--queue-dir", "spool"] + words)
    #expect(purge.status == 0, "\(String(decoding: purge.errors, as: UTF8.self))")
    let id = try #require(Trash(world.state).runs.first).id
    let again = try run(in: "/", ["queue", "purge", "--resume", id] + words)
    #expect(String(decoding: again.output, as: UTF8.self) == "run \(id) has nothing left to remove\n")
    // Of another queue the right command is told.
    let other = "\(world.postfix.directory.path)/other"
    _ = try Subprocess.run("sh", ["-c", "mkdir -p $0/incoming $0/active $0/deferred $0/hold", other])
    let wrong = try run(in: "/", ["queue", "undo", id, "--queue-dir", other] + words)
    let advice = "Name its own place: postkeep queue undo \(id) -c \(world.postfix.configurationDirectory)"
    #expect(wrong.status == 64 && String(decoding: wrong.errors, as: UTF8.self).contains(advice), "\(wrong)")
    #expect(try run(in: "/", ["queue", "undo", id] + words).status == 0)
    #expect(try world.postfix.queueIDs(in: "deferred").count == 3)
  }

  @Test("Two files with one id are removed and come back, both of them")
  func oneIDTwice() throws {
    let world = try PurgeWorld(seed: 12, count: 5, QueueOptions())
    let path = "\(world.postfix.queueDirectory)/\(world.messages[0].path)"
    _ = try Subprocess.run("cp", ["-p", path, "\(world.postfix.queueDirectory)/hold/\(world.messages[0].id)"])
    let before = try world.contents()
    let report = try world.purge("yes")
    #expect(report.removed == 6 && before.count == 6)
    #expect(try world.undo(report.run).placed.count == 6)
    #expect(try world.contents() == before)
  }

  @Test("A plan that is too wide is refused")
  func limits() throws {
    let world = try PurgeWorld(seed: 7, count: 20, QueueOptions())
    let plan = QueuePlan(of: world.store, selecting: .all, including: [], now: LocalTime.now)
    #expect(plan.refusal(QueuePlan.Limits()) != nil)
    #expect(plan.refusal(QueuePlan.Limits(count: 19, percent: 100)) != nil)
    #expect(plan.refusal(QueuePlan.Limits(count: 20, percent: 100)) == nil)
  }

  @Test("Half of the queue may be selected, those that are not named count as well, and one more is too much")
  func half() throws {
    let world = try PurgeWorld(seed: 7, count: 20, QueueOptions())
    func refusal(_ count: Int) throws -> String? {
      let ids = Set(world.messages.prefix(count).map { ByteString($0.id) })
      return QueuePlan(
        of: world.store, selecting: try Selection(where: nil, ids: ids), including: [], now: LocalTime.now
      ).refusal(QueuePlan.Limits())
    }
    #expect(try refusal(10) == nil && refusal(11) != nil)
  }

  @Test("Two runs at once: the second is told to wait")
  func locked() throws {
    let world = try PurgeWorld(seed: 8, count: 3, QueueOptions())
    let runs = try Directory("\(world.state.path)/runs")
    let lock = try FileLock("lock", in: runs)
    #expect(throws: MaintenanceFailure.self) { try world.purge("yes") }
    withExtendedLifetime(lock) {}
    #expect(try world.files(PurgeWorld.queues).count == 3)
  }

  @Test("A policy that meets the lock has its line of JSON, and so have those after it")
  func lockedPolicy() throws {
    let world = try PurgeWorld(seed: 8, count: 3, QueueOptions())
    let lock = try FileLock("lock", in: Directory("\(world.state.path)/runs"))
    let policy = "\(world.postfix.directory.path)/policy.yaml"
    let entries = ["all, where: yes", "none, where: no"].map { "{name: \($0), action: purge, max_percent: 100}" }
    try FileWriting.write(Array("version: 1\npolicies: [\(entries.joined(separator: ", "))]\n".utf8), to: policy)
    let answer = try BuiltProgram.run([
      "queue", "purge", "-c", world.postfix.configurationDirectory, "--state", world.state.path, "--policy", policy,
      "--apply", "--format", "json",
    ])
    withExtendedLifetime(lock) {}
    #expect(answer.status == 75 && answer.errors.contains("all: another run holds"), "\(answer)")
    let lines = try answer.output.split(separator: "\n").map { try JSONReader().read(Array($0.utf8)) }
    #expect(lines.map { $0["state"]?.text } == ["locked", "done"], "\(answer.output)")
    #expect(lines.map { $0["applied"]?.bool } == [false, true])
    #expect(lines.first?["selected"]?.integer == 3 && lines.first?["changed"]?.integer == 0)
    #expect(lines.first?["failure"]?.text?.contains("another run holds") == true)
    let schema = try JSONSchema(file: "postkeep.queue.policy-1.schema.json")
    for line in lines { #expect(schema.problems(of: line) == []) }
    #expect(try world.files(PurgeWorld.queues).count == 3)
  }

  @Test("Whatever the umask is, what comes back has the modes that Postfix needs")
  func umask() throws {
    let world = try PurgeWorld(seed: 6, count: 4, QueueOptions())
    let run = try world.purge("yes").run
    let answer = try Subprocess.run(
      "sh", ["-c", "umask 0477; exec \"$0\" \"$@\"", BuiltProgram.path] + world.command("undo", run))
    #expect(answer.status == 0, "\(String(decoding: answer.errors, as: UTF8.self))")
    for (folders, mode) in [(PurgeWorld.queues, "700"), (PurgeWorld.logs, "600")] {
      let paths = try world.files(folders).keys.map { "\(world.postfix.queueDirectory)/\($0)" }
      let modes = try Subprocess.run("stat", ["-c", "%a"] + paths).output
      #expect(Set(String(decoding: modes, as: UTF8.self).split(separator: "\n")) == [Substring(mode)])
    }
  }
}
