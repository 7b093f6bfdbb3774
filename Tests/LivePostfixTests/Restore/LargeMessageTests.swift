// Messages that do not stay in memory: they come through an archive like all others, piece by piece.

import Bytes
import Glibc
import SystemAccess
import TestSupport
import Testing

@Suite("Live: large messages", .enabled(if: PrivatePostfix.canRun, "needs root and Postfix"))
struct LargeMessageTests {
  private static let id = "4jYR3d3YTQz2NPSf"

  /// Puts a message of some megabytes into a queue.
  private static func put(_ megabytes: Int, into postfix: PrivatePostfix) throws {
    let time = QueueTime(seconds: 1_700_000_000, microseconds: 0)
    let line = ByteString([UInt8](repeating: 0x61, count: 60_000))
    var file = MessageFile(
      arrival: time, createTime: time.seconds, sender: "a@b.example", recipients: [FileRecipient("c@d.example")])
    file.body = Array(repeating: line, count: megabytes * 18)
    let owners = try QueueOwners.installed()
    let path = "\(postfix.queueDirectory)/hold/\(id)"
    try FileWriting.write(QueueFileWriter.write(file).bytes, to: path)
    #expect(chown(path, owners.user, owners.group) == 0 && chmod(path, 0o700) == 0)
  }

  @Test("A large message moves to another host")
  func transfer() throws {
    let world = try TransferWorld()
    try Self.put(20, into: world.old)
    let before = try TransferWorld.messages(world.old)
    #expect(before.count == 5)
    try world.run(world.sendAll)
    try world.run(world.accept)
    try world.run(world.settle)
    #expect(try TransferWorld.messages(world.standby) == before)
  }

  @Test("A large message of a snapshot is restored, and known when it is there already")
  func restore() throws {
    let world = try TransferWorld()
    try Self.put(20, into: world.old)
    let store = "\(world.old.directory.path)/snapshots"
    #expect(mkdir(store, 0o700) == 0)
    let configuration = world.old.configurationDirectory
    try world.run(["snapshot", "create", "-c", configuration, "--to", store])
    let restore = ["restore", "run", "merge", "--apply", "--store", store, "--state", world.standbyState]
    let here = try world.run(restore + ["-c", configuration])
    #expect(try TransferWorld.messages(world.old).count == 5, "\(here.output)")
    try world.run(restore + ["-c", world.standby.configurationDirectory, "--expired", "fresh"])
    #expect(try TransferWorld.messages(world.standby).count == 5)
    let sizes = try [world.old, world.standby].map { postfix in
      try TransferWorld.paths(["hold"], below: postfix.queueDirectory).compactMap {
        FileReading.status(of: "\(postfix.queueDirectory)/\($0)")?.size
      }.max()
    }
    #expect(sizes[0] == sizes[1] && sizes[0] ?? 0 > 20_000_000)
  }

  @Test("A transfer that was begun can be refused as long as no message has come")
  func refusedInTime() throws {
    let world = try TransferWorld()
    try world.run(world.sendAll)
    let id = try world.id()
    try world.run(world.accept)
    // As if it had ended before the first message was announced.
    let path = "\(world.standbyState)/restores/\(id)/journal"
    let journal = String(decoding: try FileReading.contents(of: path), as: UTF8.self)
    let first = try #require(journal.split(separator: "\n").first)
    try FileWriting.write(Array("\(first)\n".utf8), to: path)
    for file in try TransferWorld.paths(TransferWorld.queues, below: world.standby.queueDirectory) {
      #expect(unlink("\(world.standby.queueDirectory)/\(file)") == 0)
    }
    // The commands that are told can be pasted.
    let status = try world.run(["restore", "status", "--state", world.standbyState], status: 1)
    #expect(
      status.output.contains(
        "accept ARCHIVE -c \(world.standby.configurationDirectory) --queue-dir \(world.standby.queueDirectory)"
          + " --state \(world.standbyState)'"), "\(status.output)")
    let old = try BuiltProgram.run(["restore", "transfer", "cancel", id, "--state", world.oldState])
    #expect(old.errors.contains("cancel RECEIPT --state \(world.oldState)"), "\(old.errors)")
    try world.run(world.refuse(id))
    #expect(try world.run(world.accept, status: 64).errors.contains("was refused"))
    try world.run(world.cancel(world.receipt))
    #expect(try TransferWorld.inodes(world.old) == world.files)
  }
}
