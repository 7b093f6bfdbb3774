// Snapshots of queues in which something is not as Postfix makes it: what cannot be read is said, and nothing is taken for
// proved that is not.

import Bytes
import Glibc
import Recovery
import SnapshotArchive
import SnapshotCatalogue
import SystemAccess
import TestSupport
import Testing

@Suite("Snapshots of strange queues", .enabled(if: PrivatePostfix.canRun, "needs root and Postfix"))
struct StrangeSnapshotTests {
  /// With logs, in hash directories.
  private static func world() throws -> SnapshotWorld { try SnapshotWorld(seed: 41, count: 60, .everything) }

  /// A log that belongs to a message of the queue.
  private static func log(_ world: SnapshotWorld) throws -> String {
    let ids = Set(
      try world.files(in: ["deferred", "hold", "incoming", "active"]).map { $0.split(separator: "/").last })
    return try #require(try world.files(in: ["defer", "bounce"]).first { ids.contains($0.split(separator: "/").last) })
  }

  /// Moves something of the queue out of it, and leaves a link there.
  private static func replaceByLink(_ path: String, _ world: SnapshotWorld) {
    let away = "\(world.path)/away"
    rename("\(world.spool)/\(path)", away)
    symlink(away, "\(world.spool)/\(path)")
  }

  private static func expectDoubt(_ world: SnapshotWorld, _ path: String, _ why: String) throws {
    let result = try BuiltProgram.run(world.program("create", "--no-with-config"))
    #expect(result.status == 2 && result.output.contains("best-effort"), "\(path): \(result)")
    #expect(result.errors.contains("\(world.spool)/\(path)") && result.errors.contains(why), "\(path): \(result)")
    #expect(result.errors.split(separator: "\n").count == 1, "\(path): \(result)")
    // What is there is good all the same.
    #expect(try world.verify().problems.isEmpty)
    let prune = try BuiltProgram.run(world.program("prune", "--keep-last", "1"))
    #expect(!prune.output.contains("last complete"), "\(prune)")
  }

  @Test("Through a link in the place of a hash directory Postfix goes; the snapshot says that it does not")
  func hashLink() throws {
    let world = try Self.world()
    let first = try #require(try world.files(in: ["deferred"]).first { $0.split(separator: "/").count > 2 })
    let folder = first.split(separator: "/").prefix(2).joined(separator: "/")
    Self.replaceByLink(folder, world)
    try Self.expectDoubt(world, folder, "it is a link")
    let list = try BuiltProgram.run("queue", "list", "-c", world.postfix.configurationDirectory)
    #expect(list.status == 2 && list.errors.contains("\(folder): it is a link"), "\(list.errors)")
  }

  @Test("Logs that are behind a link are said to be missing, once for all messages")
  func logsLink() throws {
    let world = try Self.world()
    Self.replaceByLink("defer", world)
    try Self.expectDoubt(world, "defer", "it is a link")
  }

  @Test("A log that is a link or a FIFO is said to be missing", arguments: ["link", "FIFO"])
  func oddLog(_ kind: String) throws {
    let world = try Self.world()
    let log = try Self.log(world)
    if kind == "link" {
      Self.replaceByLink(log, world)
    } else {
      try FileWriting.remove("\(world.spool)/\(log)")
      mkfifo("\(world.spool)/\(log)", 0o600)
    }
    try Self.expectDoubt(world, log, kind == "link" ? "symbolic link" : "no regular file")
  }

  @Test("A quiesced snapshot from which something is missing is best-effort, too")
  func quiesced() throws {
    let world = try Self.world()
    let log = try Self.log(world)
    Self.replaceByLink(log, world)
    let result = try BuiltProgram.run(world.program("create", "--no-with-config", "--quiesce"))
    #expect(result.status == 2 && result.output.contains("best-effort"), "\(result)")
  }

  @Test("Two messages with one id are exported beside each other")
  func twins() throws {
    let world = try SnapshotWorld(seed: 42, count: 12, QueueOptions())
    let message = try #require(try world.files(in: ["deferred"]).first)
    let id = try #require(message.split(separator: "/").last.map(String.init))
    let content = try FileReading.contents(of: "\(world.spool)/\(message)")
    try FileWriting.write(content, to: "\(world.spool)/hold/\(id)")
    chmod("\(world.spool)/hold/\(id)", 0o700)
    try world.create()
    mkdir("\(world.path)/mails", 0o700)
    let exported = try BuiltProgram.run(world.program("export", "last", "--eml", "\(world.path)/mails"))
    #expect(exported.status == 0, "\(exported)")
    let names = try FileReading.names(inDirectory: "\(world.path)/mails")
    #expect(names.count == 13 && names.contains("\(id).eml") && names.contains("\(id)-2.eml"), "\(names)")
  }

  @Test("An archive that lies elsewhere may be called as anybody likes")
  func anyName() throws {
    let world = try SnapshotWorld(seed: 43, count: 12, QueueOptions())
    let id = try world.create().manifest.id
    for name in ["mail.tar.zst.bak", "copy.zst", "copy"] {
      try FileWriting.write(try FileReading.contents(of: world.archive(id)), to: "\(world.path)/out/\(name)")
      let verified = try BuiltProgram.run(world.program("verify", "\(world.path)/out/\(name)"))
      #expect(verified.status == 0 && verified.output.contains("good"), "\(name): \(verified)")
    }
  }

  @Test("Nothing builds on a snapshot of some messages")
  func selection() throws {
    let world = try SnapshotWorld(seed: 44, count: 12, QueueOptions())
    #expect(try BuiltProgram.run(world.program("create", "--where", "size > 0")).status == 0)
    let id = try #require(try FileReading.names(inDirectory: world.storePath).first { $0.hasSuffix(".tar.zst") })
    let created = try BuiltProgram.run(world.program("create", "--since", String(id.dropLast(8))))
    #expect(created.status == 64 && created.errors.contains("only some of the messages"), "\(created)")
  }

  @Test("Tags are words with commas between them, and what is none is refused")
  func tags() throws {
    let world = try SnapshotWorld(seed: 45, count: 4, QueueOptions())
    #expect(try BuiltProgram.run(world.program("create", "--tag", "before,upgrade", "--tag", "weekly")).status == 0)
    #expect(try SnapshotStore.reading(world.storePath).records[0].tags == ["before", "upgrade", "weekly"])
    for tag in ["", "a,,b", "a\nb"] {
      #expect(try BuiltProgram.run(world.program("create", "--tag", tag)).status == 64, "'\(tag)'")
    }
    let plan = try BuiltProgram.run(world.program("prune", "--keep-tag", "upgrade,weekly"))
    #expect(plan.output.contains("tag upgrade,weekly"), "\(plan)")
  }

  @Test("A path that is not UTF-8 leads nowhere else")
  func notText() throws {
    let world = try SnapshotWorld(seed: 46, count: 4, QueueOptions())
    let result = try Subprocess.run(
      "sh",
      [
        "-c", #"exec "$1" snapshot create -c "$2/etc" --to "$2/$(printf 'st\303re')""#, "sh", BuiltProgram.path,
        world.path,
      ])
    #expect(result.status == 64, "\(ByteString(result.errors))")
    #expect(try FileReading.names(inDirectory: world.path).allSatisfy { !$0.hasPrefix("st") })
  }
}
