// The commands about a store, run as a user runs them.

import Bytes
import Glibc
import JSONText
import SnapshotCatalogue
import SystemAccess
import TestSupport
import Testing

@testable import Recovery

@Suite("Commands: snapshot list and prune")
struct SnapshotCommandTests {
  private static func world() throws -> StoreWorld {
    let world = try StoreWorld()
    try world.write(StoreWorld.chain)
    return world
  }

  private static func prune(_ world: StoreWorld, _ options: String...) throws -> BuiltProgram.Answer {
    try BuiltProgram.run(["snapshot", "prune", "--to", world.path] + options)
  }

  @Test("A list is a table, or one JSON document")
  func list() throws {
    let world = try Self.world()
    let text = try BuiltProgram.run("snapshot", "list", "--to", world.path)
    #expect(text.status == 0)
    let lines = text.output.split(separator: "\n")
    #expect(lines.count == 5)
    #expect(lines.first?.split(separator: " ").first == "ID")
    #expect(lines[3].contains("  proved     mail1-20261102T100000Z  "))
    let json = try JSONReader().read(
      Array(try BuiltProgram.run("snapshot", "list", "--to", world.path, "--format", "json").output.utf8))
    #expect(json["schema"]?.text == "postkeep.snapshot.list/1")
    #expect(json["snapshots"]?.elements?[2]["base"]?.text == StoreWorld.chain[1].id)
    #expect(json["snapshots"]?.elements?[2]["created_ms"]?.integer == StoreWorld.chain[2].time * 1000)
  }

  @Test("An archive that is no good snapshot makes status 2")
  func incomplete() throws {
    let world = try Self.world()
    world.own.remove("snapshots/\(StoreWorld.chain[1].id).tar.zst")
    let answer = try BuiltProgram.run("snapshot", "list", "--to", world.path)
    #expect(answer.status == 2)
    #expect(answer.errors.contains("builds on mail1-20261102T100000Z, which is not in the store"))
    try world.put([1], to: "broken.tar.zst")
    let pruned = try Self.prune(world, "--keep-last", "1", "--apply")
    #expect(pruned.status == 2)
    #expect(pruned.errors.contains("broken.tar.zst"))
    #expect(try world.names().contains("broken.tar.zst"))
  }

  @Test(
    "Without --apply, or with --dry-run, nothing is removed", arguments: [[], ["--dry-run"], ["--apply", "--dry-run"]])
  func dryRun(_ options: [String]) throws {
    let world = try Self.world()
    let before = try world.names()
    let answer = try BuiltProgram.run(
      ["snapshot", "prune", "--to", world.path, "--keep-last", "1"] + options)
    #expect(answer.status == 0)
    #expect(answer.output.contains("remove  mail1-20261101T100000Z"))
    #expect(answer.output.contains("1 snapshot to keep, 3 to remove"))
    #expect(try world.names().filter { $0.hasPrefix("mail1") } == before.filter { $0.hasPrefix("mail1") })
  }

  @Test("-q silences what is carried out, not the plan that is asked for")
  func quiet() throws {
    let world = try Self.world()
    #expect(try Self.prune(world, "--keep-last", "1", "-q").output.contains("1 snapshot to keep, 3 to remove"))
    #expect(try Self.prune(world, "--keep-last", "1", "-q", "--apply").output == "")
  }

  @Test("With --apply they are removed, and the JSON says which")
  func apply() throws {
    let world = try Self.world()
    let answer = try Self.prune(world, "--keep-daily", "1", "--apply", "--format", "json")
    #expect(answer.status == 0)
    let json = try JSONReader().read(Array(answer.output.utf8))
    #expect(json["applied"]?.bool == true)
    // The oldest one stays in any case only while there are fewer days than asked for.
    #expect(json["snapshots"]?.elements?.map { $0["removed"]?.bool } == [true, true, true, false])
    #expect(try world.open().store.records.map(\.id) == [StoreWorld.chain[3].id])
  }

  @Test(
    "Wrong usage ends with 64 and removes nothing",
    arguments: [
      [], ["--keep-daily", "0"], ["--keep-tag", ","], ["--keep-daily", "many"], ["--keep-last=-2"],
      ["--keep-within", "1w"],
    ])
  func usage(_ options: [String]) throws {
    let world = try Self.world()
    let answer = try BuiltProgram.run(["snapshot", "prune", "--to", world.path, "--apply"] + options)
    #expect(answer.status == 64, "\(answer.errors)")
    #expect(try world.open().store.records.count == 4)
  }

  @Test("-1 and unlimited keep all, as with restic")
  func unlimited() throws {
    let world = try Self.world()
    for options in [["--keep-last=-1"], ["--keep-last", "unlimited"]] {
      #expect(try BuiltProgram.run(["snapshot", "prune", "--to", world.path, "--apply"] + options).status == 0)
    }
    #expect(try world.open().store.records.count == 4)
  }

  @Test("While another run holds the lock, prune ends with 75 and a list works")
  func locked() throws {
    let world = try Self.world()
    let holder = try SnapshotStore.writing(world.path)
    #expect(try Self.prune(world, "--keep-last", "1", "--apply").status == 75)
    #expect(try Self.prune(world, "--keep-last", "1").status == 0)
    #expect(try BuiltProgram.run("snapshot", "list", "--to", world.path).status == 0)
    withExtendedLifetime(holder) {}
  }

  @Test(
    "An error advises the option by which the command names its store",
    arguments: [
      ("snapshot list", "--to"), ("snapshot show last", "--to"), ("snapshot verify last", "--to"),
      ("restore plan merge", "--store"), ("restore run merge", "--store"),
    ])
  func advice(command: String, option: String) throws {
    let world = try Self.world()
    world.own.remove("snapshots/\(StoreWorld.chain[1].id).tar.zst")
    let words = command.split(separator: " ").map(String.init)
    let none = try BuiltProgram.run(words + [option, "\(world.path)/none"])
    #expect(none.status == 66 && none.errors.contains("ame another with \(option)"), "\(none.errors)")
    guard words.count > 2 || option == "--store" else { return }
    // One that builds on what is not there.
    try world.own.write("", to: "main.cf")
    let archive = "\(world.path)/\(StoreWorld.chain[2].id).tar.zst"
    let from =
      option == "--store"
      ? words + ["--from", archive, "-c", world.own.path, "--state", "\(world.own.path)/state"]
      : words.dropLast() + [archive]
    let baseless = try BuiltProgram.run(from + [option, world.path])
    // A check reads this one, too, whose sums are invented.
    #expect(baseless.status == (words.contains("verify") ? 1 : 66))
    #expect(baseless.errors.contains("or name the store where it is with \(option)."), "\(baseless.errors)")
  }

  @Test("A restore from the last snapshot means that of its own queue, or of the only one, and never guesses")
  func lastOfQueue() throws {
    let world = try StoreWorld()
    try world.own.write("queue_directory = \(world.own.path)/spool\n", to: "main.cf")
    let plan = [
      "restore", "plan", "merge", "--store", world.path, "-c", world.own.path, "--state", "\(world.own.path)/state",
    ]
    var drafts = [
      StoreWorld.Draft("mail1-20261101T100000Z", 1_793_527_200), .init("mail2-20261102T100000Z", 1_793_613_600),
    ]
    drafts[1].host = "mail2.example.com"
    try world.write(drafts[0])
    let only = try BuiltProgram.run(plan)
    #expect(only.output.contains("From mail1-20261101T100000Z"), "\(only)")
    #expect(only.output.contains("Of the queue /var/spool/postfix on mail1.example.com"), "\(only)")
    try world.write(drafts[1])
    let unclear = try BuiltProgram.run(plan)
    #expect(unclear.status == 64 && unclear.errors.contains("of several queues"), "\(unclear)")
    #expect(unclear.errors.contains("mail2-20261102T100000Z  /var/spool/postfix on mail2.example.com"), "\(unclear)")
    var own = StoreWorld.Draft("mail0-20261001T100000Z", 1_790_848_800)
    (own.host, own.queue) = (Host.name, "\(world.own.path)/spool")
    try world.write(own)
    let found = try BuiltProgram.run(plan)
    #expect(found.output.contains("From mail0-20261001T100000Z"), "\(found)")
  }

  @Test("A link that is called as an archive is told, and followed by whoever names it")
  func links() throws {
    let world = try Self.world()
    rename("\(world.path)/\(StoreWorld.chain[3].id).tar.zst", "\(world.own.path)/elsewhere")
    symlink("\(world.own.path)/elsewhere", "\(world.path)/\(StoreWorld.chain[3].id).tar.zst")
    let list = try BuiltProgram.run("snapshot", "list", "--to", world.path)
    #expect(list.errors.contains("\(StoreWorld.chain[3].id).tar.zst is a link, and is passed over"), "\(list)")
    let shown = try BuiltProgram.run(
      "snapshot", "show", "\(world.path)/\(StoreWorld.chain[3].id).tar.zst", "--to", world.path)
    #expect(shown.status == 0 && shown.output.contains(StoreWorld.chain[3].id), "\(shown)")
  }

  @Test("A store that is not there is an error that says what to do")
  func missing() throws {
    let world = try Self.world()
    let answer = try BuiltProgram.run("snapshot", "list", "--to", "\(world.path)/none")
    #expect(answer.status == 66)
    #expect(answer.errors.contains("postkeep snapshot create"))
  }
}
