// Hold, release, requeue, expire and flush, by the real tools, and policies for cron.

import Bytes
import Conditions
import Maintenance
import MessageSelections
import PostfixQueue
import QueueStore
import RunJournals
import SystemAccess
import TestSupport
import Testing

@Suite("Live: care of a queue", .enabled(if: PrivatePostfix.canRun, "needs root and Postfix"))
struct QueueCareTests {
  private static func world(_ change: (inout QueueOptions) -> Void = { _ in }) throws -> PurgeWorld {
    var options = QueueOptions()
    options.ids = .mixed
    options.ages = 0...3000
    change(&options)
    return try PurgeWorld(seed: 21, count: 30, options)
  }

  private static func act(_ action: CareAction, _ world: PurgeWorld, _ condition: String = "yes") throws -> CareReport {
    let care = Care(action, on: world.store, configuration: world.postfix.configurationDirectory, rate: 60_000)
    let plan = care.plan(try Selection(where: ByteString(condition)), now: LocalTime.now)
    return try care.carryOut(plan) { _ in }
  }

  private static func queues(_ world: PurgeWorld) throws -> [String: Int] {
    var counts: [String: Int] = [:]
    for path in try world.files(PurgeWorld.queues).keys { counts[String(path.prefix { $0 != "/" }), default: 0] += 1 }
    return counts
  }

  @Test("What is held is released again")
  func holdAndRelease() throws {
    let world = try Self.world()
    let some = world.messages.filter { $0.sender == world.messages[0].sender }.count
    let report = try Self.act(.hold, world, "sender == \"\(world.messages[0].sender)\"")
    #expect(report.done == some && report.left.isEmpty && report.gone == 0)
    #expect(try Self.queues(world) == ["hold": some, "deferred": 30 - some])
    #expect(try Self.act(.release, world).done == some)
    #expect(try Self.queues(world) == ["deferred": 30])
  }

  @Test("Who holds mail that was in active is told that the queue manager remembers it")
  func heldFromActive() throws {
    let world = try Self.world { $0.weights = [.active: 1, .deferred: 1] }
    let active = try Self.queues(world)["active", default: 0]
    let summary = try #require(try Self.act(.hold, world).summary)
    #expect(active > 1 && summary.contains("held 30 messages\n\(active) of them were in active"), "\(summary)")
    #expect(summary.contains("postfix reload"))
    #expect(try Self.act(.release, world).summary?.contains("active") == false)
  }

  @Test("What is expired bears the mark of it")
  func expire() throws {
    let world = try Self.world()
    #expect(try Self.act(.expire, world, "recipient_count == 1").done > 0)
    for message in world.messages {
      let file = try #require(world.store.find(ByteString(message.id)).first)
      #expect(file.mode.isExpired == (message.recipientsToDo.count == 1), "\(message.id)")
    }
  }

  @Test("What is requeued lies in maildrop")
  func requeue() throws {
    let world = try Self.world()
    #expect(try Self.act(.requeue, world).done == 30)
    #expect(try Self.queues(world) == ["maildrop": 30])
  }

  @Test("What is flushed is tried at once by a running Postfix")
  func flush() throws {
    let world = try Self.world { $0.nextAttempt = .future }
    try world.postfix.start()
    let report = try Self.act(.flush, world)
    #expect(report.done == 30 && report.left.isEmpty)
    try world.postfix.waitUntil(seconds: 60) {
      world.messages.allSatisfy { world.postfix.log.contains("\($0.id): from=") }
    }
    try world.postfix.stop()
  }

  @Test("A message that is gone is not looked for for ever")
  func gone() throws {
    let world = try Self.world()
    let care = Care(.hold, on: world.store, configuration: world.postfix.configurationDirectory)
    let plan = care.plan(.all, now: LocalTime.now)
    _ = try world.postfix.run("postsuper", ["-d", world.messages[0].id])
    let report = try care.carryOut(plan) { _ in }
    #expect(report.gone == 1 && report.done == 29 && report.left.isEmpty)
  }

  @Test("What bears the mark of expiry already is not expired again")
  func expiredBefore() throws {
    let world = try Self.world()
    #expect(try Self.act(.expire, world).done == 30)
    #expect(try Self.act(.expire, world).summary == nil)
  }

  @Test(
    "An id in a queue where the action changes nothing is told; it is a fault only where nothing comes of it",
    arguments: [("flush", "hold", 3), ("hold", "hold", 0), ("release", "deferred", 0)] as [(String, String, Int32)])
  func unchanged(_ action: String, _ queue: String, _ status: Int32) throws {
    let world = try Self.world()
    let id = world.messages[0].id
    if queue == "hold" { _ = try world.postfix.run("postsuper", ["-h", id]) }
    let answer = try BuiltProgram.run(
      "queue", action, "-c", world.postfix.configurationDirectory, "--apply", id)
    #expect(answer.status == status, "\(answer)")
    #expect(answer.errors == "postkeep: '\(action)' changes nothing about \(id), which is in \(queue)\n")
  }

  @Test("A policy does its work, and what is too wide is refused and told")
  func policies() throws {
    let world = try Self.world { $0.nullSenderPercent = 40 }
    let bounces = world.messages.filter { $0.sender.isEmpty }.count
    let file = "\(world.postfix.directory.path)/policy.yaml"
    try FileWriting.write(
      Array(
        """
        version: 1
        policies:
          - name: bounces
            where: is_bounce
            action: purge
            max_percent: 90
          - name: everything
            where: yes
            action: hold
            max: 3
          - name: rest
            where: not is_bounce
            action: hold
            max_percent: 100

        """.utf8), to: file)
    let run = PolicyRun(
      on: world.store, configuration: world.postfix.configurationDirectory, place: RunPlace(state: world.state.path),
      now: LocalTime.now)
    let results = try QueuePolicy.read(file).map {
      run.carryOut($0) { () throws(MaintenanceFailure) in world.state }
    }
    #expect(results.map(\.changed) == [bounces, 0, 30 - bounces])
    #expect(results[1].refusal != nil && results[1].line?.hasPrefix("everything: refused: ") == true)
    #expect(results[0].line?.hasPrefix("bounces: removed \(bounces) messages") == true)
    #expect(try Self.queues(world) == ["hold": 30 - bounces])
    // Nothing is left to do, and nothing is said.
    let again = try run.carryOut(QueuePolicy.read(file)[0]) { () throws(MaintenanceFailure) in world.state }
    #expect(again.line == nil && again.changed == 0)
  }

  @Test(
    "A policy file with a mistake says where it is",
    arguments: [
      ("version: 2\npolicies: []\n", "1:10"), ("version: 1\npolicies:\n  - name: a\n    where: yes\n", "3:5"),
      ("version: 1\npolicies:\n  - name: a\n    where: agee > 1d\n    action: purge\n", "4:12"),
      ("version: 1\npolicies:\n  - name: a\n    where: yes\n    action: burn\n", "5:13"),
      ("version: 1\npolicies:\n  - name: ''\n    where: yes\n    action: purge\n", "3:5"),
      (
        "version: 1\npolicies:\n  - {name: a, where: yes, action: purge}\n  - {name: a, where: no, action: purge}\n",
        "4:5"
      ),
      ("version: 1\npolicies:\n  - name: a\n    where: yes\n    action: purge\n    maximum: 3\n", "6:5"),
    ])
  func mistakes(_ text: String, _ place: String) throws {
    let directory = try PrivateDirectory()
    try directory.write(text, to: "policy.yaml")
    let file = "\(directory.path)/policy.yaml"
    do {
      _ = try QueuePolicy.read(file)
      Issue.record("accepted: \(text)")
    } catch {
      #expect(error.description.hasPrefix("\(file):\(place): "), "\(error)")
    }
  }
}
