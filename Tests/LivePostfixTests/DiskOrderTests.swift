// Whenever the power fails, a message is in the queue or where the journal on the disk says.

import Maintenance
import SystemAccess
import TestSupport
import Testing

@Suite(
  "Live: power failures", .enabled(if: PrivatePostfix.canRun && Interruption.canRun, "needs root, Postfix, strace"))
struct DiskOrderTests {
  /// The first purge of a host: its state directory is not there yet.
  private static func purged() throws -> (world: PurgeWorld, state: String, order: DiskOrder) {
    var options = QueueOptions()
    options.bounceLogPercent = 100
    let world = try PurgeWorld(seed: 71, count: 4, options)
    let state = "\(world.postfix.directory.path)/first"
    let order = try DiskOrder(
      of: [
        "queue", "purge", "-c", world.postfix.configurationDirectory, "--state", state, "--where", "yes",
        "--max-percent", "100", "--apply",
      ], log: "\(world.postfix.directory.path)/trace")
    return (world, state, order)
  }

  @Test("Nothing leaves the queue before its copy is on the disk, and nothing goes for good before the journal says so")
  func purge() throws {
    let (world, state, order) = try Self.purged()
    let queue = world.postfix.queueDirectory
    let inQueue = order.steps.filter { $0.path.hasPrefix(queue) && !$0.path.hasPrefix("\(queue)/postkeep/") }
    #expect(inQueue.count { $0.target != nil } == 4 && inQueue.count { $0.isRemoval } > 4)
    for step in inQueue where step.name != "postkeep" {
      #expect(step.waiting(below: state) == [], "\(step)")
      #expect(!step.waiting.contains("\(world.postfix.directory.path)/"), "\(step)")
      for file in ["plan", "index"] { #expect(step.kept(in: file).contains(step.name), "\(step): \(file)") }
      #expect(step.kept(in: "journal").contains("archived"), "\(step)")
    }
    let removed = order.steps.filter { $0.isRemoval && $0.path.contains(".out/") }
    #expect(removed.count == 4)
    for step in removed {
      let key = step.name.replacing(".", with: "/")
      #expect(step.kept(in: "journal").contains(key), "\(step)")
    }
  }

  @Test("Nothing comes back into the queue before it is on the disk and the journal tells its new id")
  func undo() throws {
    let (world, state, _) = try Self.purged()
    let run = try #require(try FileReading.names(inDirectory: "\(state)/runs").first { $0 != "lock" })
    let order = try DiskOrder(
      of: ["queue", "undo", run, "-c", world.postfix.configurationDirectory, "--state", state],
      log: "\(world.postfix.directory.path)/trace")
    try Self.expectPlaced(order, below: world.postfix.queueDirectory, count: 4)
    #expect(try #require(order.steps.last).waiting(below: state) == [])
  }

  /// - Parameter count: of messages.
  private static func expectPlaced(_ order: DiskOrder, below queue: String, count: Int) throws {
    let placed = order.steps.filter { $0.path.hasPrefix("\(queue)/postkeep/") && $0.path.contains(".in/") }.filter {
      $0.target.map { !$0.hasPrefix("\(queue)/postkeep/") } ?? false && $0.name != "new-directory"
    }
    let messages = placed.filter { step in
      !["/defer/", "/bounce/", "/trace/"].contains { step.target?.contains($0) ?? false }
    }
    #expect(messages.count == count)
    for step in placed {
      #expect(!step.waiting.contains(step.path), "\(step)")
      let name = step.target?.split(separator: "/").last ?? ""
      #expect(step.kept(in: "journal").contains(name), "\(step)")
    }
  }

  @Test("A restore places nothing that is not on the disk and in the journal")
  func restore() throws {
    var options = QueueOptions()
    options.weights = [.deferred: 2, .hold: 1]
    let source = try SnapshotWorld(seed: 72, count: 4, options)
    try source.create()
    let world = try RestoreWorld(source, into: options)
    let order = try DiskOrder(
      of: world.command("run", "merge", "--apply", "--into", "deferred"), log: "\(world.target.directory.path)/trace")
    try Self.expectPlaced(order, below: world.spool, count: 4)
    #expect(try #require(order.steps.last).waiting(below: world.state) == [])
  }

  @Test("A transfer is on record before anybody can have its archive, before it is placed, and before it is settled")
  func transfer() throws {
    let world = try TransferWorld()
    let log = "\(world.old.directory.path)/trace"
    let send = try DiskOrder(of: world.sendAll, log: log)
    let named = try #require(send.steps.first { $0.target == world.archive })
    #expect(!named.waiting.contains(named.path), "\(named)")
    #expect(named.kept(in: "journal").contains("archiving"))
    #expect(named.waiting(below: world.old.queueDirectory) == [])
    #expect(try #require(send.steps.last).waiting(below: world.oldState) == [])
    let accept = try DiskOrder(of: world.accept, log: log)
    try Self.expectPlaced(accept, below: world.standby.queueDirectory, count: 4)
    for step in accept.steps where step.path.contains(".in/") && step.target != nil && step.name != "new-directory" {
      #expect(step.kept(in: "journal").contains("accepting"), "\(step)")
    }
    #expect(try #require(accept.steps.last).waiting(below: world.standbyState) == [])
    let settle = try DiskOrder(of: world.settle, log: log)
    let removed = settle.steps.filter { $0.isRemoval && $0.path.contains(".transfer/") }
    #expect(removed.count > 4)
    for step in removed { #expect(step.kept(in: "journal").contains("settled"), "\(step)") }
  }

  @Test("An archive gets its name when it is on the disk, and keeps it")
  func snapshot() throws {
    let world = try SnapshotWorld(seed: 73, count: 3, QueueOptions())
    try world.create()
    let order = try DiskOrder(of: world.program("create"), log: "\(world.path)/trace")
    let place = try #require(order.steps.firstIndex { $0.target?.hasSuffix(".tar.zst") ?? false })
    let (named, next) = (order.steps[place], order.steps[place + 1])
    #expect(!named.waiting.contains(named.path), "\(named)")
    #expect(next.call == "fsync" && next.path == world.storePath, "\(next)")
  }

  @Test("No archive is removed before the removal of all that build on it is on the disk")
  func prune() throws {
    let world = try SnapshotWorld(seed: 75, count: 3, QueueOptions())
    for (number, since) in [nil, "last", "last", nil].enumerated() {
      try world.create(since: since, at: (1_793_440_800 + Int64(number) * 86_400) * 1000)
    }
    let order = try DiskOrder(of: world.program("prune", "--keep-last", "1", "--apply"), log: "\(world.path)/trace")
    let removed = order.steps.filter { $0.isRemoval && $0.name.hasSuffix(".tar.zst") }
    #expect(removed.count == 3)
    for step in removed.dropFirst() { #expect(!step.waiting.contains("\(world.storePath)/"), "\(step)") }
  }
}
