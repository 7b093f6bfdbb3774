// Queues that were brought back with `cp -al`: their files have other names elsewhere, and no repair changes those.

import Bytes
import JSONText
import QueueStore
import Recovery
import SystemAccess
import TestSupport
import Testing

@Suite("Live: queues brought back as links", .enabled(if: PrivatePostfix.canRun, "needs root and Postfix"))
struct LinkedQueueTests {
  /// A queue whose messages have their other names in a directory beside it.
  private static func linked(_ change: String) throws -> (world: RepairWorld, copy: String) {
    let world = try RepairWorld.saved(3)
    let copy = "\(world.postfix.directory.path)/copy"
    try shell("mv \(world.queue)/deferred \(copy) && cp -al \(copy) \(world.queue)/deferred")
    try shell("cd \(world.queue) && find deferred -type f \(change)")
    return (world, copy)
  }

  private static func command(_ world: RepairWorld, _ words: String...) -> [String] {
    ["restore"] + words + ["--state", "\(world.postfix.directory.path)/state"]
  }

  private static func run(_ world: RepairWorld, _ options: String...) throws -> BuiltProgram.Answer {
    try BuiltProgram.run(
      command(world, "run", "repair", "-c", world.postfix.configurationDirectory, "--apply", "-y") + options)
  }

  @Test(
    "A repair does not start Postfix on files that it cannot mend; when each has a file of its own, it goes on",
    arguments: ["-exec chmod 755 {} +", "-exec chown root:root {} +"])
  func stopsBeforeTheStart(_ change: String) throws {
    let (world, copy) = try Self.linked(change)
    let before = try shell("find \(copy) -type f -printf '%U %m %f\\n' | sort")
    let stopped = try Self.run(world, "--format", "json")
    #expect(stopped.status == 3, "\(stopped.output)\(stopped.errors)")
    #expect(try world.postfix.run("postfix", ["status"]).status != 0)
    let report = try JSONReader().read(Array(stopped.output.utf8))
    #expect(report["waits_at"]?.text == "repair-owners")
    let remedy = try #require(report["left"]?.elements?.first?["remedy"]?.text)
    let id = try #require(report["run"]?.text)

    // Going on without having done anything comes no further.
    let again = try BuiltProgram.run(Self.command(world, "resume", id))
    #expect(again.status == 3 && again.output.contains("Postfix was not started"), "\(again.output)")
    #expect(try world.postfix.run("postfix", ["status"]).status != 0)

    let words = try #require(remedy.split(separator: ": ", maxSplits: 1).last)
    try shell(String(words))
    let resumed = try BuiltProgram.run(Self.command(world, "resume", id))
    #expect(resumed.status == 0, "\(resumed.output)\(resumed.errors)")
    try world.postfix.stop()
    try world.expectRepaired()
    try world.expectDeferred(3)
    #expect(!world.postfix.log.contains("force-expired"))
    #expect(try shell("find \(copy) -type f -printf '%U %m %f\\n' | sort") == before)
  }

  @Test("A submission that has another name is told before pickup can delete it")
  func submission() throws {
    let world = try RepairWorld()
    var options = QueueOptions()
    options.weights = [.maildrop: 1]
    let message = try QueueGenerator(seed: 3, options: options).fill(world.queue, count: 1)[0]
    try shell("ln \(world.queue)/\(message.path) \(world.postfix.directory.path)/copy")
    let stopped = try Self.run(world)
    #expect(stopped.status == 3 && stopped.output.contains("pickup deletes a submission"), "\(stopped.output)")
    #expect(FileReading.exists("\(world.queue)/\(message.path)"))
  }

  @Test("Links to what is as it should be are told, and nothing waits for them")
  func rightLinks() throws {
    let (world, _) = try Self.linked("")
    let answer = try Self.run(world)
    #expect(answer.status == 0, "\(answer.output)\(answer.errors)")
    try world.postfix.stop()
    let plan = try QueueRepairing.plan(world.store)
    #expect(plan.left.map(\.reason) == [.hardLink, .hardLink, .hardLink])
  }

  @Test(
    "A plan that leaves files as they are does not say that nothing is wrong, and counts messages apart from other files"
  )
  func words() throws {
    let (world, _) = try Self.linked("-exec chmod 755 {} +")
    let plan = QueueRepairReport(try QueueRepairing.plan(world.store), of: world.store).text
    #expect(!plan.contains("Nothing has to be repaired"), "\(plan)")
    #expect(plan.contains("3 files stay wrong until you act"), "\(plan)")
    #expect(plan.contains("needs mode 700"), "\(plan)")

    let other = try RepairWorld.saved(2)
    try shell("chown root \(other.queue)/private/*; chown root \(other.queue)/deferred/?/*")
    let text = QueueRepairReport(try QueueRepairing.plan(other.store), of: other.store).text
    #expect(text.contains("2 files of messages and logs to be given right owner and mode"), "\(text)")
    #expect(text.contains("of Postfix's own to be given the right owner"), "\(text)")
  }
}
