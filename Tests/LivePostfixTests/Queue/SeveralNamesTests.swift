// A message with two names in the queue, each of which Postfix takes for a message: a hard link that a script has made.

import Bytes
import Glibc
import Maintenance
import MessageSelections
import PostfixQueue
import QueueStore
import SystemAccess
import TestSupport
import Testing

@Suite("Live: messages with several names", .enabled(if: PrivatePostfix.canRun, "needs root and Postfix"))
struct SeveralNamesTests {
  private let world: PurgeWorld
  private let names: [String]

  init() throws {
    var options = QueueOptions()
    options.ids = .short
    options.hashDepth = 0
    options.weights = [.deferred: 1]
    world = try PurgeWorld(seed: 41, count: 6, options)
    // The id of the next microsecond: it matches the inode as well.
    let id = world.messages[0].id
    let other = String(id.prefix(4)) + (id.dropFirst(4).hasPrefix("0") ? "1" : "0") + id.dropFirst(5)
    names = [id, other]
    #expect(link(path("deferred/\(id)"), path("deferred/\(other)")) == 0)
  }

  private func path(_ relative: String) -> String { "\(world.postfix.queueDirectory)/\(relative)" }

  private func listed() throws -> [String] {
    let words = ["queue", "list", "-c", world.postfix.configurationDirectory, "--format", "ids"]
    return try BuiltProgram.run(words).output.split(separator: "\n").map(String.init).sorted()
  }

  private func act(_ action: CareAction, _ condition: String = "yes") throws -> CareReport {
    let care = Care(action, on: world.store, configuration: world.postfix.configurationDirectory)
    return try care.carryOut(care.plan(try Selection(where: ByteString(condition)), now: LocalTime.now)) { _ in }
  }

  @Test("They are listed under each name, as postqueue lists them")
  func list() throws {
    let real = try ListedMessages.real(world.postfix).keys.sorted()
    #expect(try listed() == real && Set(names).isSubset(of: real) && real.count == 7)
  }

  @Test("One id in two queues is listed twice, too, while it lies in both")
  func sameID() throws {
    #expect(rename(path("deferred/\(names[1])"), path("hold/\(names[0])")) == 0)
    #expect(try listed().count { $0 == names[0] } == 2)
  }

  @Test("A second name outside of the queues makes no second message")
  func backup() throws {
    #expect(rename(path("deferred/\(names[1])"), path("../backup")) == 0)
    #expect(try listed().count == 6)
    #expect(try world.purge("yes").removed == 6)
  }

  @Test("Each is found by its own id", arguments: [0, 1])
  func byID(_ number: Int) throws {
    let words = ["queue", "list", "-c", world.postfix.configurationDirectory, "--format", "ids", names[number]]
    #expect(try BuiltProgram.run(words).output == "\(names[number])\n")
  }

  @Test("A purge leaves them, and says what the other name is")
  func purge() throws {
    let plan = try BuiltProgram.run("queue", "purge", "-c", world.postfix.configurationDirectory, "--where", "yes")
    #expect(plan.output.contains("2 of them would be left alone: they have other names"), "\(plan)")
    let report = try world.purge("yes")
    #expect(report.removed == 5 && report.left.map(\.id).sorted() == names.map { ByteString($0) }.sorted())
    #expect(report.left.allSatisfy { $0.why.contains("deferred/") && $0.why.contains("delivers it under each") })
    #expect(try listed() == names.sorted())
  }

  @Test("They are held under all names, or not at all")
  func hold() throws {
    let alone = try act(.hold, "id == \"\(names[0])\"")
    #expect(alone.done == 0 && alone.left.first?.why.contains("hold both") == true, "\(alone)")
    let both = try act(.hold)
    #expect(both.done == 7 && both.left.isEmpty, "\(both)")
    let released = try act(.release)
    #expect(released.done == 5 && released.left.count == 2, "\(released)")
  }

  @Test("They are neither requeued nor expired", arguments: [CareAction.requeue, .expire])
  func others(_ action: CareAction) throws {
    let report = try act(action)
    #expect(report.done == 5 && report.left.count == 2, "\(report)")
  }

  @Test("The case is real: Postfix delivers such a message under each name")
  func delivery() throws {
    try world.postfix.start()
    try world.postfix.flush()
    try world.postfix.waitUntil(seconds: 60) { names.allSatisfy { world.postfix.log.contains("\($0): to=<") } }
    try world.postfix.stop()
  }
}
