// Where nothing can be proved, the snapshot says so and why, and has all of a queue at rest nevertheless.

import Bytes
import Glibc
import JSONText
import Recovery
import SnapshotArchive
import SystemAccess
import TestSupport
import Testing

@Suite(
  "Live: snapshots that prove nothing", .enabled(if: PrivatePostfix.canRun && Interruption.canRun, "needs root, strace")
)
struct SnapshotDoubtTests {
  private static func world() throws -> SnapshotWorld {
    var options = QueueOptions()
    options.weights = [.hold: 1, .deferred: 3, .incoming: 1, .active: 1, .maildrop: 1]
    return try SnapshotWorld(seed: 1, count: 40, options)
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let call: String
    let injection: String
    let reason: String
    var testDescription: String { "\(call):\(injection)" }
  }

  static let cases = [
    Case(call: "inotify_init1", injection: "error=EMFILE", reason: "watch"),
    Case(call: "inotify_add_watch", injection: "error=ENOSPC", reason: "watch"),
    Case(call: "inotify_add_watch", injection: "error=ENOSPC:when=3+4", reason: "watch"),
    Case(call: "fstatfs", injection: "poke_exit=@arg2=6969000000000000", reason: "the queue is on NFS"),
    Case(call: "fstatfs", injection: "poke_exit=@arg2=4655736500000000", reason: "the queue is on FUSE"),
  ]

  @Test("The manifest is best-effort with the reason, the status is 2, and no message is missing", arguments: cases)
  func doubts(_ doubt: Case) throws {
    let world = try Self.world()
    let result = try Subprocess.run(
      "strace",
      [
        "-f", "-o", "/dev/null", "-e", "trace=\(doubt.call)", "-e", "inject=\(doubt.call):\(doubt.injection)",
        BuiltProgram.path,
      ] + world.program("create", "--format", "json"))
    let errors = String(decoding: result.errors, as: UTF8.self)
    #expect(result.status == 2, "\(errors)")
    #expect(errors.contains("something may be missing: ") && errors.contains(doubt.reason), "\(errors)")
    let json = try JSONReader().read(result.output)
    #expect(json["manifest"]?["guarantee"]?.text == "best-effort")
    #expect(json["manifest"]?["reason"]?.text?.contains(doubt.reason) == true, "\(errors)")
    #expect(json["summary"]?["guarantee"]?.text == "best-effort")
    #expect(try SnapshotWorld.messages(try world.chain()) == (try world.present()))
    #expect(try world.verify().problems.isEmpty)
    let list = try BuiltProgram.run("snapshot", "list", "--to", world.storePath)
    #expect(list.output.contains("best-effort"))
  }

  @Test("A file system of this host's own is none of a network")
  func localFileSystem() throws {
    #expect(try Directory("/dev/shm").networkFileSystem() == nil)
    #expect(try Directory("/").networkFileSystem() == nil)
  }

  @Test("A directory that may not be read is named once, the rest is taken, and the status is 2")
  func unreadableDirectory() throws {
    let world = try Self.world()
    let hidden = try #require(world.messages.first { $0.queue == .deferred })
    let folder = hidden.path.split(separator: "/").dropLast().joined(separator: "/")
    // As Postfix's own user, who may look into the queue, but not here.
    chown("\(world.spool)/\(folder)", 0, 0)
    mkdir(world.storePath, 0o700)
    chmod(world.path, 0o755)
    chown(world.storePath, try QueueOwners.installed().user, 0)
    chmod("\(world.path)/etc", 0o755)
    let result = try Subprocess.run(
      "setpriv",
      ["--reuid=postfix", "--regid=postfix", "--clear-groups", BuiltProgram.path]
        + world.program("create", "--format", "json", "--no-with-config"))
    let errors = String(decoding: result.errors, as: UTF8.self)
    #expect(result.status == 2, "\(errors)")
    #expect(errors.contains("\(world.spool)/\(folder)") && errors.contains("permission denied"), "\(errors)")
    #expect(errors.split(separator: "\n").count == 1, "\(errors)")
    let json = try JSONReader().read(result.output)
    #expect(json["manifest"]?["guarantee"]?.text == "best-effort")
    #expect(json["manifest"]?["reason"]?.text?.contains(folder) == true)
    let expected = try world.present().filter { !$0.path.hasPrefix("queue/\(folder)/") }
    #expect(try SnapshotWorld.messages(try world.chain()) == expected)
  }
}
