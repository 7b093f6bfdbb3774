// Between a command that was stopped and the one that finishes it, the queue moves to another disk: every file has another
// inode then.

import Bytes
import Glibc
import Maintenance
import SystemAccess
import TestSupport
import Testing

@Suite(
  "Live: a queue that is copied meanwhile",
  .enabled(if: PrivatePostfix.canRun && Interruption.canRun, "needs root, Postfix, strace"))
struct CopiedQueueTests {
  private static func options(_ ids: QueueOptions.IDs = .mixed) -> QueueOptions {
    var options = QueueOptions()
    options.ids = ids
    options.weights = [.deferred: 2, .hold: 1]
    options.bodyLines = 1...3
    return options
  }

  private static func copy(_ queue: String) throws {
    #expect(try Subprocess.run("cp", ["-a", queue, "\(queue).new"]).status == 0)
    #expect(rename(queue, "\(queue).old") == 0 && rename("\(queue).new", queue) == 0)
  }

  @Test("Wherever an undo was killed, the next one puts everything back, once", arguments: 1...14)
  func undo(killedAt number: Int) throws {
    let world = try PurgeWorld(seed: 31, count: 3, Self.options())
    let before = try world.contents()
    let logs = try world.files(PurgeWorld.logs).count
    let run = try world.purge("yes").run
    let undo = world.command("undo", run)
    _ = try Interruption(kind: .kill, call: "renameat2", number: number).run(undo)
    try Self.copy(world.postfix.queueDirectory)
    let answer = try BuiltProgram.run(undo)
    #expect(answer.status == 0, "\(answer)")
    #expect(try world.contents() == before)
    #expect(try world.files(PurgeWorld.logs).count == logs)
    let again = try BuiltProgram.run(undo)
    #expect(again.status == 0 && again.output.contains("3 had been put back before"), "\(again)")
  }

  @Test(
    "Of messages whose place beside the queue is gone nobody says that they were put back, and nothing doubles them")
  func lostPlace() throws {
    let (world, undo) = try Self.withoutPlace()
    for _ in 1...2 {
      let answer = try BuiltProgram.run(undo)
      #expect(answer.status == 3 && answer.output.contains("put back 0 messages; 3 failed"), "\(answer)")
      #expect(answer.output.contains("'postkeep \(undo.joined(separator: " ")) --doubtful again' puts them back"))
      #expect(try world.contents().isEmpty)
    }
  }

  /// An undo that was stopped, and whose place beside the queue is gone.
  private static func withoutPlace() throws -> (world: PurgeWorld, undo: [String]) {
    let world = try PurgeWorld(seed: 32, count: 3, options(.long))
    let undo = world.command("undo", try world.purge("yes").run)
    // The first three give the files their names, and the fourth moves a log.
    _ = try Interruption(kind: .kill, call: "renameat2", number: 4).run(undo)
    #expect(try Subprocess.run("rm", ["-r", "\(world.postfix.queueDirectory)/postkeep"]).status == 0)
    return (world, undo)
  }

  @Test("Whoever has looked into the mail log puts them back, all or some, once")
  func again() throws {
    let (world, undo) = try Self.withoutPlace()
    let id = try #require(world.messages.first?.id)
    let one = try BuiltProgram.run(undo + ["--doubtful", "again", "--where", "id == \"\(id)\""])
    #expect(one.status == 0 && one.output.contains("put back 1 message"), "\(one)")
    let rest = try BuiltProgram.run(undo)
    #expect(rest.status == 3 && rest.output.contains("; 1 had been put back before; 2 failed"), "\(rest)")
    let all = try BuiltProgram.run(undo + ["--doubtful", "again"])
    #expect(all.status == 0 && all.output.contains("put back 2 messages; 1 had"), "\(all)")
    #expect(try world.contents().count == 3)
    #expect(try BuiltProgram.run(undo).status == 0)
  }

  @Test("Dropped, they stay in the trash, the undo ends well, and the run can expire")
  func drop() throws {
    let (world, undo) = try Self.withoutPlace()
    let refused = try BuiltProgram.run(undo + ["--doubtful", "drop", "--where", "yes"])
    #expect(refused.status == 64, "\(refused)")
    for words in [["--doubtful", "drop"], [], ["--doubtful", "again"]] {
      let answer = try BuiltProgram.run(undo + words)
      #expect(answer.status == 0 && answer.output == "put back 0 messages; 3 were dropped and stay away\n", "\(answer)")
    }
    #expect(try world.contents().isEmpty)
    let listed = try BuiltProgram.run(["queue", "trash", "list", "--state", world.state.path])
    #expect(!listed.output.contains("interrupted"), "\(listed)")
    // The run is of this second.
    #expect(try Trash.expire(in: world.state, startedBefore: LocalTime.now + 60).count == 1)
  }

  @Test("Wherever a restore was killed, it goes on", arguments: [1, 2, 3, 4, 5, 6, 7])
  func restore(killedAt number: Int) throws {
    let source = try SnapshotWorld(seed: 33, count: 3, Self.options(.short))
    try source.create()
    let world = try RestoreWorld(source, into: Self.options(.short))
    _ = try Interruption(kind: .kill, call: "renameat2", number: number).run(world.command("run", "merge", "--apply"))
    try Self.copy(world.spool)
    let answer = try BuiltProgram.run([
      "restore", "resume", try #require(world.runs.last), "--state", world.state,
    ])
    #expect([0, 3].contains(answer.status), "\(answer)")
    #expect(try world.contents() == RestoreWorld.contents(source.spool))
    let logs = try RestoreWorld.files(source.spool, PurgeWorld.logs).map(RestoreWorld.digest).sorted()
    #expect(try world.logContents() == logs)
  }
}
