// What cannot be read is not removed: a bad sector, a log that is none, a message that somebody delivers at this moment.

import Bytes
import Glibc
import Maintenance
import MessageSelections
import PostfixQueue
import QueueStore
import RunJournals
import SystemAccess
import TestSupport
import Testing

@Suite(
  "Live: a purge of what cannot be read",
  .enabled(if: PrivatePostfix.canRun && Interruption.canRun, "needs root, Postfix, strace"))
struct UnreadableMessageTests {
  private static func world() throws -> PurgeWorld {
    var options = QueueOptions()
    options.bodyLines = 200...300
    return try PurgeWorld(seed: 61, count: 3, options)
  }

  private static func purge(_ world: PurgeWorld) -> [String] { [BuiltProgram.path] + world.purgeOfAll }

  @Test("A read that fails costs no message and no log, whichever read it is", arguments: 1...24)
  func readError(_ number: Int) throws {
    let world = try Self.world()
    let before = try world.contents(PurgeWorld.queues)
    let logs = try world.contents(PurgeWorld.logs)
    let result = try Subprocess.run(
      "strace",
      ["-f", "-o", "/dev/null", "-e", "trace=pread64", "-e", "inject=pread64:error=EIO:when=\(number)"]
        + Self.purge(world))
    let removed = try before.count - world.contents(PurgeWorld.queues).count
    #expect(removed == 3 || result.status != 0, "\(ByteString(result.output)) \(ByteString(result.errors))")
    for run in try FileReading.names(inDirectory: "\(world.state.path)/runs") where run != "lock" {
      _ = try world.undo(run)
    }
    #expect(try world.contents(PurgeWorld.queues) == before)
    #expect(try world.contents(PurgeWorld.logs) == logs)
  }

  @Test("A message whose log cannot be kept stays")
  func oddLog() throws {
    let world = try Self.world()
    let log = "\(world.postfix.queueDirectory)/bounce/\(world.messages[0].id)"
    #expect(mkdir(log, 0o700) == 0)
    let report = try world.purge("yes")
    #expect(report.removed == 2 && report.left.first?.why.hasSuffix("it is no regular file") == true, "\(report.left)")
  }

  @Test("A message whose log ends before its size says so stays")
  func shortLog() throws {
    let world = try Self.world()
    let log = try #require(world.files(PurgeWorld.logs).keys.sorted().first)
    let before = try world.contents(PurgeWorld.logs)
    let result = try Subprocess.run(
      "strace",
      [
        "-f", "-o", "/dev/null", "-P", "\(world.postfix.queueDirectory)/\(log)", "-e", "trace=pread64", "-e",
        "inject=pread64:retval=0",
      ] + Self.purge(world))
    let output = ByteString(result.output).description
    #expect(result.status == 3 && output.hasPrefix("removed 2 messages"), "\(output)")
    #expect(output.contains("only 0 of its "), "\(output)")
    #expect(FileReading.exists("\(world.postfix.queueDirectory)/\(log)"))
    for run in try FileReading.names(inDirectory: "\(world.state.path)/runs") where run != "lock" {
      _ = try world.undo(run)
    }
    #expect(try world.contents(PurgeWorld.logs) == before)
  }

  @Test("A link in place of a log directory is told before anything is taken")
  func linkedLogs() throws {
    let world = try Self.world()
    let queue = world.postfix.queueDirectory
    #expect(rename("\(queue)/defer", "\(queue)/elsewhere") == 0 && symlink("elsewhere", "\(queue)/defer") == 0)
    let report = try world.purge("yes")
    #expect(report.removed == 0 && report.left.count == 3)
    #expect(!FileReading.exists("\(queue)/postkeep"))
    #expect(report.summary(at: RunPlace(state: world.state.path)) == "removed nothing; 3 left in the queue")
  }

  @Test("A message that another process holds the lock of is left alone, unless active messages are asked for")
  func locked() throws {
    let world = try Self.world()
    let path = "\(world.postfix.queueDirectory)/\(world.messages[0].path)"
    let descriptor = open(path, O_RDONLY)
    defer { close(descriptor) }
    #expect(flock(descriptor, LOCK_SH) == 0)
    let report = try world.purge("yes")
    #expect(report.removed == 2 && report.left.first?.why.contains("being delivered") == true, "\(report.left)")
    #expect(FileReading.exists(path))
    #expect(try world.purge("yes", including: [.active]).removed == 0)
    #expect(flock(descriptor, LOCK_UN) == 0)
    #expect(try world.purge("yes", including: [.active]).removed == 1)
  }

  @Test("Runs of two state directories that begin in one second do not share a private directory")
  func sameSecond() throws {
    let world = try Self.world()
    let now: Int64 = 1_700_000_000
    let plan = QueuePlan(of: world.store, selecting: .all, including: [], now: LocalTime.now)
    let runs = try ["one", "other"].map { name in
      try Purging.carryOut(
        plan, on: world.store, in: StateDirectory("\(world.state.path)/../\(name)"), at: .usual, selection: "",
        including: [], now: now
      ) { _ in }.run
    }
    #expect(runs.allSatisfy { $0.hasPrefix("20231114T221320Z-") } && runs[0] != runs[1])
  }

  @Test("A purge that cannot remove a log fails, and goes on when it can")
  func stubbornLog() throws {
    let world = try Self.world()
    let result = try Subprocess.run(
      "strace",
      ["-f", "-o", "/dev/null", "-e", "trace=unlinkat", "-e", "inject=unlinkat:error=EIO:when=1"] + Self.purge(world))
    #expect(result.status == 66, "\(ByteString(result.output)) \(ByteString(result.errors))")
    let run = try #require(Trash(world.state).runs.first).id
    let report = try Purging.resume(run, on: world.store, in: world.state, including: []) { _ in }
    #expect(report.removed == 1 && report.left.isEmpty)
    #expect(try world.files(PurgeWorld.queues + PurgeWorld.logs).isEmpty)
  }

  // Whoever starts the tests may have ignored the signal.
  @Test("A purge whose files may not become as large as they must removes nothing and leaves no run behind")
  func fileSize() throws {
    let world = try Self.world()
    let shell = "ulimit -f 1; exec env --default-signal=XFSZ \"$@\""
    let result = try Subprocess.run("sh", ["-c", shell, "sh"] + Self.purge(world))
    let errors = ByteString(result.errors).description
    #expect(result.status == 66 && errors.contains("the file would be too large"), "\(result.status) \(errors)")
    #expect(try FileReading.names(inDirectory: "\(world.state.path)/runs") == ["lock"])
    #expect(try world.files(PurgeWorld.queues).count == 3)
  }

  @Test("A purge that fails before it has taken anything leaves no run behind", arguments: 1...4)
  func fullDisk(_ number: Int) throws {
    let world = try Self.world()
    let result = try Subprocess.run(
      "strace",
      ["-f", "-o", "/dev/null", "-e", "trace=fsync", "-e", "inject=fsync:error=ENOSPC:when=\(number)"]
        + Self.purge(world))
    #expect(result.status == 66, "\(ByteString(result.output)) \(ByteString(result.errors))")
    #expect(try FileReading.names(inDirectory: "\(world.state.path)/runs") == ["lock"])
    #expect(!FileReading.exists("\(world.postfix.queueDirectory)/postkeep"))
    #expect(try world.files(PurgeWorld.queues).count == 3)
  }
}
