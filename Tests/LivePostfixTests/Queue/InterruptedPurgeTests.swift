// Wherever a purge or an undo is stopped, every message is in the queue or in the trash, and a rerun finishes.

import Bytes
import JSONText
import Maintenance
import QueueStore
import SystemAccess
import TestSupport
import Testing

@Suite(
  "Live: interrupted purges", .enabled(if: PrivatePostfix.canRun && Interruption.canRun, "needs root, Postfix, strace"))
struct InterruptedPurgeTests {
  private static func world() throws -> PurgeWorld {
    var options = QueueOptions()
    options.ids = .mixed
    options.weights = [.deferred: 2, .hold: 1]
    options.bounceLogPercent = 100
    options.donePercent = 50
    options.recipients = 2...3
    options.bodyLines = 1...3
    return try PurgeWorld(seed: 3, count: 3, options)
  }

  private static func purge(_ world: PurgeWorld) -> [String] {
    [
      "queue", "purge", "-c", world.postfix.configurationDirectory, "--state", world.state.path, "--where", "yes",
      "--max-percent", "100", "--apply",
    ]
  }

  private static func contents(_ world: PurgeWorld, _ folders: [String] = PurgeWorld.queues) throws -> [ByteString] {
    try world.files(folders).values.map { ByteString($0) }.sorted()
  }

  private static func runs(_ world: PurgeWorld) -> [String] {
    Trash(world.state).runs.map(\.id)
  }

  /// How many messages and bytes the trash has, as the list says.
  private static func listed(_ world: PurgeWorld) throws -> [[Int64?]] {
    try Trash(world.state).json.split(separator: 0x0A).map { line in
      let run = try JSONReader().read(Array(line))
      return [run["messages"]?.integer, run["bytes"]?.integer]
    }
  }

  /// The same, message by message.
  private static func counted(_ world: PurgeWorld) throws -> [[Int64?]] {
    try runs(world).map { id in
      let messages = try Trash(world.state).messages(of: id, as: true).split(separator: 0x0A)
      return [
        Int64(messages.count), try messages.reduce(0) { try $0 + (JSONReader().read(Array($1))["size"]?.integer ?? 0) },
      ]
    }
  }

  @Test("A purge that is stopped anywhere loses nothing", arguments: Interruption.Kind.allCases)
  func stoppedPurge(_ kind: Interruption.Kind) throws {
    let model = try Self.world()
    let points = try Interruption.all(
      kind, of: Self.purge(model), touching: model.postfix.directory.path, log: "\(model.postfix.directory.path)/trace")
    #expect(points.count > 30)
    #expect(try Self.contents(model).isEmpty)
    let next = Counter()
    try Lanes.run(2) { _ in
      while let index = next.next(below: points.count) {
        let world = try Self.world()
        let before = try Self.contents(world)
        let logs = try Self.contents(world, PurgeWorld.logs)
        let result = try points[index].run(Self.purge(world))
        #expect(result.status != 0 || kind != .kill, "\(points[index]) did not happen")
        // Half of the worlds are finished first, the other half is undone as it is.
        if index % 2 == 0 {
          for run in Self.runs(world) {
            _ = try Purging.resume(run, on: world.store, in: world.state, including: []) { _ in }
          }
          if !Self.runs(world).isEmpty { #expect(try Self.contents(world).isEmpty, "\(points[index]): not finished") }
          #expect(try Self.listed(world) == Self.counted(world), "\(points[index])")
        }
        for run in Self.runs(world) { _ = try world.undo(run) }
        #expect(try Self.contents(world) == before, "\(points[index])")
        #expect(try Self.contents(world, PurgeWorld.logs) == logs, "\(points[index])")
        #expect(!FileReading.exists("\(world.postfix.queueDirectory)/postkeep"), "\(points[index])")
      }
    }
  }

  @Test("An undo that is stopped anywhere puts every message back once", arguments: Interruption.Kind.allCases)
  func stoppedUndo(_ kind: Interruption.Kind) throws {
    @Sendable func undo(_ world: PurgeWorld, _ run: String) -> [String] {
      ["queue", "undo", run, "-c", world.postfix.configurationDirectory, "--state", world.state.path]
    }
    let model = try Self.world()
    let modelRun = try world(purging: model)
    let points = try Interruption.all(
      kind, of: undo(model, modelRun), touching: model.postfix.directory.path,
      log: "\(model.postfix.directory.path)/trace")
    #expect(points.count > 30)
    let next = Counter()
    try Lanes.run(2) { _ in
      while let index = next.next(below: points.count) {
        let world = try Self.world()
        let before = try Self.contents(world)
        let run = try self.world(purging: world)
        let result = try points[index].run(undo(world, run))
        #expect(result.status != 0 || kind != .kill, "\(points[index]) did not happen")
        _ = try world.undo(run)
        #expect(try Self.contents(world) == before, "\(points[index])")
        #expect(try world.undo(run).placed.isEmpty)
        #expect(try Self.contents(world).count == before.count, "\(points[index])")
        #expect(!FileReading.exists("\(world.postfix.queueDirectory)/postkeep"), "\(points[index])")
      }
    }
  }

  private func world(purging world: PurgeWorld) throws -> String {
    let report = try world.purge("yes")
    #expect(report.removed == 3)
    return report.run
  }
}
