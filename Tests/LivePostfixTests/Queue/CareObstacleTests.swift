// Messages that Postfix's own tools would lose are left alone, with a word why.

import Bytes
import Glibc
import Maintenance
import MessageSelections
import PostfixQueue
import QueueStore
import SystemAccess
import TestSupport
import Testing

/// File systems without this flag and containers without the right to it are told as a skipped test.
private let canMakeImmutable: Bool = {
  guard let directory = try? PrivateDirectory(), (try? directory.write("", to: "file")) != nil else { return false }
  let answers = ["+i", "-i"].map { try? Subprocess.run("chattr", [$0, "\(directory.path)/file"]).status }
  return answers == [0, 0]
}()

@Suite("Live: messages that are not given to postsuper", .enabled(if: PrivatePostfix.canRun, "needs root and Postfix"))
struct CareObstacleTests {
  private let world: PurgeWorld
  /// The message in the way of a trial.
  private let victim: GeneratedMessage

  init() throws {
    world = try PurgeWorld(seed: 23, count: 8, QueueOptions())
    victim = world.messages[0]
  }

  private var path: String { "\(world.postfix.queueDirectory)/\(victim.path)" }

  private func care(_ action: CareAction) -> Care {
    Care(action, on: world.store, configuration: world.postfix.configurationDirectory)
  }

  /// Carries an action out for all messages, after its plan has told what will be left.
  private func act(_ action: CareAction, _ condition: String = "yes") throws -> CareReport {
    let care = care(action)
    let plan = care.plan(try Selection(where: ByteString(condition)), now: LocalTime.now)
    let told = try care.obstacles(plan)
    let report = try care.carryOut(plan) { _ in }
    #expect(told.map(\.why) == report.left.map(\.why))
    return report
  }

  @Test("Of two files with one id none replaces the other", arguments: [CareAction.hold, .requeue, .expire])
  func twoFiles(_ action: CareAction) throws {
    let other = "\(world.postfix.queueDirectory)/hold/\(victim.id)"
    _ = try Subprocess.run("cp", ["-p", "\(world.postfix.queueDirectory)/\(world.messages[1].path)", other])
    let before = try world.contents()
    let report = try act(action, "queue == deferred")
    #expect(report.done == 7 && report.left.map(\.id) == [ByteString(victim.id)])
    #expect(report.left.first?.why.contains("in deferred and hold") == true, "\(report.left)")
    // postsuper -r writes nothing into a file, so that nothing but places may differ.
    #expect(try world.contents() == before)
  }

  @Test("A message is not flushed over another one with its id")
  func flush() throws {
    let other = "\(world.postfix.queueDirectory)/incoming/\(victim.id)"
    _ = try Subprocess.run("cp", ["-p", "\(world.postfix.queueDirectory)/\(world.messages[1].path)", other])
    let report = try act(.flush, "id == \"\(victim.id)\" and queue == deferred")
    #expect(report.done == 0 && report.left.first?.why.contains("in incoming and deferred") == true, "\(report.left)")
  }

  @Test("A message whose delivery has begun is neither held nor requeued", arguments: [CareAction.hold, .requeue])
  func inDelivery(_ action: CareAction) throws {
    let descriptor = open(path, O_RDONLY)
    defer { close(descriptor) }
    #expect(flock(descriptor, LOCK_SH) == 0)
    let report = try act(action)
    #expect(report.done == 7 && report.left.first?.why.contains("it is being delivered") == true, "\(report.left)")
    #expect(FileReading.exists(path))
    let removal = try QueueRemoval(world.store, named: "run")
    let file = try #require(try world.store.find(ByteString(victim.id)).first)
    let taking = try removal.take([ReadFile(file.folder, file.name, file.status)])
    guard case .inDelivery = taking[0] else {
      Issue.record("\(taking)")
      return
    }
    #expect(try FileReading.exists(path) && removal.taken().isEmpty)
    removal.close()
  }

  @Test("A file with two names is neither expired nor flushed by Postfix, and that is told before")
  func linkedExpiry() throws {
    #expect(link(path, "\(world.postfix.directory.path)/other") == 0)
    let report = try act(.expire)
    #expect(report.done == 7 && report.left.first?.why.contains("2 names") == true, "\(report.left)")
  }

  @Test("A policy that is refused leaves nothing alone that it would not have come to")
  func refusedPolicy() throws {
    #expect(link(path, "\(world.postfix.directory.path)/other") == 0)
    let file = "\(world.postfix.directory.path)/policy.yaml"
    let policy = "version: 1\npolicies: [{name: old, where: yes, action: expire, max_percent: 10}]\n"
    try FileWriting.write(Array(policy.utf8), to: file)
    for more in [[], ["--apply"]] {
      let answer = try BuiltProgram.run(
        ["queue", "purge", "-c", world.postfix.configurationDirectory, "--policy", file] + more)
      #expect(answer.status == 1 && answer.output.contains("max_percent allows 10 %"), "\(answer)")
    }
  }

  @Test(
    "A message that Postfix's tool cannot change is left with the tool's own words",
    .enabled(if: canMakeImmutable, "needs chattr"))
  func immutable() throws {
    #expect(try Subprocess.run("chattr", ["+i", path]).status == 0)
    defer { _ = try? Subprocess.run("chattr", ["-i", path]) }
    let care = care(.expire)
    let report = try care.carryOut(care.plan(try Selection(where: "yes"), now: LocalTime.now)) { _ in }
    #expect(report.left.first?.why.contains("moves all the time") == false, "\(report.left)")
  }

  @Test(
    "Messages that postsuper dies of keep no other from their turn, and no other is blamed",
    .enabled(if: canMakeImmutable, "needs chattr"), arguments: [CareAction.hold, .release, .requeue])
  func offenders(_ action: CareAction) throws {
    if action == .release { #expect(try act(.hold).done == 8) }
    let ids = [world.messages[2], world.messages[5]].map { ByteString($0.id) }
    let paths = try ids.map { id in
      "\(world.postfix.queueDirectory)/\(try #require(world.store.find(id).first).folder.path)/\(id)"
    }
    #expect(try Subprocess.run("chattr", ["+i"] + paths).status == 0)
    defer { _ = try? Subprocess.run("chattr", ["-i"] + paths) }
    let care = care(action)
    let report = try care.carryOut(care.plan(try Selection(where: "yes"), now: LocalTime.now)) { _ in }
    #expect(report.done == 6 && report.gone == 0 && Set(report.left.map(\.id)) == Set(ids), "\(report)")
    for (id, why) in report.left {
      #expect(why.contains("\(id)") && why.hasSuffix("Operation not permitted"), "\(why)")
    }
  }

  @Test(
    "Where no message can be moved, the tool is not called for each of them",
    .enabled(if: canMakeImmutable, "needs chattr"))
  func nothingMoves() throws {
    let world = try PurgeWorld(seed: 24, count: 24, QueueOptions())
    let paths = world.messages.map { "\(world.postfix.queueDirectory)/\($0.path)" }
    #expect(try Subprocess.run("chattr", ["+i"] + paths).status == 0)
    defer { _ = try? Subprocess.run("chattr", ["-i"] + paths) }
    let care = Care(.hold, on: world.store, configuration: world.postfix.configurationDirectory)
    let report = try care.carryOut(care.plan(.all, now: LocalTime.now)) { _ in }
    #expect(report.done == 0 && report.left.count == 24)
    #expect(report.left.count { $0.why == "postsuper(1) did not come to it" } == 4, "\(report.left)")
  }

  @Test("A message on hold is not released over another one with its id")
  func release() throws {
    _ = try act(.hold)
    _ = try Subprocess.run("cp", ["-p", "\(world.postfix.queueDirectory)/hold/\(victim.id)", path])
    try FileWriting.write(Array("another message".utf8), to: path)
    chmod(path, 0o700)
    let before = try world.contents()
    let report = try act(.release, "is_held")
    #expect(report.done == 7 && report.left.count == 1)
    #expect(try world.contents() == before)
  }

  @Test("A file with two names is not requeued, since pickup(8) would delete it")
  func hardLink() throws {
    let other = "\(world.postfix.directory.path)/other"
    #expect(link(path, other) == 0)
    let report = try act(.requeue)
    #expect(report.done == 7 && report.left.first?.why.contains("2 names") == true)
    #expect(FileReading.exists(path))
    // The case is real: given to postsuper, it is lost.
    _ = try world.postfix.run("postsuper", ["-r", victim.id])
    try world.postfix.start()
    try world.postfix.waitUntil(seconds: 60) { world.postfix.log.contains("file has 2 hard links") }
    try world.postfix.stop()
    #expect(try world.store.find(ByteString(victim.id)).isEmpty)
  }

  @Test("A damaged message is not requeued, since pickup(8) would delete it")
  func damaged() throws {
    var content = try FileReading.contents(of: path)
    content.replaceSubrange((content.count - 2)..<content.count, with: [0, 0])
    let descriptor = open(path, O_WRONLY)
    #expect(write(descriptor, content, content.count) == content.count)
    close(descriptor)
    let report = try act(.requeue)
    #expect(report.done == 7 && report.left.first?.why.contains("damaged") == true, "\(report.left)")
    #expect(FileReading.exists(path))
  }

  @Test("A message in the wrong directory is not said to move all the time")
  func misplaced() throws {
    let place = "\(world.postfix.queueDirectory)/deferred/\(victim.id)"
    #expect(rename(path, place) == 0)
    let report = try act(.hold)
    #expect(
      report.done == 7 && report.left.first?.why.contains("'postsuper -s', with Postfix stopped, moves it") == true,
      "\(report.left)")
    // Where no id of its kind would be looked for.
    let foreign = "\(world.postfix.queueDirectory)/deferred/0/0/0"
    _ = try Subprocess.run("mkdir", ["-p", foreign])
    #expect(rename(place, "\(foreign)/\(victim.id)") == 0)
    let again = try act(.hold, "queue == deferred")
    #expect(again.gone == 0 && again.left.first?.why.contains("deferred/0/0/0") == true, "\(again)")
    let plan = try BuiltProgram.run(
      "queue", "hold", "-c", world.postfix.configurationDirectory, "--where", "queue == deferred")
    #expect(plan.status == 3, "\(plan)")
  }

  @Test("Of a message that qmgr has put into corrupt meanwhile it is not said that it moves all the time")
  func nowCorrupt() throws {
    let care = care(.hold)
    let plan = care.plan(.all, now: LocalTime.now)
    #expect(rename(path, "\(world.postfix.queueDirectory)/corrupt/\(victim.id)") == 0)
    let report = try care.carryOut(plan) { _ in }
    #expect(report.done == 7 && report.left.first?.why.contains("it lies in corrupt now") == true, "\(report)")
  }

  @Test("What postsuper does not take for a queue id is not said to be moved by it")
  func bogusName() throws {
    #expect(rename(path, "\(world.postfix.queueDirectory)/deferred/0ABC") == 0)
    let report = try act(.hold)
    #expect(report.done == 7 && report.left.first?.why.contains("postsuper leaves it there") == true, "\(report.left)")
    _ = try world.postfix.run("postsuper", ["-s"])
    #expect(FileReading.exists("\(world.postfix.queueDirectory)/deferred/0ABC"))
  }

  @Test(
    "A message of root, which Postfix could not open, is left alone with the way out",
    arguments: [CareAction.requeue, .expire, .flush])
  func foreignOwner(_ action: CareAction) throws {
    #expect(chown(path, 0, 0) == 0)
    if action == .flush { try world.postfix.start() }
    let report = try act(action, action == .flush ? "id == \"\(victim.id)\"" : "yes")
    if action == .flush { try world.postfix.stop() }
    #expect(report.left.map(\.id) == [ByteString(victim.id)], "\(report)")
    #expect(report.left.first?.why.contains("it belongs to root") == true, "\(report.left)")
    #expect(report.left.first?.why.contains("'queue check --fix'") == true && FileReading.exists(path))
  }

  @Test("A message of root can be held, and is not released, since qmgr would die of it")
  func foreignOwnerOnHold() throws {
    #expect(chown(path, 0, 0) == 0)
    #expect(try act(.hold).done == 8)
    let report = try act(.release)
    #expect(report.done == 7 && report.left.first?.why.contains("it belongs to root") == true, "\(report.left)")
    // The case is real.
    _ = try world.postfix.run("postsuper", ["-H", victim.id])
    try world.postfix.start()
    try world.postfix.flush()
    try world.postfix.waitUntil(seconds: 60) { world.postfix.log.contains("fatal:") }
    try world.postfix.stop()
  }

  @Test("A requeued message of root, which pickup cannot read, goes out when it is repaired")
  func stuckInMaildrop() throws {
    #expect(chown(path, 0, 0) == 0)
    _ = try world.postfix.run("postsuper", ["-r", victim.id])
    let stuck = "\(world.postfix.queueDirectory)/maildrop/\(victim.id)"
    try world.postfix.start()
    try world.postfix.waitUntil(seconds: 60) { world.postfix.log.contains("maildrop/\(victim.id): cannot open file") }
    #expect(FileReading.exists(stuck))
    let report = try QueueCheck(world.store, now: LocalTime.now).run()
    #expect(report.findings.counts[.unreadableSubmission] == 1, "\(report.findings.counts)")
    #expect(RepairPlan(report).carryOut(on: world.store).failures == [])
    try world.postfix.stop()
    try world.postfix.start()
    try world.postfix.waitUntil(seconds: 60) { !FileReading.exists(stuck) }
    try world.postfix.stop()
    #expect(world.postfix.log.contains("uid=0 from=<"))
  }

  @Test("Nothing is done to the queue of a configuration when another one is looked at")
  func elsewhere() throws {
    let copy = "\(world.postfix.directory.path)/copy"
    _ = try Subprocess.run("cp", ["-a", world.postfix.queueDirectory, copy])
    let before = try world.files(PurgeWorld.queues)
    for words in [[], ["--apply"]] {
      let answer = try BuiltProgram.run(
        ["queue", "hold", "-c", world.postfix.configurationDirectory, "--queue-dir", copy, "--where", "yes"] + words)
      #expect(answer.status == 64 && answer.errors.contains(copy), "\(answer)")
    }
    #expect(try world.files(PurgeWorld.queues) == before)
  }

  @Test("An id that is given and not there is partly done; one from a pipe may have left")
  func notThere() throws {
    let words = ["queue", "hold", "-c", world.postfix.configurationDirectory, "--apply"]
    let named = try BuiltProgram.run(words + [victim.id, "ABCDEF0123"])
    #expect(named.status == 3 && named.output == "held 1 message\n" && named.errors.contains("ABCDEF0123"))
    let command = ([BuiltProgram.path] + words).joined(separator: " ")
    let piped = try Subprocess.run("sh", ["-c", "printf '\(world.messages[1].id)\\nABCDEF0123\\n' | \(command) -"])
    #expect(piped.status == 0 && ByteString(piped.output) == "held 1 message\n", "\(ByteString(piped.errors))")
    #expect(ByteString(piped.errors).description.contains("ABCDEF0123"))
    let listed = try BuiltProgram.run(
      ["queue", "list", "-c", world.postfix.configurationDirectory, victim.id, "ABCDEF0123"])
    #expect(listed.status == 0 && listed.errors.contains("ABCDEF0123") && listed.output.contains(victim.id))
  }
}
