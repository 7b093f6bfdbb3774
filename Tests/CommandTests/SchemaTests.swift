// What the commands about queues and snapshots write for programs is what docs/schemas say.

import Glibc
import JSONText
import SystemAccess
import TestSupport
import Testing

@Suite("Commands: schemas of queues and snapshots", .enabled(if: SchemaWorld.canRun, "needs root and the user postfix"))
struct SchemaTests {
  private let world: SchemaWorld
  init() throws { world = try SchemaWorld() }

  private func run(_ words: String...) throws -> String { try BuiltProgram.run(words + ["--format", "json"]).output }

  private func check(_ text: String, _ name: String) throws -> JSONValue {
    let json = try JSONReader().read(Array(text.utf8))
    #expect(try JSONSchema(file: "postkeep.\(name)-1.schema.json").problems(of: json) == [], "\(text.prefix(1000))")
    return json
  }

  private func checkLines(_ text: String, _ name: String) throws -> [JSONValue] {
    try text.split(separator: "\n").map { try check(String($0), name) }
  }

  @Test("Lists, messages and checks of a queue with some of everything")
  func queue() throws {
    let lists = try checkLines(run("queue", "list", "-c", world.etc, "--header", "Subject"), "queue.message")
    #expect(lists.count > 40)
    for message in world.messages {
      let shown = try check(run("queue", "show", "-c", world.etc, message.id), "queue.shown")
      #expect(shown["files"]?.elements?.count == 1, "\(message.path)")
    }
    let report = try check(run("queue", "check", "-c", world.etc), "queue.check")
    #expect(report["findings"]?.elements?.isEmpty == false)
    #expect(try check(run("queue", "check", "-c", world.etc, "--fix"), "queue.check")["plan"] != nil)
    let fixed = try check(run("queue", "check", "-c", world.etc, "--fix", "--apply"), "queue.check")
    #expect(fixed["plan"]?.elements?.isEmpty == true || fixed["outcome"] != nil)
  }

  @Test("Plans, purges, policies and the trash")
  func purging() throws {
    let place = ["queue", "purge", "-c", world.etc, "--state", world.state, "--format", "json"]
    func purge(_ words: String...) throws -> String { try BuiltProgram.run(place + words).output }
    let condition = "recipient_count > 1"
    let plan = try check(purge("--where", condition, "--max", "1"), "queue.plan")
    #expect(plan["refusal"]?.text != nil)
    let done = try check(purge("--where", condition, "--max-percent", "100", "--apply"), "queue.purge")
    let id = try #require(done["run"]?.text)
    let runs = try checkLines(run("queue", "trash", "list", "--state", world.state), "queue.run")
    #expect(runs.map { $0["run"]?.text } == [id])
    let trashed = try checkLines(run("queue", "trash", "show", id, "--state", world.state), "queue.trashed")
    #expect(trashed.count > 5 && Int64(trashed.count) == done["removed"]?.integer)

    try world.directory.write(
      """
      version: 1
      policies:
        - name: refused
          where: yes
          action: hold
          max: 0
        - name: some
          where: is_bounce
          action: purge
          max_percent: 100

      """, to: "policies.yaml")
    let policies = "\(world.directory.path)/policies.yaml"
    for words in [[], ["--apply"]] {
      let results = try checkLines(
        try BuiltProgram.run(place + ["--policy", policies] + words).output, "queue.policy")
      #expect(results.map { $0["policy"]?.text } == ["refused", "some"])
      #expect(results.first?["refusal"]?.text != nil)
    }
  }

  @Test("Snapshots: reports, lists, messages, differences, verifications, prunes and state")
  func snapshots() throws {
    let create = ["snapshot", "create", "-c", world.etc, "--to", world.store, "--format", "json"]
    let full = try check(BuiltProgram.run(create).output, "snapshot.report")
    try world.change()
    let next = try check(BuiltProgram.run(create + ["--since", "last", "--tag", "second"]).output, "snapshot.report")
    let ids = [full, next].compactMap { $0["manifest"]?["id"]?.text }
    try #require(ids.count == 2 && next["manifest"]?["base"]?.text == ids[0])

    let list = try check(run("snapshot", "list", "--to", world.store), "snapshot.list")
    #expect(list["snapshots"]?.elements?.compactMap { $0["id"]?.text } == ids)
    let shown = try run("snapshot", "show", ids[1], "--to", world.store).split(separator: "\n").map(String.init)
    _ = try check(try #require(shown.first), "snapshot.show")
    for line in shown.dropFirst() { _ = try check(line, "snapshot.index") }
    #expect(Int64(shown.count - 1) == next["summary"]?["messages"]?.integer)
    let difference = try checkLines(run("snapshot", "diff", ids[0], ids[1], "--to", world.store), "snapshot.difference")
    #expect(Set(difference.compactMap { $0["change"]?.text }) == ["left", "changed"])
    let verified = try check(run("snapshot", "verify", ids[1], "--to", world.store), "snapshot.verify")
    #expect(verified["good"]?.bool == true && verified["chain"]?.elements?.count == 2, "\(verified)")
    for words in [[], ["--apply"]] {
      let prune = ["snapshot", "prune", "--keep-last", "1", "--to", world.store, "--format", "json"] + words
      _ = try check(BuiltProgram.run(prune).output, "snapshot.prune")
    }
    let kept = String(decoding: try FileReading.contents(of: "\(world.store)/verified.json"), as: UTF8.self)
    #expect(try check(kept, "snapshot.verified")["archives"]?.elements?.map { $0["good"]?.bool } == [true, true])
    let state = String(decoding: try FileReading.contents(of: "\(world.store)/state.json"), as: UTF8.self)
    #expect(try check(state, "snapshot.state")["id"]?.text == ids[1])
    let some = try check(BuiltProgram.run(create + ["--where", "queue == hold"]).output, "snapshot.report")
    #expect(try FileReading.contents(of: "\(world.store)/state.json") == Array(state.utf8))
    let selected = String(decoding: try FileReading.contents(of: "\(world.store)/state-selected.json"), as: UTF8.self)
    let told = try check(selected, "snapshot.state")
    #expect(told["id"]?.text == some["manifest"]?["id"]?.text && told["selection"]?.text?.isEmpty == false)

    var kinds: Set<String> = []
    for id in ids {
      _ = try check(world.file("manifest.json", of: id), "snapshot")
      for line in try checkLines(world.file("index.jsonl", of: id), "snapshot.index") {
        kinds.formUnion(line.members?.map(\.name) ?? [])
      }
    }
    #expect(kinds.isSuperset(of: ["path", "gone", "summary", "stored_in", "logs", "done", "mode", "damaged"]))
  }

  @Test("Restores: plans, reports and states")
  func restores() throws {
    _ = try BuiltProgram.run("snapshot", "create", "-c", world.etc, "--to", world.store)
    let place = ["-c", world.etc, "--store", world.store, "--state", world.state]
    let planning = try BuiltProgram.run(["restore", "plan", "merge", "--format", "json"] + place)
    #expect(planning.errors == "")
    let plan = planning.output
      .split(separator: "\n").map(String.init)
    for line in plan.dropLast() { _ = try check(line, "restore.message") }
    let sums = try check(try #require(plan.last), "restore.plan")
    #expect(sums["skipped"]?["present"]?.integer ?? 0 > 20, "the queue has all of them")
    // What was delivered since comes back.
    for message in world.messages where message.queue == .deferred { unlink("\(world.spool)/\(message.path)") }
    let report = try check(
      BuiltProgram.run(["restore", "run", "merge", "--apply", "--format", "json"] + place).output, "restore.report")
    #expect(report["messages"]?.elements?.isEmpty == false, "\(report)")
    let id = try #require(report["run"]?.text)
    let states = try checkLines(run("restore", "status", id, "--state", world.state), "restore.status")
    #expect(states.count == 1 && states[0]["finished"]?.bool == true)
  }

  @Test("Plans of procedures that concern files")
  func filePlans() throws {
    _ = try BuiltProgram.run("snapshot", "create", "-c", world.etc, "--to", world.store)
    let place = ["-c", world.etc, "--store", world.store, "--state", world.state, "--format", "json"]
    try world.directory.write("compatibility_level = 3.6\nqueue_directory = \(world.spool)\n", to: "etc/main.cf")
    let files = try check(
      BuiltProgram.run(["restore", "plan", "configuration"] + place).output, "restore.files")
    #expect(files["changes"]?.elements?.count == 1 && files["same"]?.integer ?? 0 > 0, "\(files)")
    let repair = try check(BuiltProgram.run(["restore", "plan", "repair"] + place).output, "queue.repair")
    #expect(repair["changes"]?.elements?.isEmpty == false, "\(repair)")
  }
}

/// A queue with some of everything, its configuration, a trash and a store of snapshots.
private struct SchemaWorld {
  /// The files have to belong to the user postfix.
  static let canRun = geteuid() == 0 && (try? QueueOwners.installed()) != nil

  let directory: PrivateDirectory
  let messages: [GeneratedMessage]
  var etc: String { "\(directory.path)/etc" }
  var spool: String { "\(directory.path)/spool" }
  var state: String { "\(directory.path)/state" }
  var store: String { "\(directory.path)/store" }

  init() throws {
    directory = try PrivateDirectory()
    let options = QueueOptions.everything
    mkdir("\(directory.path)/etc", 0o755)
    let settings = [
      "compatibility_level = 3.6", "queue_directory = \(directory.path)/spool", "mail_owner = postfix",
      "setgid_group = postdrop",
    ]
    try directory.write((settings + options.mainSettings).joined(separator: "\n") + "\n", to: "etc/main.cf")
    try directory.write("smtp unix - - n - - smtp\n", to: "etc/master.cf")
    messages = try QueueGenerator(seed: 5, options: options).fill("\(directory.path)/spool", count: 70)
    // A mark of postsuper -e, an unfinished file and a damaged one.
    let deferred = messages.filter { $0.queue == .deferred }
    chmod("\(spool)/\(deferred[0].path)", 0o710)
    truncate("\(spool)/\(deferred[1].path)", off_t(deferred[1].fileSize - 20))
  }

  /// One message leaves, one goes on hold, and one is tried again.
  func change() throws {
    let deferred = messages.filter { $0.queue == .deferred }
    unlink("\(spool)/\(deferred[2].path)")
    rename("\(spool)/\(deferred[3].path)", "\(spool)/hold/\(deferred[3].id)")
    utimes("\(spool)/\(deferred[4].path)", nil)
  }

  /// A file of a snapshot, as tar(1) extracts it.
  func file(_ name: String, of id: String) throws -> String {
    let result = try Subprocess.run("tar", ["--zstd", "-xOf", "\(store)/\(id).tar.zst", name])
    return String(decoding: result.output, as: UTF8.self)
  }
}
