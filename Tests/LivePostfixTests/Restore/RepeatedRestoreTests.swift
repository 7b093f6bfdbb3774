// Nothing comes twice, whatever has become of earlier restores and of what they have written.

import Bytes
import Glibc
import JSONText
import SystemAccess
import TestSupport
import Testing

@Suite(
  "Live: restores after restores",
  .enabled(if: PrivatePostfix.canRun && Interruption.canRun, "needs root, Postfix, strace"))
struct RepeatedRestoreTests {
  private let world: RestoreWorld
  private let expected: [String]

  private static var options: QueueOptions {
    var options = QueueOptions()
    options.bodyLines = 1...2
    options.ages = 0...3600
    return options
  }

  init() throws {
    let source = try SnapshotWorld(seed: 31, count: 6, Self.options)
    try source.create()
    expected = try RestoreWorld.contents(source.spool)
    world = try RestoreWorld(source, into: Self.options)
  }

  private func resume(_ run: String) throws -> BuiltProgram.Answer {
    try BuiltProgram.run(["restore", "resume", run, "--state", world.state])
  }

  /// A run that ends before it has placed anything.
  private func failedRun() throws -> String {
    let hold = "\(world.spool)/hold"
    let owner = SnapshotWorld.status(hold).st_uid
    #expect(chown(hold, 0, 0) == 0)
    #expect(try world.run().status == 66)
    #expect(chown(hold, owner, 0) == 0)
    return try #require(world.runs.last)
  }

  /// A run that is killed while messages are on their way.
  private func killedRun() throws -> String {
    let command = world.command("run", "merge", "--apply")
    let model = try RestoreWorld(world.source, into: Self.options)
    let points = try Interruption.all(
      .kill, of: model.command("run", "merge", "--apply"), touching: model.target.directory.path,
      log: "\(model.target.directory.path)/trace")
    let point = try #require(points.filter { $0.call == "renameat2" }.dropFirst(2).first)
    #expect(try point.run(command).status != 0)
    return try #require(world.runs.last)
  }

  @Test("A run that had failed does not place again what another run has placed since", arguments: [false, true])
  func staleRun(_ isDelivered: Bool) throws {
    let run = try failedRun()
    #expect(try world.run().output.contains("placed 6 messages"))
    #expect(try world.contents() == expected)
    if isDelivered { for path in try RestoreWorld.files(world.spool, ["hold"]) { unlink(path) } }
    let answer = try resume(run)
    #expect(answer.output.contains("placed 0 messages; 6 had come into the queue since"), "\(answer)")
    #expect(try world.contents() == (isDelivered ? [] : expected))
  }

  @Test("A step of the site that failed is not forgotten by whoever goes on")
  func siteStep() throws {
    let flag = "\(world.target.directory.path)/ready"
    let step = """
      procedure: merge
      before: place-messages
      step:
        name: fence-old
        title: The old machine is off
        why: It must not send any more.
        by_hand: Switch it off.
        run: [/bin/test, -e, \(flag)]

      """
    mkdir("\(world.target.directory.path)/own", 0o755)
    try world.target.directory.write(step, to: "own/10.yaml")
    #expect(try world.run("--procedures", "\(world.target.directory.path)/own").status != 0)
    let run = try #require(world.runs.last)
    let again = try resume(run)
    #expect(again.status != 0 && !again.output.contains("placed"), "\(again)")
    try world.target.directory.write("", to: "ready")
    #expect(try resume(run).output.contains("placed 6 messages"))
  }

  @Test("Postfix is not started on a queue in which it would die")
  func foreignOwner() throws {
    let file = "\(world.spool)/incoming/ABCDEF12345"
    try world.target.directory.write("x", to: "spool/incoming/ABCDEF12345")
    #expect(chmod(file, 0o700) == 0 && chown(file, 0, 0) == 0)
    let answer = try BuiltProgram.run(world.command("run", "same-host", "--apply"))
    #expect(answer.status == 66 && answer.errors.contains("1 file in the queue does not belong to"), "\(answer)")
    #expect(!answer.output.contains("Start Postfix: done"))
    let run = try #require(world.runs.last)
    // No repair changes a file that has another name elsewhere, and Postfix dies of it all the same.
    #expect(link(file, "\(world.target.directory.path)/copy") == 0)
    let linked = try resume(run)
    #expect(linked.status == 66 && linked.errors.contains("Some have another name elsewhere"), "\(linked)")
    unlink(file)
    defer { _ = try? world.target.stop() }
    #expect(try resume(run).output.contains("messages are where they belong"))
    let status = try BuiltProgram.run(["restore", "status", run, "--state", world.state])
    let steps = status.output.split(separator: "\n").filter { $0.hasSuffix(" is done") }.map {
      $0.split(separator: " ")[0]
    }
    #expect(
      steps.first == "verify-snapshot" && steps.suffix(2) == ["check-queue", "start-postfix"],
      "in their order: \(steps)")
  }

  @Test("Which run was later is not asked of the clock")
  func clockSetBack() throws {
    let run = try failedRun()
    let info = "\(world.state)/restores/\(run)/run.json"
    let json = try JSONReader().read(FileReading.contents(of: info))
    let started = try #require(json["started"]?.integer)
    let text = String(decoding: try FileReading.contents(of: info), as: UTF8.self)
    try FileWriting.write(Array(text.replacing("\(started)", with: "\(started + 1500)").utf8), to: info)
    #expect(try world.run().output.contains("placed 6 messages"))
    for path in try RestoreWorld.files(world.spool, ["hold"]) { unlink(path) }
    #expect(try resume(run).output.contains("placed 0 messages; 6 had come into the queue since"))
  }

  @Test("What lies in corrupt is not in the queue: nobody delivers it")
  func corrupt() throws {
    #expect(try world.run().output.contains("placed 6 messages"))
    let path = try #require(RestoreWorld.files(world.spool, ["hold"]).first)
    let name = String(path.split(separator: "/").last ?? "")
    #expect(rename(path, "\(world.spool)/corrupt/\(name)") == 0)
    let plan = try BuiltProgram.run(world.command("plan", "merge"))
    #expect(plan.output.contains("5  left out: they are in the queue"), "\(plan)")
    #expect(plan.output.contains("1  of these wait: nobody can tell"), "\(plan)")
  }

  @Test("What a purge has removed stays in its trash, and comes twice neither by a restore nor by an undo")
  func purged() throws {
    let source = world.source
    let place = ["-c", source.postfix.configurationDirectory, "--state", world.state]
    let purge = try BuiltProgram.run(["queue", "purge", "--where", "yes", "--max-percent", "100", "--apply"] + place)
    let run = try #require(try FileReading.names(inDirectory: "\(world.state)/runs").first { $0 != "lock" })
    #expect(purge.output.contains("removed 6 messages"), "\(purge)")
    func plan() throws -> String {
      try BuiltProgram.run(["restore", "plan", "merge", "--store", source.storePath] + place).output
    }
    #expect(try plan().contains("6  left out: 'queue purge' removed them"))
    #expect(try BuiltProgram.run(["queue", "undo", run] + place).status == 0)
    #expect(try plan().contains("6  left out: they are in the queue"))
    // Delivered, as far as anybody knows.
    for path in try RestoreWorld.files(source.spool, ["deferred", "hold"]) { unlink(path) }
    #expect(try plan().contains("6  of these wait: nobody can tell"))
  }

  @Test("A run that had failed does not place again what has been put back by hand since")
  func byHand() throws {
    let run = try failedRun()
    let files = try RestoreWorld.files(world.source.spool, ["deferred"])
    for path in files { _ = try Subprocess.run("cp", ["-p", path, "\(world.spool)/hold/"]) }
    #expect(try resume(run).output.contains("placed 0 messages; 6 had come into the queue since"))
    #expect(try world.contents() == expected)
  }

  @Test("A queue is the same however its path is written", arguments: ["/", "/../spool", "/./", " by a link"])
  func spelling(_ end: String) throws {
    let run = try killedRun()
    var path = world.spool + end
    if end == " by a link" {
      path = "\(world.target.directory.path)/link"
      #expect(symlink(world.spool, path) == 0)
    }
    let answer = try world.run("--queue-dir", path)
    #expect(answer.status == 75 && answer.errors.contains(run), "\(answer)")
    _ = try resume(run)
    #expect(try world.contents() == expected)
  }

  @Test("What a restore has brought before is doubtful, also where an old log tells of an attempt")
  func sameLogTwice() throws {
    let log = "\(world.target.directory.path)/old.log"
    let begin = "\(LogStoriesTests.stamp(LocalTime.now - 100_000)) mail postfix/qmgr[1]: starting\n"
    let lines = world.source.messages.map { message in
      "\(LogStoriesTests.stamp(LocalTime.now + 1)) mail postfix/smtp[1]: \(message.id): to=<\(message.recipients[0].address)>, "
        + "relay=none, delay=1, delays=0/0/0/1, dsn=4.4.1, status=deferred (refused)\n"
    }
    try FileWriting.write(Array((begin + lines.joined()).utf8), to: log)
    #expect(try world.run("--log", log, "--into", "deferred").output.contains("placed 6 messages"))
    for path in try RestoreWorld.files(world.spool, ["deferred"]) { unlink(path) }
    let plan = try BuiltProgram.run(world.command("plan", "merge") + ["--log", log])
    #expect(plan.output.contains("6  of these wait: nobody can tell"), "\(plan)")
  }

  @Test("What a restore may have brought before is doubtful when its records are damaged", arguments: 0..<4)
  func damaged(_ kind: Int) throws {
    #expect(try world.run("--into", "deferred").status == 0)
    for path in try RestoreWorld.files(world.spool, ["deferred"]) { unlink(path) }
    let run = try #require(world.runs.last)
    let directory = "\(world.state)/restores/\(run)"
    func change(_ name: String, _ old: String, _ new: String) throws {
      let text = String(decoding: try FileReading.contents(of: "\(directory)/\(name)"), as: UTF8.self)
      try FileWriting.write(Array(text.replacing(old, with: new, maxReplacements: 1).utf8), to: "\(directory)/\(name)")
    }
    switch kind {
    case 0: try change("run.json", "schema", "schexa")
    case 1: try change("journal", "\"placing\"", "\"plXcing\"")
    case 2: try change("journal", "\"placing\"", "\"pla\u{1}ing\"")
    default: try change("journal", "\"inode\"", "\"inoXe\"")
    }
    let plan = try BuiltProgram.run(world.command("plan", "merge"))
    #expect(plan.output.contains("is damaged: what it may have restored"), "\(plan)")
    #expect(plan.output.contains("6  of these wait: nobody can tell"), "\(plan)")
    let status = try BuiltProgram.run(["restore", "status", "--state", world.state])
    #expect(status.status == 2 && status.output.contains("\(run)  "), "\(status)")
    #expect(status.output.contains(kind == 0 ? "damaged: its run.json" : "its journal is damaged"))
  }

  @Test("A run does not go on in a queue that was made anew, and another one takes its messages for doubtful")
  func anotherQueue() throws {
    let run = try killedRun()
    _ = try Subprocess.run("find", [world.spool, "-mindepth", "1", "-type", "f", "-delete"])
    _ = try Subprocess.run("rm", ["-r", "\(world.spool)/postkeep"])
    let answer = try resume(run)
    #expect(answer.status != 0 && answer.errors.contains("not the queue any more"), "\(answer)")
    #expect(try world.run().output.contains("placed 6 messages"))
    #expect(try world.contents() == expected)
  }
}
