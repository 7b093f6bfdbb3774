// What a transfer must not double, and what it must not leave behind without a word.

import Bytes
import Glibc
import JSONText
import SystemAccess
import TestSupport
import Testing

@Suite("Live: transfers, once and with all", .enabled(if: PrivatePostfix.canRun, "needs root and Postfix"))
struct TransferredOnceTests {
  private static func acceptAtOldHost(_ world: TransferWorld, state: String) -> [String] {
    ["restore", "transfer", "accept", world.archive, "-c", world.old.configurationDirectory, "--state", state]
  }

  @Test("The old host does not accept its own transfer, neither while it waits nor when it is settled")
  func ownTransfer() throws {
    let world = try TransferWorld()
    try world.run(world.sendAll)
    let id = try world.id()
    let early = try world.run(Self.acceptAtOldHost(world, state: world.oldState), status: 64)
    #expect(early.errors.contains("wait beside it") && early.errors.contains("--refuse \(id)"), "\(early)")
    let other = try world.run(
      Self.acceptAtOldHost(world, state: "\(world.old.directory.path)/other"), status: 64)
    #expect(other.errors.contains("postkeep/\(id).transfer"), "\(other)")
    #expect(try TransferWorld.messages(world.old).isEmpty)

    try world.run(world.accept)
    let settled = try world.run(world.settle)
    #expect(settled.output.contains("but any other one would"), "\(settled)")
    let late = try world.run(Self.acceptAtOldHost(world, state: world.oldState), status: 64)
    #expect(late.errors.contains("its messages are on \(Host.name)"), "\(late)")
    try world.expectMoved("after the old host was asked")
  }

  @Test("The old host does not accept a transfer that it has cancelled: its messages are back")
  func cancelledTransfer() throws {
    let world = try TransferWorld()
    try world.run(world.sendAll)
    try world.run(world.refuse(world.id()))
    try world.run(world.cancel(world.receipt))
    let answer = try world.run(Self.acceptAtOldHost(world, state: world.oldState), status: 64)
    #expect(answer.errors.contains("are back in it"), "\(answer)")
    try world.expectBack("after the old host was asked")
  }

  /// The standby has got the old host's mail by a snapshot.
  private static func restored(_ world: TransferWorld) throws {
    let snapshot = "\(world.old.directory.path)/snapshot.tar.zst"
    try world.run(["snapshot", "create", "-o", snapshot, "-c", world.old.configurationDirectory])
    try world.run([
      "restore", "run", "merge", "--from", snapshot, "-c", world.standby.configurationDirectory, "--state",
      world.standbyState, "--apply",
    ])
  }

  @Test("What the standby has from a snapshot is left out of a transfer, counted, and settled")
  func presentAtStandby() throws {
    let world = try TransferWorld(count: 8)
    try Self.restored(world)
    let there = try TransferWorld.messages(world.standby)
    #expect(!there.isEmpty)
    try world.run(world.sendAll)
    let accepted = try world.run(world.accept)
    #expect(accepted.errors.contains("\(there.count) messages were in the queue already"), "\(accepted)")
    #expect(try TransferWorld.messages(world.standby).map(\.digest) == world.before.map(\.digest))
    try world.run(world.settle)
    #expect(try world.aside().isEmpty)
  }

  @Test("What an earlier restore has put into the standby's queue, and is gone, waits for a person")
  func goneAtStandby() throws {
    let world = try TransferWorld(count: 8)
    try Self.restored(world)
    let count = try TransferWorld.messages(world.standby).count
    _ = try world.standby.run("postsuper", ["-d", "ALL"])
    try world.run(world.sendAll)
    let accepted = try world.run(world.accepting(world.archive, "--into", "deferred"))
    #expect(accepted.errors.contains("\(count) messages wait: an earlier restore put them here"), "\(accepted)")
    #expect(try TransferWorld.messages(world.standby).count == 8)
    let release = try world.run(["restore", "release", world.id(), "--state", world.standbyState])
    #expect(release.output.contains("\(count) wait (--also unknown)"), "\(release)")
  }

  @Test("What Postfix does not take for a message stays, and the plan and the run say so")
  func strangersStay() throws {
    let world = try TransferWorld(count: 12)
    let spool = world.old.queueDirectory
    let paths = world.files.keys.filter { $0.hasPrefix("deferred/") }.sorted()
    try #require(paths.count > 2)
    chmod("\(spool)/\(paths[0])", 0o600)
    rename("\(spool)/\(paths[1])", "\(spool)/\(paths[1]).sav")
    rename("\(spool)/\(paths[2])", "\(spool)/\(paths[2])#FIX")
    try shell("cp -p \(spool)/\(paths[0]) \(spool)/corrupt/")
    let plan = try world.run(world.sendAll.filter { $0 != "--apply" }, status: 2)
    let sent = try world.run(world.sendAll + ["-q"], status: 2)
    for errors in [plan.errors, sent.errors] {
      #expect(errors.contains("not in the transfer: 1 file in deferred that Postfix takes for incomplete"), "\(errors)")
      #expect(errors.contains("not in the transfer: 2 files in deferred whose names are no queue ids"), "\(errors)")
      #expect(errors.contains("not in the transfer: 1 file in corrupt;"), "\(errors)")
    }
    #expect(try world.aside().count == 9)
    try world.run(world.accept)
  }

  @Test("A message with two names in the queue stays; one that has its other name elsewhere goes")
  func twoNames() throws {
    let world = try TransferWorld(count: 12)
    let spool = world.old.queueDirectory
    let paths = world.files.keys.filter { $0.hasPrefix("deferred/") }.sorted()
    try #require(paths.count > 1)
    try shell("ln \(spool)/\(paths[0]) \(spool)/hold/00000ABC; ln \(spool)/\(paths[1]) \(spool)/../copy")
    let plan = try world.run(world.sendAll.filter { $0 != "--apply" })
    #expect(plan.output.contains("would stay: it would be live here under its other name"), "\(plan)")
    let sent = try world.run(world.sendAll, status: 3)
    #expect(sent.output.contains("hold/00000ABC") && sent.output.contains("remove all but one of "), "\(sent)")
    #expect(FileReading.exists("\(spool)/\(paths[0])") && FileReading.exists("\(spool)/hold/00000ABC"))
    #expect(!FileReading.exists("\(spool)/\(paths[1])"))
    #expect(try world.aside().count == 11)
  }

  @Test("The JSON of a plan says what the snapshot claims")
  func planGuarantee() throws {
    let world = try TransferWorld()
    let snapshot = "\(world.old.directory.path)/snapshot.tar.zst"
    try world.run(["snapshot", "create", "-o", snapshot, "-c", world.old.configurationDirectory])
    let plan = try world.run([
      "restore", "plan", "merge", "--from", snapshot, "-c", world.standby.configurationDirectory, "--state",
      world.standbyState, "--format", "json",
    ])
    let json = try JSONReader().read(Array((plan.output.split(separator: "\n").last ?? "").utf8))
    #expect(json["guarantee"]?.text == "proved", "\(plan)")
    #expect(try JSONSchema(file: "postkeep.restore.plan-1.schema.json").problems(of: json) == [])
  }
}
