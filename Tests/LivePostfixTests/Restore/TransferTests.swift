// A queue moves to another host, and no message is ever live on both.

import Bytes
import Glibc
import JSONText
import Maintenance
import QueueStore
import Recovery
import SystemAccess
import TestSupport
import Testing

@Suite("Live: transfers", .enabled(if: PrivatePostfix.canRun, "needs root and Postfix"))
struct TransferTests {
  @Test("A queue moves through a pipe while Postfix runs on both hosts, and is delivered by the standby alone")
  func wholeWay() throws {
    let world = try TransferWorld(count: 40)
    try world.old.start()
    try world.standby.start()
    try world.old.inject(5, from: "sender@a.test", to: ["someone@b.test"])
    try world.old.waitUntil(seconds: 60) {
      try world.old.queueIDs(in: "active").isEmpty && world.old.queueIDs(in: "incoming").isEmpty
        && world.old.queueIDs(in: "maildrop").isEmpty
    }
    let before = try TransferWorld.messages(world.old)
    #expect(before.count == 45)
    let program = BuiltProgram.path
    let pipe = try Subprocess.run(
      "sh",
      [
        "-c",
        "'\(program)' restore transfer send - -c '\(world.old.configurationDirectory)' --state '\(world.oldState)' --apply"
          + " | '\(program)' restore transfer accept - -c '\(world.standby.configurationDirectory)'"
          + " --state '\(world.standbyState)' > '\(world.receipt)'",
      ])
    #expect(pipe.status == 0, "\(ByteString(pipe.errors))")
    #expect(try TransferWorld.messages(world.old).isEmpty && world.aside().count == 45)
    #expect(try world.standby.queueIDs(in: "hold").count == 45)
    #expect(try TransferWorld.messages(world.standby) == before)
    #expect(try world.run(world.settle).output.contains("45 messages removed here"))
    #expect(try world.aside().isEmpty)

    let id = try world.id()
    let held = before.count - 45 + world.files.keys.count { $0.hasPrefix("hold/") }
    let release = try world.run(["restore", "release", id, "--rate", "100000", "--state", world.standbyState])
    #expect(release.output.contains("released \(45 - held) messages"), "\(release.output)")
    try world.standby.waitUntil(seconds: 60) {
      try world.standby.queueIDs(in: "active").isEmpty && world.standby.queueIDs(in: "incoming").isEmpty
        && world.standby.queueIDs(in: "hold").count == held
    }
    try world.standby.stop()
    try world.old.stop()
    let files = Set(try TransferWorld.inodes(world.standby).keys)
    _ = try world.standby.run("postsuper", ["-s"])
    #expect(Set(try TransferWorld.inodes(world.standby).keys) == files)
    for log in [world.standby.log, world.old.log] {
      // The clock of a file system in memory may tick a moment later than that of the machine.
      let warnings = log.split(separator: "\n").filter { $0.contains("warning:") || $0.contains("fatal:") }
        .filter { !$0.contains("file system clock is") && !$0.contains("resetting file time stamps") }
      #expect(warnings.isEmpty, "\(warnings.prefix(5))")
    }
  }

  @Test("What a transfer has taken does not come back by a snapshot")
  func snapshotAfterwards() throws {
    let world = try TransferWorld()
    let store = "\(world.old.directory.path)/snapshots"
    let place = ["-c", world.old.configurationDirectory]
    _ = try world.run(["snapshot", "create", "--to", store] + place)
    func plan() throws -> String {
      try BuiltProgram.run(["restore", "plan", "merge", "--store", store, "--state", world.oldState] + place).output
    }
    _ = try world.run(world.sendAll)
    #expect(try plan().contains("4  left out: 'restore transfer send' took them"))
    // It is not all mail of the host, and as good as any other of what is in the queue.
    for more in [["--format", "json"], ["--since", "last", "--quiet"]] {
      let next = try world.run(["snapshot", "create", "--to", store] + more + place, status: 2)
      #expect(next.errors.contains("not in the snapshot: 4 messages in postkeep/\(try world.id()).transfer"), "\(next)")
      if let text = more.last, text == "json" {
        let json = try JSONReader().read(Array(next.output.utf8))
        #expect(try JSONSchema(file: "postkeep.snapshot.report-1.schema.json").problems(of: json) == [])
        #expect(json["outside"]?.elements?.count == 1 && json["summary"]?["guarantee"]?.text == "proved")
      }
      let state = try JSONReader().read(FileReading.contents(of: "\(store)/state.json"))
      #expect(state["problems"]?.integer == 1 && state["guarantee"]?.text == "proved")
    }
    for command in [["list"], ["verify", "last"], ["prune", "--keep-last", "1"]] {
      let answer = try BuiltProgram.run(["snapshot"] + command + ["--to", store])
      #expect(answer.status == 0 && answer.errors == "", "\(answer)")
    }
    #expect(try BuiltProgram.run(["restore", "plan", "merge", "--store", store] + place).status == 0)
  }

  @Test("A standby that is asked again with another state directory neither accepts twice nor refuses what it has")
  func otherState() throws {
    let world = try TransferWorld()
    try world.run(world.sendAll)
    try world.run(world.accept)
    let place = ["-c", world.standby.configurationDirectory, "--state", "\(world.standby.directory.path)/other"]
    let again = try world.run(["restore", "transfer", "accept", world.archive] + place, status: 64)
    #expect(again.errors.contains("\(world.standbyState)/restores"), "\(again)")
    let refused = try world.run(["restore", "transfer", "accept", "--refuse", world.id()] + place, status: 64)
    #expect(refused.output.isEmpty && refused.errors.contains("was accepted into"), "\(refused)")
    #expect(try TransferWorld.messages(world.standby) == world.before)
  }

  @Test("A message whose delivery has begun does not go to another host")
  func inDelivery() throws {
    let world = try TransferWorld()
    let path = try #require(world.files.keys.first { $0.hasPrefix("deferred/") })
    let descriptor = open("\(world.old.queueDirectory)/\(path)", O_RDONLY)
    defer { close(descriptor) }
    #expect(flock(descriptor, LOCK_SH) == 0)
    let sent = try world.run(world.sendAll, status: 3)
    #expect(sent.output.contains("it is being delivered"), "\(sent)")
    #expect(try world.aside().count == 3)
    #expect(FileReading.exists("\(world.old.queueDirectory)/\(path)"))
  }

  @Test(
    "Who finds the disk of the archive full takes the messages back as he is told, or goes on",
    arguments: [true, false])
  func fullDisk(isCancelled: Bool) throws {
    let world = try TransferWorld(count: 40)
    let disk = "\(world.old.directory.path)/disk"
    mkdir(disk, 0o700)
    let words =
      "restore transfer send '\(disk)/a' -c '\(world.old.configurationDirectory)' --state '\(world.oldState)' --apply"
    // A private mount of one page.
    let send = try Subprocess.run(
      "unshare", ["-m", "sh", "-c", "mount -t tmpfs -o size=4k none '\(disk)' && '\(BuiltProgram.path)' \(words)"])
    #expect(send.status == 66, "\(ByteString(send.errors))")
    let id = try world.id()
    let errors = String(decoding: send.errors, as: UTF8.self)
    #expect(errors.contains("cancel \(id) --state \(world.oldState)"), "\(errors)")
    let journal = try FileReading.contents(of: "\(world.oldState)/transfers/\(id)/journal")
    #expect(String(decoding: journal, as: UTF8.self).contains("withdrawn"))
    if isCancelled {
      try world.run(world.cancel(id))
      #expect(try TransferWorld.messages(world.old) == world.before)
    } else {
      let plan = ["restore", "transfer", "send", "\(disk)/b", "--resume", id, "--state", world.oldState]
      #expect(try world.run(plan).output.hasPrefix("40 messages left it before, and wait beside it\n0 messages, "))
      try world.run(world.send("--resume", id))
      // What came since is sent anew, by a transfer of its own.
      _ = try QueueGenerator(seed: 3).fill(world.old.queueDirectory, count: 5)
      #expect(try world.run(plan).output.contains("\n0 messages, "))
      try world.run(world.accept)
      #expect(try TransferWorld.messages(world.standby) == world.before)
    }
  }

  @Test("Who stops reading an archive is told where the messages are, and so is the next who sends")
  func closedPipe() throws {
    let world = try TransferWorld()
    let words = "-c '\(world.old.configurationDirectory)' --state '\(world.oldState)' --apply"
    // The reader has closed its end before the program begins.
    let sign = "\(world.old.directory.path)/sign"
    mkfifo(sign, 0o600)
    let send = "(read sign < '\(sign)'; '\(BuiltProgram.path)' restore transfer send - \(words))"
    let pipe = try Subprocess.run("sh", ["-c", "\(send) | (exec <&-; echo closed > '\(sign)')"])
    let id = try world.id()
    // Nobody knows how much of it has come through the pipe.
    let errors = String(decoding: pipe.errors, as: UTF8.self)
    #expect(errors.contains("accept --refuse \(id)") && errors.contains("cancel RECEIPT --state \(world.oldState)"))
    let next = try world.run(world.send("-c", world.old.configurationDirectory))
    #expect(next.output.contains("status \(id) --state \(world.oldState)"), "\(next)")
    try world.run(world.refuse(id))
    try world.run(world.cancel(world.receipt))
    #expect(try TransferWorld.messages(world.old) == world.before)
  }

  private static func delivering(to sink: MailSink, _ settings: [String]) throws -> PrivatePostfix {
    var options = PrivatePostfixOptions()
    options.queue.ids = .short
    options.settings =
      ["relayhost = [127.0.0.1]:\(sink.port)", "smtp_connection_cache_on_demand = no"] + settings
    return try PrivatePostfix(options)
  }

  @Test("Every message is delivered once, by one host or the other, when a queue moves while it delivers")
  func deliveredOnce() throws {
    let sink = try MailSink()
    // It delivers one a second, and what it has no room for waits in incoming.
    let old = try Self.delivering(
      to: sink, ["default_destination_rate_delay = 1s", "qmgr_message_active_limit = 8", "qmgr_clog_warn_time = 0"])
    let standby = try Self.delivering(to: sink, [])
    try old.start()
    try standby.start()
    let state = "\(old.directory.path)/state"
    var moved = 0
    for round in 0..<5 {
      for number in 0..<40 {
        try old.inject(
          1, from: "sender@a.test", to: ["one@first.invalid"],
          content: "Subject: test\nMessage-ID: <\(round).\(number)@a.test>\n\nText\n")
      }
      let archive = "\(old.directory.path)/\(round).tar.zst"
      let sent = try BuiltProgram.run([
        "restore", "transfer", "send", archive, "-c", old.configurationDirectory, "--state", state, "--apply",
      ])
      #expect(sent.status == 0 || sent.status == 3, "\(sent.errors)")
      guard FileReading.exists(archive) else { continue }
      moved += 1
      let accepted = try BuiltProgram.run([
        "restore", "transfer", "accept", archive, "--into", "deferred", "-c", standby.configurationDirectory, "--state",
        "\(standby.directory.path)/state", "--receipt", "\(archive).json",
      ])
      #expect(accepted.status == 0, "\(accepted.errors)")
      let settled = try BuiltProgram.run(["restore", "transfer", "settle", "\(archive).json", "--state", state])
      #expect(settled.status == 0, "\(settled.errors)")
      try standby.flush()
    }
    #expect(moved > 0)
    for postfix in [old, standby] {
      try postfix.flush()
      try postfix.waitUntil(seconds: 60) {
        try ["incoming", "active", "deferred", "maildrop"].allSatisfy { try postfix.queueIDs(in: $0).isEmpty }
      }
      try postfix.stop()
      let warnings = postfix.log.split(separator: "\n").filter { line in
        (line.contains("warning:") && !line.contains("overriding earlier entry")) || line.contains("fatal:")
      }
      #expect(warnings.isEmpty, "\(warnings.prefix(5))")
    }
    sink.stop()
    let deliveries = try sink.deliveries()
    #expect(
      deliveries.count == 200 && deliveries.values.allSatisfy { $0 == 1 }, "\(deliveries.filter { $0.value != 1 })")
    let bySecond = standby.log.split(separator: "\n").count { $0.contains(" status=sent ") }
    #expect(bySecond > 0 && bySecond < 200, "\(bySecond)")
  }

  @Test("Only selected messages move, and those that qmgr would take at once go into deferred")
  func selected() throws {
    let world = try TransferWorld(count: 30)
    let plan = try world.run(
      [
        "restore", "transfer", "send", world.archive, "-c", world.old.configurationDirectory, "--state", world.oldState,
        "--where", "queue == hold",
      ])
    let held = world.files.keys.count { $0.hasPrefix("hold/") }
    #expect(held > 3 && plan.output.contains("\(held) messages") && plan.output.contains("Nothing was changed"))
    #expect(try TransferWorld.inodes(world.old) == world.files)
    try world.run(world.send("-c", world.old.configurationDirectory, "--where", "queue != hold"))
    #expect(try TransferWorld.messages(world.old).count == held)
    #expect(FileReading.status(of: world.archive)?.mode == 0o600)
    try world.run(world.accepting(world.archive, "--into", "deferred"))
    #expect(try world.standby.queueIDs(in: "deferred").count == 30 - held)
    try world.run(world.settle)
    try world.expectOneCopy("selected")
    #expect(try (TransferWorld.messages(world.old) + TransferWorld.messages(world.standby)).count == 30)
    #expect(try world.run(world.settle).output.contains("before"))
  }

  @Test("What is in delivery stays, and is told")
  func active() throws {
    let world = try TransferWorld(count: 6)
    let path = try #require(world.files.keys.sorted().first { $0.hasPrefix("deferred/") })
    let id = String(path.split(separator: "/").last ?? "")
    #expect(rename("\(world.old.queueDirectory)/\(path)", "\(world.old.queueDirectory)/active/\(id)") == 0)
    let sent = try world.run(world.sendAll, status: 3)
    #expect(sent.output.contains("1 in delivery stay"))
    #expect(try world.old.queueIDs(in: "active") == [id])
    try world.expectOneCopy("active")
  }

  @Test("A transfer is accepted once, and never after it was refused")
  func onlyOnce() throws {
    let world = try TransferWorld()
    try world.run(world.sendAll)
    let id = try world.id()
    try world.run(world.accept)
    let receipt = try FileReading.contents(of: world.receipt)
    let second = try world.run(world.accept, status: 64)
    #expect(second.errors.contains("accepted before"))
    #expect(try FileReading.contents(of: world.receipt) == receipt)
    #expect(try world.run(world.refuse(id), status: 64).errors.contains("cannot be taken back"))
    #expect(try world.run(world.cancel(world.receipt), status: 64).errors.contains("sent twice"))
    #expect(try world.run(world.cancel(id), status: 64).errors.contains("may have accepted"))
    try world.run(world.settle)
    #expect(try world.run(world.cancel(id), status: 64).errors.contains("sent twice"))
    #expect(try world.run(world.send("--resume", id), status: 64).errors.contains("was settled"))
    try world.expectMoved("accepted")

    let other = try TransferWorld(seed: 8)
    try other.run(other.sendAll)
    let refused = try other.id()
    try other.run(other.refuse(refused))
    try other.run(other.refuse(refused))
    #expect(try other.run(other.accept, status: 64).errors.contains("was refused"))
    #expect(try other.run(other.settle, status: 64).errors.contains("refused"))
    try other.expectOneCopy("refused")
    try other.run(other.cancel(other.receipt))
    try other.expectBack("cancelled")
    #expect(try other.run(other.cancel(other.receipt)).output.contains("before"))
    #expect(try other.run(other.send("--resume", refused), status: 64).errors.contains("was cancelled"))
    let status = try BuiltProgram.run(["restore", "status", "--state", other.standbyState])
    #expect(status.status == 0 && status.output.contains("refused for good"))
  }

  @Test("A transfer for one host is accepted by that one alone, and no other one's word counts")
  func oneStandby() throws {
    let world = try TransferWorld()
    try world.run(world.send("-c", world.old.configurationDirectory, "--standby", "elsewhere"))
    #expect(try world.run(world.accept, status: 64).errors.contains("is for elsewhere alone"))
    #expect(try TransferWorld.messages(world.standby).isEmpty)
    try world.run(world.refuse(try world.id()))
    #expect(try world.run(world.cancel(world.receipt), status: 64).errors.contains("is for elsewhere alone"))
    #expect(try world.aside().count == 4)

    let here = try TransferWorld(seed: 8)
    try here.run(here.send("-c", here.old.configurationDirectory, "--standby", Host.name))
    try here.run(here.accept)
    try here.run(here.settle)
    try here.expectMoved("for this host")
  }

  @Test("A receipt for something else changes nothing")
  func wrongReceipts() throws {
    let (one, other) = (try TransferWorld(), try TransferWorld(seed: 9))
    for world in [one, other] {
      try world.run(world.sendAll)
      try world.run(world.accept)
    }
    #expect(try one.run(one.settle(other.receipt), status: 66).errors.contains("no transfer"))
    let text = String(decoding: try FileReading.contents(of: one.receipt), as: UTF8.self)
    let wrong = [
      text.replacing("\"count\": 4", with: "\"count\": 3"),
      text.replacing(try one.id(), with: try other.id()),
      String(text.prefix(text.count / 2)), "", "{}",
      text.replacing("accepted", with: "expected"),
    ]
    let path = "\(one.old.directory.path)/wrong.json"
    for content in wrong {
      try FileWriting.write(Array(content.utf8), to: path)
      let result = try BuiltProgram.run(one.settle(path))
      #expect(result.status != 0, "\(content)")
      #expect(try one.aside().count == 4, "\(content)")
    }
    try one.run(one.settle)
    try one.expectMoved("right receipt")
  }

  @Test("A damaged archive, half of one, and a snapshot are not accepted, and can still be refused")
  func badArchives() throws {
    let world = try TransferWorld(count: 12)
    try world.run(world.sendAll)
    let good = try FileReading.contents(of: world.archive)
    var flipped = good
    flipped[good.count / 2] ^= 0x10
    let path = "\(world.standby.directory.path)/bad.tar.zst"
    for (content, isPipe) in [(flipped, false), (Array(good.prefix(good.count / 2)), false), (flipped, true)] {
      try FileWriting.write(content, to: path)
      let command = isPipe ? world.accepting("-") : world.accepting(path)
      let result = try Subprocess.run(
        "sh", ["-c", "'\(BuiltProgram.path)' \(command.map { "'\($0)'" }.joined(separator: " ")) < '\(path)'"])
      #expect(result.status == 1, "\(ByteString(result.errors))")
      #expect(try TransferWorld.messages(world.standby).isEmpty)
    }
    let cut = try Subprocess.run(
      "sh",
      [
        "-c",
        "head -c \(good.count - 20) '\(world.archive)' | '\(BuiltProgram.path)' "
          + world.accepting("-").map { "'\($0)'" }.joined(separator: " "),
      ])
    #expect(cut.status == 1, "\(ByteString(cut.errors))")
    #expect(try TransferWorld.messages(world.standby).isEmpty)
    #expect(!FileReading.exists("\(world.standbyState)/transfers/spool.tar.zst"))
    let snapshot = "\(world.standby.directory.path)/snapshot.tar.zst"
    try world.run(["snapshot", "create", "-o", snapshot, "-c", world.old.configurationDirectory], status: 2)
    #expect(try world.run(world.accepting(snapshot), status: 64).errors.contains("is a snapshot"))
    try world.run(world.refuse(try world.id()))
    try world.run(world.cancel(world.receipt))
    try world.expectBack("damaged")
  }

  @Test("A pipe that breaks leaves the messages beside the queue, to be handed over again")
  func brokenPipe() throws {
    let world = try TransferWorld(count: 12)
    let broken = try Subprocess.run(
      "sh",
      [
        "-c",
        "'\(BuiltProgram.path)' restore transfer send - -c '\(world.old.configurationDirectory)'"
          + " --state '\(world.oldState)' --apply | true",
      ])
    try world.expectOneCopy("broken pipe: \(ByteString(broken.errors))")
    #expect(try world.aside().count == 12)
    try world.run(world.send("--resume", try world.id()))
    try world.run(world.accept)
    try world.run(world.settle)
    try world.expectMoved("after a broken pipe")
  }

  private static func check(_ text: [UInt8], _ name: String) throws {
    let problems = try JSONSchema(file: "postkeep.\(name)-1.schema.json").problems(of: try JSONReader().read(text))
    #expect(problems == [], "\(ByteString(text))")
  }

  @Test("What has changed since it was read, or is not complete, is not taken out", arguments: [true, false])
  func changed(_ isComplete: Bool) throws {
    let world = try TransferWorld()
    let store = try QueuePlace.open(configuration: world.old.configurationDirectory, queue: nil)
    let aside = try QueueAside(store, named: "run")
    let name = ByteString(try #require(try world.old.queueIDs(in: "hold").first))
    var file = try #require(try store.find(name).first)
    #expect(chmod("\(world.old.queueDirectory)/\(file.path)", isComplete ? 0o710 : 0o600) == 0)
    if !isComplete { file = try #require(try store.find(name).first) }
    let folder = FilePath.split("\(world.old.queueDirectory)/\(file.path)").directory
    let before = FileReading.status(of: folder)
    guard case .changed = try aside.take(file) else {
      Issue.record("it was taken")
      return
    }
    #expect(try store.find(name).map(\.status.inode) == [file.status.inode])
    if isComplete { #expect(FileReading.status(of: folder) == before, "it was moved") }
    aside.close()
  }

  @Test("A message does not come back without a log whose name is taken")
  func logInTheWay() throws {
    let world = try TransferWorld()
    let store = try QueuePlace.open(configuration: world.old.configurationDirectory, queue: nil)
    let log = try #require(try TransferWorld.paths(["bounce"], below: world.old.queueDirectory).first)
    let name = ByteString(try #require(log.split(separator: "/").last.map(String.init)))
    let aside = try QueueAside(store, named: "run")
    guard case .taken = try aside.take(try #require(try store.find(name).first)) else {
      Issue.record("it was not taken")
      return
    }
    try FileWriting.write(Array("somebody else's".utf8), to: "\(world.old.queueDirectory)/\(log)")
    let file = try #require(try aside.messages().first)
    #expect(try !aside.putBack(file) && store.find(name).isEmpty)
  }

  @Test("What is in the queue again is not settled, whatever a receipt says")
  func settledAfterCancel() throws {
    let world = try TransferWorld()
    try world.run(world.sendAll)
    try world.run(world.accept)
    let accepted = try FileReading.contents(of: world.receipt)
    let refused = String(decoding: accepted, as: UTF8.self).replacing("accepted", with: "refused")
    try FileWriting.write(Array(refused.utf8), to: world.receipt)
    try world.run(world.cancel(world.receipt))
    try FileWriting.write(accepted, to: world.receipt)
    try world.run(world.settle, status: 64)
  }

  @Test("Receipts and states are what the schemas say")
  func schemas() throws {
    let world = try TransferWorld()
    func checkStatus(_ state: String, _ status: Int32) throws {
      let text = try world.run(
        ["restore", "transfer", "status", "--state", world.oldState, "--format", "json"], status: status
      ).output
      #expect(text.contains("\"\(state)\""), "\(text)")
      try Self.check(Array(text.utf8), "transfer.status")
    }
    try world.run(world.sendAll)
    try checkStatus("handed-over", 1)
    try world.run(world.accept)
    try Self.check(try FileReading.contents(of: world.receipt), "transfer.receipt")
    try world.run(world.settle)
    try checkStatus("settled", 0)
    try world.run(world.refuse("mail1-20261126T224603Z-3fa9"))
    try Self.check(try FileReading.contents(of: world.receipt), "transfer.receipt")
  }

  @Test("A run of the procedure names the commands that do it")
  func run() throws {
    let result = try BuiltProgram.run(["restore", "run", "transfer"])
    #expect(result.status == 64)
    for word in ["send", "accept", "settle", "cancel"] { #expect(result.errors.contains(word)) }
  }
}
