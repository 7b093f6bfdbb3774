// Wherever a purge or an undo is stopped, every message is in the queue or in the trash, and a rerun finishes.

import Bytes
import Glibc
import JSONText
import Maintenance
import QueueStore
import SystemAccess
import TestSupport
import Testing

@Suite(
  "Live: interrupted purges", .enabled(if: PrivatePostfix.canRun && Interruption.canRun, "needs root, Postfix, strace"))
struct InterruptedPurgeTests {
  private static func world(_ count: Int = 3) throws -> PurgeWorld {
    var options = QueueOptions()
    options.ids = .mixed
    options.weights = [.deferred: 2, .hold: 1]
    options.bounceLogPercent = 100
    options.donePercent = 50
    options.recipients = 2...3
    options.bodyLines = 1...3
    return try PurgeWorld(seed: 3, count: count, options)
  }

  private static func runs(_ world: PurgeWorld) throws -> [String] {
    try Trash(world.state).runs.map(\.id)
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
      let messages = try Trash.messages(of: id, in: world.state, as: true).lines.split(separator: 0x0A)
      return [
        Int64(messages.count), try messages.reduce(0) { try $0 + (JSONReader().read(Array($1))["size"]?.integer ?? 0) },
      ]
    }
  }

  @Test("A purge that is stopped anywhere loses nothing", arguments: Interruption.Kind.allCases)
  func stoppedPurge(_ kind: Interruption.Kind) throws {
    let points = try Self.points(kind, count: 3)
    #expect(points.count > 30)
    try Lanes.run(2) { _ in
      while let index = points.next() {
        let isStopped = try Self.stop(points[index], count: 3, finishing: index % 2 == 0)
        #expect(isStopped || kind != .kill, "\(points[index]) did not happen")
      }
    }
  }

  @Test("A purge of many messages, which several threads remove, loses nothing either")
  func stoppedThreads() throws {
    // Enough for threads, and few enough to look at every state. Which thread makes how many calls is a matter of luck.
    let count = 100
    let all = try Self.points(.kill, count: count).all
    let points = Points(
      getenv("POSTKEEP_SOAK") == nil ? all.enumerated().filter { $0.offset % 7 == 0 }.map(\.element) : all)
    let stopped = Counter()
    try Lanes.run(2) { _ in
      while let index = points.next() {
        if try Self.stop(points[index], count: count, finishing: index % 2 == 0) { _ = stopped.next(below: .max) }
      }
    }
    #expect((stopped.next(below: .max) ?? 0) > points.all.count / 2, "hardly any of \(points.all.count) happened")
  }

  /// Stops a purge of its own, and looks whether everything is there.
  /// - Parameter isFinishing: whether it is finished first, or undone as it is.
  /// - Returns: whether it was stopped.
  private static func stop(_ point: Interruption, count: Int, finishing isFinishing: Bool) throws -> Bool {
    let world = try world(count)
    let before = try world.contents()
    let logs = try world.contents(PurgeWorld.logs)
    let result = try point.run(world.purgeOfAll)
    if isFinishing {
      for run in try runs(world) {
        let report = try Purging.resume(run, on: world.store, in: world.state, including: []) { _ in }
        #expect(report.gone == 0 && report.left.isEmpty, "\(point): \(report.gone) gone, \(report.left)")
      }
      if try !runs(world).isEmpty { #expect(try world.contents().isEmpty, "\(point): not finished") }
      #expect(try listed(world) == counted(world), "\(point)")
    }
    for run in try runs(world) { _ = try world.undo(run) }
    let list = try Trash(world.state).text
    #expect(!list.contains("interrupted") && !list.contains("damaged"), "\(point): \(list)")
    #expect(try world.contents() == before, "\(point)")
    #expect(try world.contents(PurgeWorld.logs) == logs, "\(point)")
    #expect(!FileReading.exists("\(world.postfix.queueDirectory)/postkeep"), "\(point)")
    return result.status != 0
  }

  /// Where a purge can be stopped, handed out one after the other.
  private static func points(_ kind: Interruption.Kind, count: Int) throws -> Points {
    let model = try world(count)
    let points = try Interruption.all(
      kind, of: model.purgeOfAll, touching: model.postfix.directory.path, log: "\(model.postfix.directory.path)/trace")
    #expect(try model.contents().isEmpty)
    return Points(points)
  }

  private struct Points: Sendable {
    let all: [Interruption]
    private let counter = Counter()

    init(_ all: [Interruption]) { self.all = all }

    var count: Int { all.count }
    func next() -> Int? { counter.next(below: all.count) }
    subscript(index: Int) -> Interruption { all[index] }
  }

  @Test("An undo that is stopped anywhere puts every message back once", arguments: Interruption.Kind.allCases)
  func stoppedUndo(_ kind: Interruption.Kind) throws {
    let model = try Self.world()
    let modelRun = try world(purging: model)
    let points = try Interruption.all(
      kind, of: model.command("undo", modelRun), touching: model.postfix.directory.path,
      log: "\(model.postfix.directory.path)/trace")
    #expect(points.count > 30)
    let next = Counter()
    try Lanes.run(2) { _ in
      while let index = next.next(below: points.count) {
        let world = try Self.world()
        let before = try world.contents()
        let run = try self.world(purging: world)
        let result = try points[index].run(world.command("undo", run))
        #expect(result.status != 0 || kind != .kill, "\(points[index]) did not happen")
        let report = try world.undo(run)
        #expect(report.placed.count + report.earlier + report.present == 3, "\(points[index]): \(report)")
        #expect(try world.contents() == before, "\(points[index])")
        #expect(try world.undo(run).placed.isEmpty)
        #expect(try world.contents().count == before.count, "\(points[index])")
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
