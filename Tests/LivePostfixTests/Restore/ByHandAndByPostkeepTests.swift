// Ways in which a queue restored by hand goes wrong, and the same queue restored by Postkeep. Those that a repair puts right
// are in HandRestoreTests; colliding ids in PlacementTests; mail that is sent twice in ExactlyOnceTests.

import Bytes
import Glibc
import PostfixQueue
import SystemAccess
import TestSupport
import Testing

@Suite("Live: restored by hand and by Postkeep", .enabled(if: PrivatePostfix.canRun, "needs root and Postfix"))
struct ByHandAndByPostkeepTests {
  private static func source(_ change: (inout QueueOptions) -> Void = { _ in }) throws -> SnapshotWorld {
    var options = QueueOptions()
    options.weights = [.deferred: 1]
    options.bodyLines = 1...2
    options.ages = 0...3600
    options.nextAttempt = .past
    change(&options)
    return try SnapshotWorld(seed: 31, count: 6, options)
  }

  private static func world(_ source: SnapshotWorld) throws -> RestoreWorld {
    var options = QueueOptions()
    options.ids = .short
    return try RestoreWorld(source, into: options)
  }

  /// What tar makes of it.
  private static func unpack(_ source: SnapshotWorld, _ world: RestoreWorld) throws {
    _ = try Subprocess.run(
      "sh", ["-c", "tar -cf - -C '\(source.spool)' deferred defer | tar -xpf - -C '\(world.spool)'"])
  }

  private static func listed(_ world: RestoreWorld) throws -> Int { try ListedMessages.real(world.target).count }

  @Test(
    "A queue directory of root's: Postfix does not start; a restore says so, and makes nothing before it is put right")
  func rootOwnedDirectory() throws {
    let source = try Self.source()
    try source.create()
    let world = try Self.world(source)
    chown("\(world.spool)/deferred", 0, 0)
    let byHand = try world.target.run("postsuper", ["-s"])
    #expect(byHand.status != 0)

    let refused = try world.run()
    #expect(refused.status == 66 && refused.errors.contains("\(world.spool)/deferred does not belong to postfix"))
    #expect(try world.contents() == [])
    let run = try #require(world.runs.first)
    let repaired = try BuiltProgram.run(
      ["restore", "run", "repair", "--apply", "-c", world.target.configurationDirectory, "--state", world.state])
    #expect(repaired.status == 0, "\(repaired.output)\(repaired.errors)")
    try world.target.stop()
    let resumed = try BuiltProgram.run(world.command("resume", run))
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(try world.contents().count == 6)
  }

  @Test("Modes that are lost: a restore sets them by its own rule, and no message is returned")
  func lostModes() throws {
    let source = try Self.source()
    for message in source.messages.prefix(3) { chmod("\(source.spool)/\(message.path)", 0o710) }
    chmod("\(source.spool)/\(source.messages[3].path)", 0o740)
    try source.create()
    let byHand = try Self.world(source)
    try Self.unpack(source, byHand)
    try byHand.target.start()
    try byHand.target.waitUntil(seconds: 60) { byHand.target.log.contains("status=force-expired") }
    try byHand.target.stop()

    let world = try Self.world(source)
    let answer = try world.run("--into", "deferred")
    #expect(answer.status == 0 && answer.output.contains("marked to be returned at once"), "\(answer.output)")
    #expect(try world.flaws(owner: QueueOwners.installed().user) == [])
    try world.target.start()
    try world.target.flush()
    try world.target.waitUntil(seconds: 60) {
      world.target.log.split(separator: "\n").count { $0.contains("status=deferred") } >= 6
    }
    try world.target.stop()
    #expect(!world.target.log.contains("force-expired") && !world.target.log.contains("non-delivery"))
  }

  @Test("Damaged files: Postfix's own listing ends at the first; a restore puts them where it does not look")
  func damagedFiles() throws {
    let source = try Self.source()
    for (number, message) in source.messages.prefix(2).enumerated() {
      let path = "\(source.spool)/\(message.path)"
      if number == 0 { truncate(path, 60) } else { truncate(path, off_t(SnapshotWorld.status(path).st_size - 3)) }
    }
    try source.create()
    let world = try Self.world(source)
    let answer = try world.run()
    #expect(answer.status == 0, "\(answer.errors)")
    #expect(try RestoreWorld.files(world.spool, ["corrupt"]).count == 2)
    #expect(try Self.listed(world) == 4)
    #expect(try world.contents() == RestoreWorld.contents(source.spool), "not a byte of them is lost")
    let again = try world.run()
    #expect(again.output.contains("placed 0 messages"), "\(again.output)")
  }

  @Test("Mail that is too old is returned at the first attempt; a restore holds it, or gives it time")
  func oldMail() throws {
    let source = try Self.source {
      $0.ages = 30 * 86_400...31 * 86_400
      $0.nullSenderPercent = 0
    }
    try source.create()
    let world = try Self.world(source)
    let answer = try world.run("--into", "deferred")
    #expect(answer.output.contains("6  of these wait: Postfix would return them"), "\(answer.output)")
    #expect(try RestoreWorld.files(world.spool, ["hold"]).count == 6)
    let run = try #require(world.runs.last)
    let released = try BuiltProgram.run(world.command("release", run))
    #expect(released.output == "released 0 messages; 6 wait (--also expired)\n", "\(released.output)")

    let fresh = try Self.world(source)
    let freshAnswer = try fresh.run("--into", "deferred", "--expired", "fresh")
    #expect(freshAnswer.status == 0, "\(freshAnswer.errors)")
    try fresh.target.start()
    try fresh.target.flush()
    try fresh.target.waitUntil(seconds: 60) {
      fresh.target.log.split(separator: "\n").count { $0.contains("status=deferred") } >= 6
    }
    try fresh.target.stop()
    #expect(!fresh.target.log.contains("status=expired"))
  }

  @Test("Submissions wait beside the queues, once however often they are restored, until they are released")
  func submissions() throws {
    let source = try Self.source { $0.weights = [.maildrop: 1] }
    try source.create()
    let world = try Self.world(source)
    let first = try world.run()
    #expect(first.output.contains("6 submissions wait"), "\(first.output)\(first.errors)")
    let second = try world.run()
    #expect(
      second.output.contains("placed 0 messages") && !second.output.contains("submissions wait"), "\(second.output)")
    #expect(try world.contents() == [])
    let released = try BuiltProgram.run(world.command("release", try #require(world.runs.first)))
    #expect(released.output == "released 6 messages\n", "\(released.output)\(released.errors)")
    #expect(try world.contents() == RestoreWorld.contents(source.spool))
    #expect(!FileReading.exists("\(world.spool)/postkeep"))
  }

  @Test("Only selected messages are restored, and a damaged archive not at all")
  func selected() throws {
    let source = try Self.source()
    try source.create()
    let world = try Self.world(source)
    let id = source.messages[2].id
    let answer = try BuiltProgram.run(world.command("run", "selected", "--apply", "--where", "id == \"\(id)\""))
    #expect(answer.status == 0 && answer.output.contains("placed 1 message"), "\(answer.output)\(answer.errors)")
    #expect(try world.contents().count == 1)

    let archive = try #require(
      try FileReading.names(inDirectory: source.storePath).first { $0.hasSuffix(".tar.zst") })
    var bytes = try FileReading.contents(of: "\(source.storePath)/\(archive)")
    bytes[bytes.count / 2] ^= 0x40
    try FileWriting.write(bytes, to: "\(source.storePath)/\(archive)")
    let other = try Self.world(source)
    let refused = try other.run()
    #expect([1, 66].contains(refused.status), "\(refused.output)\(refused.errors)")
    #expect(try other.contents() == [])
  }
}
