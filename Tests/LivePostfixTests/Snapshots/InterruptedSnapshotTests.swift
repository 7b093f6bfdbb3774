// Wherever the making of a snapshot is stopped, all that was there stays whole, and the next run goes on from there.
//
// `make test` stops at every third call, `make soak` at every one (POSTKEEP_SOAK).

import Bytes
import Glibc
import Recovery
import SnapshotArchive
import SnapshotCatalogue
import SystemAccess
import TestSupport
import Testing

@Suite(
  "Live: interrupted snapshots",
  .enabled(if: PrivatePostfix.canRun && Interruption.canRun, "needs root, Postfix, strace")
)
struct InterruptedSnapshotTests {
  enum Work: String, CaseIterable, CustomTestStringConvertible {
    case full, incremental, fold
    var testDescription: String { rawValue }

    func command(_ world: SnapshotWorld) -> [String] {
      switch self {
      case .full: world.program("create")
      case .incremental: world.program("create", "--since", "last")
      case .fold: world.program("fold", "last")
      }
    }
  }

  private static func world() throws -> SnapshotWorld {
    var options = QueueOptions()
    options.weights = [.deferred: 2, .hold: 1]
    options.bodyLines = 1...3
    let world = try SnapshotWorld(seed: 5, count: 4, options)
    try world.create()
    let deferred = world.messages.filter { $0.queue == .deferred }
    world.move(deferred[0].path, to: "hold/\(deferred[0].id)")
    try world.create(since: "last")
    unlink("\(world.spool)/\(deferred[1].path)")
    return world
  }

  /// Every third one, beginning somewhere else for each kind, and the last ones, which give the archive its name.
  private static func sample(_ points: [Interruption], _ kind: Interruption.Kind) -> [Interruption] {
    guard getenv("POSTKEEP_SOAK") == nil else { return points }
    let start = Interruption.Kind.allCases.firstIndex(of: kind) ?? 0
    return points.indices.filter { $0 % 3 == start || points[$0].call.hasPrefix("rename") }.map { points[$0] }
  }

  /// The archives with their bytes.
  private static func archives(_ world: SnapshotWorld) throws -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    for name in try FileReading.names(inDirectory: world.storePath) where name.hasSuffix(".tar.zst") {
      if !name.hasPrefix(".") { files[name] = try FileReading.contents(of: "\(world.storePath)/\(name)") }
    }
    return files
  }

  /// All records as they are entered anew when there is no catalogue.
  private static func expectRebuilt(_ world: SnapshotWorld, _ point: Interruption) throws {
    let known = try SnapshotStore.reading(world.storePath).records
    for name in try FileReading.names(inDirectory: world.storePath) where name.hasPrefix("catalogue.sqlite") {
      unlink("\(world.storePath)/\(name)")
    }
    _ = try SnapshotStore.writing(world.storePath)
    #expect(try SnapshotStore.reading(world.storePath).records == known, "\(point)")
  }

  @Test(
    "A snapshot or a fold that is stopped anywhere harms no other one, and the next one works",
    arguments: Work.allCases,
    Interruption.Kind.allCases)
  func stopped(_ work: Work, _ kind: Interruption.Kind) throws {
    let model = try Self.world()
    let points = try Interruption.all(
      kind, of: work.command(model), touching: model.storePath, log: "\(model.path)/trace")
    #expect(points.count > 12 && points.contains { $0.call == "renameat2" }, "\(points)")
    #expect(try Self.archives(model).count == 3)
    let sample = Self.sample(points, kind)
    let next = Counter()
    let happened = Counter()
    try Lanes.run(2) { _ in
      while let index = next.next(below: sample.count) {
        let point = sample[index]
        let world = try Self.world()
        let before = try Self.archives(world)
        let listed = try SnapshotStore.reading(world.storePath).records.map(\.id)
        let result = try point.run(work.command(world))
        if result.status != 0 { _ = happened.next(below: .max) }

        // Half of the worlds lose their catalogue, too.
        if index % 2 == 0 { unlink("\(world.storePath)/\(SnapshotCatalogue.fileName)") }
        let store = try SnapshotStore.reading(world.storePath)
        let new = store.records.filter { !listed.contains($0.id) }
        #expect(store.records.count == 2 + new.count && new.count <= 1, "\(point): \(store.records.map(\.fileName))")
        #expect(try Self.archives(world).filter { before[$0.key] != nil } == before, "\(point)")
        #expect(SnapshotList(store).problems.isEmpty, "\(point): \(SnapshotList(store).problems)")
        for record in store.records {
          let problems = try world.verify(record.id).problems
          #expect(problems.isEmpty, "\(point): \(record.id) \(problems)")
        }
        if let record = new.first, work != .fold {
          #expect(try SnapshotWorld.messages(try world.chain(record.id)) == (try world.present()), "\(point)")
        }

        let again = try BuiltProgram.run(world.program("create", "--since", "last"))
        #expect(again.status == 0, "\(point): \(again.errors)")
        let names = try FileReading.names(inDirectory: world.storePath)
        #expect(names.filter { $0.hasPrefix(".") } == [], "\(point)")
        #expect(try SnapshotWorld.messages(try world.chain()) == (try world.present()), "\(point)")
        try Self.expectRebuilt(world, point)
      }
    }
    // Threads make their calls in any order: now and then there are fewer before the one that was meant.
    let count = happened.next(below: .max) ?? 0
    #expect(count * 10 >= sample.count * 9 || kind != .kill, "only \(count) of \(sample.count) happened")
  }

  @Test("A file that is given with -o is there whole or not at all", arguments: Interruption.Kind.allCases)
  func stoppedOutput(_ kind: Interruption.Kind) throws {
    func command(_ world: SnapshotWorld) -> [String] {
      ["snapshot", "create", "-c", world.postfix.configurationDirectory, "-o", "\(world.path)/out/new.tar.zst"]
    }
    let world = try Self.world()
    let file = "\(world.path)/out/new.tar.zst"
    let points = try Interruption.all(
      kind, of: command(world), touching: "\(world.path)/out", log: "\(world.path)/trace")
    #expect(points.count > 3 && FileReading.exists(file))
    for point in points {
      unlink(file)
      let result = try point.run(command(world))
      if result.status == 0 { #expect(FileReading.exists(file), "\(point)") }
      guard FileReading.exists(file) else { continue }
      let problems = try SnapshotVerification.verify(
        SnapshotFile(Directory("\(world.path)/out"), "new.tar.zst"), find: { _ in throw SnapshotFlaw("no base") }
      ) { _ in }.problems
      #expect(problems.isEmpty, "\(point)")
    }
  }

  @Test("A file that exists is never written over by -o")
  func existingOutput() throws {
    let world = try Self.world()
    try world.postfix.directory.write("precious", to: "out/old.tar.zst")
    let answer = try BuiltProgram.run(
      "snapshot", "create", "-c", world.postfix.configurationDirectory, "-o", "\(world.path)/out/old.tar.zst")
    #expect(answer.status != 0 && answer.errors.contains("it exists already"), "\(answer.errors)")
    #expect(try FileReading.contents(of: "\(world.path)/out/old.tar.zst") == Array("precious".utf8))
    #expect(try FileReading.names(inDirectory: "\(world.path)/out") == ["old.tar.zst"])
  }
}
