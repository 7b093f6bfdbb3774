// Chains in which something broke: what cannot be restored counts for nothing, and the next snapshot is a whole one.

import Bytes
import Glibc
import Recovery
import SnapshotArchive
import SystemAccess
import TestSupport
import Testing

@Suite("Snapshots of broken chains", .enabled(if: PrivatePostfix.canRun, "needs root and Postfix"))
struct BrokenChainTests {
  /// A full snapshot and four that build on each other, the oldest first.
  private static func chain() throws -> (SnapshotWorld, ids: [String]) {
    let world = try SnapshotWorld(seed: 37, count: 30, QueueOptions())
    var ids = [try world.create().manifest.id]
    for _ in 0..<4 {
      let gone = try world.files(in: ["hold", "deferred", "incoming"])[0]
      try FileWriting.remove("\(world.spool)/\(gone)")
      ids.append(try world.create(since: "last").manifest.id)
    }
    return (world, ids)
  }

  /// Damages a byte and keeps the time, so that the catalogue notices nothing.
  private static func flip(_ path: String, at place: (Int) -> Int) throws {
    let status = SnapshotWorld.status(path)
    var bytes = try FileReading.contents(of: path)
    bytes[place(bytes.count)] ^= 4
    try FileWriting.write(bytes, to: path)
    SnapshotWorld.setTime(of: path, as: status)
  }

  @Test("An archive in the middle is gone: prune keeps the full one, and 'last' means it")
  func missing() throws {
    let (world, ids) = try Self.chain()
    try FileWriting.remove(world.archive(ids[2]))
    let prune = try BuiltProgram.run(world.program("prune", "--keep-last", "1", "--apply"))
    #expect(prune.status == 2 && prune.errors.contains("builds on \(ids[2])"), "\(prune)")
    #expect(FileReading.exists(world.archive(ids[0])) && FileReading.exists(world.archive(ids[1])))
    let list = try BuiltProgram.run(world.program("list"))
    #expect(list.output.split(separator: "\n").filter { $0.contains("BROKEN") }.count == 2, "\(list)")
    let verify = try BuiltProgram.run(world.program("verify"))
    #expect(verify.status == 1 && verify.output.contains("\(ids[1]): good"), "\(verify)")
    #expect(verify.errors.contains("\(ids[4]) is passed over: it builds on \(ids[2])"), "\(verify)")
  }

  @Test("The next snapshot since the last one is a full one, and says why", arguments: ["gone", "damaged", "cut off"])
  func next(_ fault: String) throws {
    let (world, ids) = try Self.chain()
    switch fault {
    case "gone": try FileWriting.remove(world.archive(ids[1]))
    case "damaged":
      try Self.flip(world.archive(ids[1])) { $0 / 3 }
      #expect(try BuiltProgram.run(world.program("verify", ids[4])).status == 1)
      let list = try BuiltProgram.run(world.program("list"))
      // The archive itself is marked, and not only those that build on it.
      #expect(list.errors.contains("\(ids[1]).tar.zst: it was found damaged"), "\(list)")
      #expect(list.errors.contains("\(ids[3]).tar.zst: it builds on \(ids[1])"), "\(list)")
    default:
      let bytes = try FileReading.contents(of: world.archive(ids[1]))
      try FileWriting.write(Array(bytes.prefix(bytes.count / 2)), to: world.archive(ids[1]))
    }
    let report = try world.create(since: "last")
    #expect(report.manifest.base == nil)
    #expect(report.remarks.count == 1 && report.remarks[0].hasPrefix("a full snapshot was taken"), "\(report.remarks)")
    #expect(try SnapshotWorld.messages(try world.chain()) == (try world.present()))
    #expect(throws: RecoveryFailure.self) { try world.create(since: ids[4]) }
    // And the one after it builds on the full one.
    let after = try world.create(since: "last")
    #expect(after.manifest.base == report.manifest.id && after.remarks.isEmpty)
  }

  @Test("An index that cannot be read is noticed when it is read, and a full snapshot is taken after all")
  func unreadIndex() throws {
    let world = try SnapshotWorld(seed: 38, count: 30, QueueOptions())
    let id = try world.create().manifest.id
    try Self.flip(world.archive(id)) { $0 - 60 }
    let report = try world.create(since: "last")
    #expect(report.manifest.base == nil && report.remarks.count == 1, "\(report.remarks)")
    #expect(try world.verify().problems.isEmpty)
  }

  @Test("When the damaged base is put right, what builds on it is whole again")
  func mended() throws {
    let (world, ids) = try Self.chain()
    let good = try FileReading.contents(of: world.archive(ids[2]))
    try Self.flip(world.archive(ids[2])) { $0 / 3 }
    #expect(try BuiltProgram.run(world.program("verify", ids[4])).status == 1)
    #expect(try BuiltProgram.run(world.program("list")).status == 2)
    try FileWriting.write(good, to: world.archive(ids[2]))
    #expect(try BuiltProgram.run(world.program("verify", ids[2])).status == 0)
    let list = try BuiltProgram.run(world.program("list"))
    #expect(list.status == 0, "\(list)")
  }

  @Test("Damage is told and remembered though what it builds on is not there")
  func damagedAndBaseless() throws {
    let (world, ids) = try Self.chain()
    let archive = world.archive(ids[1])
    // The note behind the index, which only a check looks at.
    try Self.flip(archive) { $0 - 8 }
    try FileWriting.remove(world.archive(ids[0]))
    let verify = try BuiltProgram.run(world.program("verify", ids[1]))
    #expect(verify.status == 1 && verify.errors.contains("builds on \(ids[0])"), "\(verify)")
    let list = try BuiltProgram.run(world.program("list"))
    #expect(list.errors.contains("\(ids[1]).tar.zst: it was found damaged"), "\(list)")
  }

  @Test("Nothing builds on a snapshot of another host or of another place")
  func elsewhere() throws {
    let world = try SnapshotWorld(seed: 47, count: 10, QueueOptions())
    let id = try world.create().manifest.id
    let otherHost = try BuiltProgram.run(world.program("create", "--since", id))
    #expect(otherHost.status == 64 && otherHost.errors.contains("on mail.test.invalid, not of"), "\(otherHost)")
    try FileWriting.write(try FileReading.contents(of: world.archive(id)), to: "\(world.path)/out/\(id).tar.zst")
    #expect {
      try world.create(since: "\(world.path)/out/\(id).tar.zst")
    } throws: { "\($0)".contains("it is not in the store") }
    // By the path of the store's own archive it does.
    #expect(try world.create(since: world.archive(id)).manifest.base == id)
  }

  @Test("A copy is judged by its own bytes, whatever is found out about the other file with its id")
  func copies() throws {
    let world = try SnapshotWorld(seed: 40, count: 30, QueueOptions())
    let id = try world.create().manifest.id
    let copy = world.archive("copy")
    #expect(try Subprocess.run("cp", ["-p", world.archive(id), copy]).status == 0)
    try Self.flip(world.archive(id)) { $0 / 3 }
    #expect(try BuiltProgram.run(world.program("verify", copy)).status == 0)
    #expect(try BuiltProgram.run(world.program("verify", world.archive(id))).status == 1)
    let prune = try BuiltProgram.run(world.program("prune", "--keep-last", "1", "--apply"))
    #expect(prune.status == 2 && FileReading.exists(copy), "\(prune)")
    let verify = try BuiltProgram.run(world.program("verify"))
    #expect(verify.status == 0, "\(verify)")
  }

  @Test("What a snapshot could not read is read by the next one, though nothing has changed", arguments: [false, true])
  func unreadLogs(_ isStillUnread: Bool) throws {
    let world = try SnapshotWorld(seed: 41, count: 60, .everything)
    let away = "\(world.path)/away"
    rename("\(world.spool)/defer", away)
    symlink(away, "\(world.spool)/defer")
    #expect(try world.create().summary.guarantee == .bestEffort)
    if !isStillUnread {
      try FileWriting.remove("\(world.spool)/defer")
      rename(away, "\(world.spool)/defer")
    }
    let report = try world.create(since: "last")
    #expect(report.manifest.base != nil && report.summary.guarantee == (isStillUnread ? .bestEffort : .proved))
    // What is as it was is not stored again.
    #expect(report.summary.stored == (isStillUnread ? 0 : try world.files(in: ["defer"]).count))
    if !isStillUnread { #expect(try SnapshotWorld.messages(try world.chain()) == (try world.present())) }
    #expect(try world.verify().problems.isEmpty)
  }

  @Test("Half of a large message that the disk does not give is told, and the next snapshot reads it again")
  func badSector() throws {
    let world = try SnapshotWorld(seed: 42, count: 10, QueueOptions())
    let message = try #require(try world.files(in: ["deferred"]).first)
    let path = "\(world.spool)/\(message)"
    let large = try FileReading.contents(of: path) + [UInt8](repeating: 0, count: 3 << 20)
    try FileWriting.write(large, to: path)
    chmod(path, 0o700)
    let broken = try Subprocess.run(
      "strace",
      ["-f", "-o", "/dev/null", "-P", path, "-e", "trace=pread64", "-e", "inject=pread64:error=EIO:when=2+"]
        + [BuiltProgram.path] + world.program("create", "--no-with-config"))
    #expect(broken.status == 2 && ByteString(broken.errors).description.contains("bytes can be read"), "\(broken)")
    let after = try BuiltProgram.run(world.program("create", "--no-with-config", "--since", "last"))
    #expect(after.status == 0 && after.output.contains("proved"), "\(after)")
    let (kept, own) = (try SnapshotWorld.messages(try world.chain()), try world.present())
    #expect(kept == own)
  }

  @Test("A snapshot of a clock that was wrong once is not the last one for ever")
  func future() throws {
    let world = try SnapshotWorld(seed: 39, count: 10, QueueOptions())
    let ahead = try world.create(at: LocalTime.milliseconds + 400 * 86_400_000).manifest.id
    let now = try world.create().manifest.id
    let verify = try BuiltProgram.run(world.program("verify"))
    #expect(verify.status == 0 && verify.output.contains(now), "\(verify)")
    #expect(verify.errors.contains("\(ahead) is passed over: it is dated in the future"), "\(verify)")
  }
}
