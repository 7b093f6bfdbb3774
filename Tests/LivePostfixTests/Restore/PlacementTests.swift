// Messages of one queue come into another one, whatever ids, hash directories, owners and mail of its own it has.

import Bytes
import Glibc
import PostfixQueue
import SystemAccess
import TestSupport
import Testing

@Suite("Live: restored queues", .enabled(if: PrivatePostfix.canRun, "needs root and Postfix"))
struct PlacementTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let ids: QueueOptions.IDs
    let depth: Int
    let targetDepth: Int
    var testDescription: String { "\(ids) ids, depth \(depth) into \(targetDepth)" }
  }

  static let cases = [
    Case(ids: .short, depth: 1, targetDepth: 1), Case(ids: .short, depth: 0, targetDepth: 2),
    Case(ids: .long, depth: 2, targetDepth: 1), Case(ids: .long, depth: 1, targetDepth: 0),
    Case(ids: .mixed, depth: 1, targetDepth: 2), Case(ids: .mixed, depth: 2, targetDepth: 0),
  ]

  static func options(_ ids: QueueOptions.IDs, depth: Int) -> QueueOptions {
    var options = QueueOptions()
    options.ids = ids
    options.hashDepth = depth
    options.weights = [.deferred: 6, .hold: 2, .active: 1, .incoming: 1]
    options.hashQueueNames = ["deferred", "defer", "hold"]
    options.bounceLogPercent = 20
    options.traceLogPercent = 10
    options.bodyLines = 1...4
    options.ages = 0...86_400
    return options
  }

  @Test("Everything arrives once, beside the queue's own mail, and postsuper has nothing to do", arguments: cases)
  func everything(_ testCase: Case) throws {
    let source = try SnapshotWorld(seed: 9, count: 60, Self.options(testCase.ids, depth: testCase.depth))
    try source.create()
    let world = try RestoreWorld(source, into: Self.options(testCase.ids, depth: testCase.targetDepth), own: 25)
    let own = try world.contents()
    let ownLogs = try world.logContents()
    // The target has ids of the snapshot for messages of its own.
    let stolen = try Self.steal(ids: source.messages.prefix(8).map(\.id), in: world, depth: testCase.targetDepth)
    #expect(stolen.count == 8)

    let first = try world.run()
    #expect(first.status == 0, "\(first.output)\(first.errors)")
    let expected = try (own + RestoreWorld.contents(source.spool)).sorted()
    #expect(try world.contents() == expected)
    let logs =
      try
      (ownLogs
      + source.files(in: ["defer", "bounce", "trace"]).map { "\(source.spool)/\($0)" }.map(RestoreWorld.digest))
    #expect(try world.logContents() == logs.sorted())
    for (path, sum) in stolen { #expect(try RestoreWorld.digest(path) == sum, "\(path) was replaced") }

    let second = try world.run()
    #expect(second.status == 0 && second.output.contains("placed 0 messages"), "\(second.output)")
    #expect(try world.contents() == expected, "a second restore changed something")

    for path in stolen.keys { unlink(path) }
    #expect(try world.flaws(owner: QueueOwners.installed().user) == [])
    #expect(try world.structureComplaint() == "")
    #expect(try ListedMessages.real(world.target).count == expected.count - stolen.count)
    try world.target.start()
    try world.target.stop()
    let warnings = world.target.log.split(separator: "\n").filter { $0.contains("warning:") || $0.contains("fatal:") }
    #expect(warnings.isEmpty, "\(warnings.prefix(3))")
  }

  /// Gives messages of the queue ids that others have.
  /// - Returns: their paths, with the sums of their contents.
  private static func steal(ids: [String], in world: RestoreWorld, depth: Int) throws -> [String: String] {
    var stolen: [String: String] = [:]
    let files = try RestoreWorld.files(world.spool, ["deferred"]).sorted().prefix(ids.count)
    for (path, id) in zip(files, ids) {
      var folder = "\(world.spool)/hold"
      for name in QueueID.hashDirectories(for: ByteString(id), depth: depth) {
        folder += "/\(name)"
        _ = try Subprocess.run("install", ["-d", "-o", "postfix", "-m", "700", folder])
      }
      let goal = "\(folder)/\(id)"
      guard rename(path, goal) == 0 else { throw TestFailure("rename \(path)") }
      stolen[goal] = try RestoreWorld.digest(goal)
    }
    return stolen
  }

  @Test("A lost queue is made anew for another mail owner")
  func otherOwner() throws {
    let source = try SnapshotWorld(seed: 4, count: 20, Self.options(.mixed, depth: 1))
    try source.create()
    let world = try RestoreWorld(source, into: Self.options(.mixed, depth: 1))
    guard let games = getpwnam("games")?.pointee else { throw TestFailure("there is no user games") }
    let (id, group) = (games.pw_uid, games.pw_gid)
    _ = try world.target.run("postconf", ["-e", "mail_owner=games"])
    for path in ["data", "data/mail.log"] { chown("\(world.target.directory.path)/\(path)", id, group) }
    _ = try Subprocess.run("rm", ["-rf", world.spool])

    let answer = try BuiltProgram.run(world.command("run", "same-host", "--apply"))
    #expect(answer.status == 0, "\(answer.output)\(answer.errors)")
    #expect(world.target.isRunning)
    try world.target.stop()
    #expect(try world.flaws(owner: id) == [])
    #expect(try world.contents() == RestoreWorld.contents(source.spool))
    let log = world.target.log
    #expect(!log.contains("not owned by") && !log.contains("fatal:"), "\(log)")
  }
}
