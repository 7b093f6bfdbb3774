// Wherever a restore is stopped, it goes on with `resume`, and every message is there exactly once.
//
// `make test` stops at a sample of the calls, `make soak` at every one (POSTKEEP_SOAK).

import Glibc
import SystemAccess
import TestSupport
import Testing

@Suite(
  "Live: interrupted restores",
  .enabled(if: PrivatePostfix.canRun && Interruption.canRun, "needs root, Postfix, strace")
)
struct InterruptedRestoreTests {
  private static var options: QueueOptions {
    var options = QueueOptions()
    options.ids = .mixed
    options.weights = [.deferred: 2, .hold: 1, .maildrop: 1]
    options.bounceLogPercent = 50
    options.bodyLines = 1...2
    options.ages = 0...3600
    return options
  }

  /// Every eighth one, beginning somewhere else for each kind, and all that move messages.
  private static func sample(_ points: [Interruption], _ kind: Interruption.Kind) -> [Interruption] {
    guard getenv("POSTKEEP_SOAK") == nil else { return points }
    let start = Interruption.Kind.allCases.firstIndex(of: kind) ?? 0
    return points.indices.filter { $0 % 8 == start || (kind == .kill && points[$0].call == "renameat2") }.map {
      points[$0]
    }
  }

  @Test("Each message is there exactly once after a resume", arguments: Interruption.Kind.allCases)
  func stopped(_ kind: Interruption.Kind) throws {
    let source = try SnapshotWorld(seed: 21, count: 6, Self.options)
    try source.create()
    let expected = try RestoreWorld.contents(source.spool)
    let logs = try source.files(in: ["defer", "bounce", "trace"]).count
    let model = try RestoreWorld(source, into: Self.options)
    let command = { @Sendable (world: RestoreWorld) in world.command("run", "merge", "--apply", "--into", "deferred") }
    let points = try Interruption.all(
      kind, of: command(model), touching: model.target.directory.path, log: "\(model.target.directory.path)/trace")
    #expect(points.count > 30 && points.contains { $0.call == "renameat2" }, "\(points)")
    #expect(try model.contents() == expected)
    let sample = Self.sample(points, kind)
    let next = Counter()
    let happened = Counter()
    try Lanes.run(2) { _ in
      while let index = next.next(below: sample.count) {
        let point = sample[index]
        let world = try RestoreWorld(source, into: Self.options)
        if try point.run(command(world)).status != 0 { _ = happened.next(below: .max) }
        try Self.resume(world, point, command(world))
        #expect(try world.contents() == expected, "\(point)")
        #expect(try world.logContents().count == logs, "\(point)")
        // An empty directory may stay when it was its removal that failed.
        if point.call != "unlinkat" { #expect(!FileReading.exists("\(world.spool)/postkeep"), "\(point)") }
        let again = try world.run()
        #expect(again.output.contains("placed 0 messages"), "\(point): \(again.output)\(again.errors)")
        #expect(try world.contents() == expected, "\(point), again")
      }
    }
    // Threads share the work by chance, so that one may never come to its last call.
    let count = happened.next(below: .max) ?? 0
    #expect(count * 4 > sample.count * 3, "\(count) of \(sample.count)")
  }

  @Test("A Postfix that is started in the middle finds whole messages or none")
  func startedInTheMiddle() throws {
    var options = Self.options
    options.weights = [.deferred: 2, .hold: 1]
    let source = try SnapshotWorld(seed: 22, count: 5, options)
    try source.create()
    let expected = try RestoreWorld.contents(source.spool)
    let model = try RestoreWorld(source, into: options)
    let points = try Interruption.all(
      .kill, of: model.command("run", "merge", "--apply"), touching: model.target.directory.path,
      log: "\(model.target.directory.path)/trace"
    ).filter { ["renameat2", "fchown", "mkdirat", "syncfs"].contains($0.call) }
    for point in getenv("POSTKEEP_SOAK") == nil ? Array(points.suffix(8)) : points {
      let world = try RestoreWorld(source, into: options)
      let command = world.command("run", "merge", "--apply")
      _ = try point.run(command)
      try world.target.start()
      try Self.resume(world, point, command)
      try world.target.stop()
      let complaints = world.target.log.split(separator: "\n").filter {
        $0.contains("warning:") || $0.contains("fatal:")
      }
      #expect(complaints.isEmpty, "\(point): \(complaints.prefix(2))")
      #expect(try world.contents() == expected, "\(point)")
    }
  }

  /// Goes on with the run. One whose plan was not on the disk yet has changed nothing, and is begun anew.
  private static func resume(_ world: RestoreWorld, _ point: Interruption, _ command: [String]) throws {
    if let run = world.runs.last {
      let resumed = try BuiltProgram.run(world.command("resume", run))
      if resumed.status == 0 { return }
      #expect(
        resumed.errors.contains("has no plan") || resumed.errors.contains("there is no run"),
        "\(point): \(resumed.errors)")
    }
    let anew = try BuiltProgram.run(command)
    #expect(anew.status == 0, "\(point): \(anew.errors)")
  }
}
