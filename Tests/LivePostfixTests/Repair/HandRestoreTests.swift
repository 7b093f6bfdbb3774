// Queues restored by tar, cp and chmod in the ways that go wrong: first they do, then they are repaired.

import Bytes
import Glibc
import JSONText
import PostfixQueue
import QueueStore
import Recovery
import SystemAccess
import TestSupport
import Testing

@Suite("Live: queues restored by hand", .enabled(if: PrivatePostfix.canRun, "needs root and Postfix"))
struct HandRestoreTests {
  @Test("Files that belong to root: the queue seems empty, repaired it is listed and tried again")
  func rootOwned() throws {
    let saved = try RepairWorld.saved(4)
    let closed = try RepairWorld()
    try closed.restore(saved, "--no-same-owner -p")
    #expect(throws: TestFailure.self) { try closed.postfix.start() }
    #expect(try closed.repair().count(.directory) > 0)
    #expect(try closed.listed().count == 4)
    let world = try RepairWorld()
    try world.restore(saved)
    try shell("cd \(world.queue) && find deferred defer -type f -exec chown root:root {} +")
    #expect(try world.listed().isEmpty)
    let report = try world.repair()
    #expect(report.ids.count == 4 && report.count(.rename) == 4)
    try world.expectRepaired()
    try world.expectDeferred(4)
  }

  @Test("Mode 755: every message would be returned as expired, repaired none is")
  func mode755() throws {
    let saved = try RepairWorld.saved(3)
    let ruined = try RepairWorld()
    let world = try RepairWorld()
    for each in [ruined, world] {
      try each.restore(saved)
      try shell("cd \(each.queue) && chmod -R 755 deferred defer")
    }
    try ruined.postfix.start()
    try ruined.postfix.flush()
    try ruined.postfix.waitUntil(seconds: 60) { ruined.postfix.log.contains("status=force-expired") }
    try ruined.postfix.stop()
    try world.repair()
    try world.expectRepaired()
    try world.expectDeferred(3)
  }

  @Test("Mode 600: the messages are invisible, repaired they are back")
  func mode600() throws {
    let saved = try RepairWorld.saved(3)
    let world = try RepairWorld()
    try world.restore(saved)
    try shell("cd \(world.queue) && find deferred defer -type f -exec chmod 600 {} +")
    #expect(try world.listed().isEmpty)
    try world.repair()
    try world.expectRepaired()
    try world.expectDeferred(3)
  }

  @Test("A link in the place of a hash directory stays, and so does the mail behind it in the queue")
  func hashLink() throws {
    let world = try RepairWorld.saved(3)
    let id = try #require(try world.postfix.queueIDs(in: "deferred").first)
    let folder = "\(world.queue)/deferred/\(id.prefix(1))"
    try shell(
      "mv \(folder) \(world.postfix.directory.path)/away && ln -s \(world.postfix.directory.path)/away \(folder)")
    let report = try world.repair()
    #expect(report.left.map(\.reason) == [.directoryLink])
    #expect(try world.listed().count == 3 && world.listed()[id]?.recipients.first?.contains("refused") == true)
  }

  @Test("Short ids follow their inodes, and the logs go with them")
  func shortIDs() throws {
    let saved = try RepairWorld.saved(4)
    let reasons = try saved.listed().values.map(\.recipients)
    let world = try RepairWorld()
    try world.restore(saved)
    let report = try world.repair()
    for id in report.ids {
      #expect(id.new.bytes.prefix(5) == id.old.bytes.prefix(5))
      let status = try #require(try world.store.find(id.new).first?.status)
      #expect(QueueID(id.new)?.inode == status.inode && status.mode == 0o700)
    }
    #expect(report.ids.count == 4)
    let json = try JSONReader().read(report.json)
    #expect(json["ids"]?.elements?.count == 4 && json["counts"]?["rename"]?.integer == 4)
    #expect(report.text.contains("4 messages given an id that matches the inode\n"))
    // The reasons of the deferral stand in the logs.
    let listed = try world.listed()
    #expect(
      Set(listed.values.map(\.recipients)) == Set(reasons)
        && reasons.allSatisfy { $0.first?.contains("refused") == true })
    try world.expectRepaired()
    try world.expectDeferred(4)
  }

  @Test("Long ids keep their names")
  func longIDs() throws {
    var options = QueueOptions()
    options.ids = .long
    let saved = try RepairWorld.saved(3, options)
    let world = try RepairWorld(options)
    try world.restore(saved, "--no-same-owner")
    let ids = try saved.postfix.queueIDs(in: "deferred")
    #expect(try world.repair().ids.isEmpty)
    #expect(try world.postfix.queueIDs(in: "deferred") == ids)
    try world.expectRepaired()
    try world.expectDeferred(3)
  }

  @Test(
    "Files at another hash depth go where the configuration wants them",
    arguments: [(0, 1), (1, 0), (2, 1), (1, 2), (0, 2)])
  func depths(from old: Int, to new: Int) throws {
    var options = QueueOptions()
    options.hashDepth = old
    let saved = try RepairWorld.saved(4, options)
    options.hashDepth = new
    let world = try RepairWorld(options)
    try world.restore(saved)
    let report = try world.repair()
    #expect(report.count(.rename) == 4)
    for id in report.ids {
      let folder = try #require(try world.store.find(id.new, in: [.deferred]).first?.folder)
      #expect(folder.hash.count == new && folder.path == world.store.folder(of: id.new, in: .deferred).path)
    }
    // No directory of the other depth stays.
    let deeper = String(repeating: "/?", count: new + 1)
    #expect(try shell("cd \(world.queue) && find deferred defer -type d -path 'd*\(deeper)'").isEmpty)
    try world.expectRepaired()
    try world.expectDeferred(4)
  }

  @Test("Two queues in one: copies go away, other messages get ids of their own, with their own logs")
  func merged() throws {
    var options = QueueOptions()
    options.ids = .long
    let first = try RepairWorld.saved(3, options)
    let second = try RepairWorld.saved(1, options)
    let world = try RepairWorld(options)
    try world.restore(first)
    let ids = try first.postfix.queueIDs(in: "deferred")
    let path = try shell("cd \(world.queue) && find deferred -name '\(ids[0])'").split(separator: "\n")[0]
    let other = try shell("cd \(second.queue) && find deferred -type f").split(separator: "\n")[0]
    // The same message in two queues, and another one with the id of the second message.
    try shell("cp -p \(world.queue)/\(path) \(world.queue)/hold/\(ids[0])")
    try shell("cp -p \(second.queue)/\(other) \(world.queue)/deferred/\(ids[1])")
    let contents = try world.contents()
    let report = try world.repair()
    #expect(report.count(.duplicate) == 1 && report.ids.map(\.old.description) == [ids[1]])
    #expect(try world.contents() == contents)
    let listed = try world.listed()
    #expect(listed.count == 4 && ids.allSatisfy { listed[$0] != nil })
    #expect(listed[ids[0]]?.queue == "hold")
    try world.expectRepaired()
    _ = try world.postfix.run("postsuper", ["-H", "ALL"])
    try world.expectDeferred(4)
  }

  @Test("Of two copies the one stays that was delivered to more recipients")
  func progress() throws {
    let world = try RepairWorld()
    var options = QueueOptions()
    options.recipients = 3...3
    options.donePercent = 0
    let message = try QueueGenerator(seed: 8, options: options).fill(world.queue, count: 1)[0]
    try shell("cp -p \(world.queue)/\(message.path) \(world.queue)/hold/\(message.id)")
    let file = fopen("\(world.queue)/\(message.path)", "r+")
    fseek(file, message.recipients[1].offset, SEEK_SET)
    fputc(Int32(UInt8(ascii: "D")), file)
    fclose(file)
    let report = try world.repair()
    #expect(report.count(.duplicate) == 1 && report.ids.isEmpty)
    #expect(try world.listed()[message.id]?.queue == "deferred")
    let kept = try FileReading.contents(of: "\(world.queue)/\(message.path)")
    #expect(kept[message.recipients[1].offset] == UInt8(ascii: "D"))
    try world.expectRepaired()
  }

  @Test("A renaming that postsuper began is finished", arguments: [true, false])
  func fixLeftovers(_ isCopied: Bool) throws {
    let saved = try RepairWorld.saved(3)
    var ids = try saved.postfix.queueIDs(in: "deferred")
    // Killed in its first pass: logs are ahead of the last message; and in its second pass.
    try shell(
      """
      cd \(saved.queue)
      for f in $(find deferred defer -name '\(ids[0])') $(find defer -name '\(ids[1])') $(find deferred -name '\(ids[2])')
      do mv $f $f#FIX; done
      """)
    let world = isCopied ? try RepairWorld() : saved
    if isCopied { try world.restore(saved) }
    let report = try world.repair()
    if isCopied { ids = report.ids.map(\.new.description) }
    #expect(report.ids.count == (isCopied ? 3 : 0))
    let listed = try world.listed()
    #expect(Set(listed.keys) == Set(ids))
    #expect(listed.values.allSatisfy { $0.recipients.first?.contains("refused") == true })
    try world.expectRepaired()
    try world.expectDeferred(3)
  }

  @Test("What is no message goes out of the way; what was never finished is told")
  func strangers() throws {
    let saved = try RepairWorld.saved(2)
    let world = try RepairWorld()
    try world.restore(saved)
    try shell(
      """
      cd \(world.queue)
      echo text > deferred/x; ln -s /tmp deferred/y; mkfifo hold/AAAAAFIFO; : > hold/123.456; echo a > 'hold/a b'
      printf 'half a message' > incoming/BBBBB123; chmod 600 incoming/BBBBB123
      """)
    #expect(try world.postfix.run("postsuper", []).status != 0)
    let report = try world.repair()
    #expect(report.count(.setAside) == 3)
    let reasons = report.left.map(\.reason.rawValue).sorted()
    #expect(reasons == ["foreign-name", "temporary-file", "unfinished-file"], "\(report.text)")
    #expect(FileReading.exists("\(world.queue)/\(QueueStore.lostDirectory)/deferred-x"))
    #expect(try QueueRepairing.plan(world.store).isEmpty)
    #expect(try world.postfix.run("postsuper", ["-s"]).status == 0)
    #expect(try world.listed().count == 2)
  }

  @Test("Marks of Postfix itself stay, and submissions stay their submitters'")
  func ownMarks() throws {
    var options = QueueOptions.everything
    options.hashDepth = 2
    options.unfinishedPercent = 0
    let world = try RepairWorld(options)
    let messages = try QueueGenerator(seed: 4, options: options).fill(world.queue, count: 150)
    let before = try world.state()
    #expect(messages.contains { $0.isExpired } && messages.contains { $0.queue == .maildrop })
    let plan = try QueueRepairing.plan(world.store)
    let modes = plan.changes.filter { change in !messages.contains { change.path == $0.path && $0.mode == 0o750 } }
    #expect(modes.isEmpty, "\(QueueRepairReport(plan, of: world.store).text) \(modes)")
    #expect(try world.state() == before)
  }

  @Test("Nothing is done while Postfix runs, and Postfix does not start meanwhile")
  func running() throws {
    let world = try RepairWorld.saved(1)
    let plan = try QueueRepairing.plan(world.store)
    try world.postfix.start()
    #expect { try QueueRepairing.plan(world.store) } throws: { ($0 as? RecoveryFailure)?.kind == .locked }
    #expect { try QueueRepairing.carryOut(plan, on: world.store) { _ in } } throws: {
      ($0 as? RecoveryFailure)?.kind == .locked
    }
    try world.postfix.stop()
    try shell("chmod 755 \(world.queue)/deferred/?/*")
    _ = try QueueRepairing.carryOut(try QueueRepairing.plan(world.store), on: world.store) { _ in
      #expect(throws: TestFailure.self) { try world.postfix.start() }
    }
    try world.expectRepaired()
  }

  @Test("A queue that Postfix has delivered from after the repair is delivered once")
  func delivery() throws {
    let saved = try RepairWorld.saved(5)
    let world = try RepairWorld(QueueOptions(), .discarded)
    try world.restore(saved, "--no-same-owner")
    try shell("cd \(world.queue) && chmod -R 755 deferred defer")
    try world.repair()
    try world.expectRepaired()
    try world.postfix.start()
    try world.postfix.flush()
    try world.postfix.waitUntil(seconds: 60) {
      try world.postfix.queueIDs(in: "deferred").isEmpty && world.postfix.queueIDs(in: "active").isEmpty
        && world.postfix.queueIDs(in: "incoming").isEmpty
    }
    try world.postfix.stop()
    #expect(world.postfix.log.split(separator: "\n").filter { $0.contains("status=sent") }.count == 5)
    #expect(!world.postfix.log.contains("warning"), "\(world.postfix.log)")
  }

  @Test("A message never gets the log of another one that is gone")
  func orphanLog() throws {
    let world = try RepairWorld()
    var options = QueueOptions()
    options.deferLogPercent = 0
    let message = try QueueGenerator(seed: 9, options: options).fill(world.queue, count: 1)[0]
    let id = try #require(QueueID(ByteString(message.id)))
    let wrong = id.with(inode: 77).name
    try shell("cd \(world.queue)/$(dirname \(message.path)) && mv \(message.id) \(wrong)")
    // Its id is free but for a log.
    try shell(
      "cd \(world.queue) && echo old > bounce/\(message.id) && chown postfix:postfix bounce/* && chmod 600 bounce/*")
    let report = try world.repair()
    let next = QueueID(birth: .microseconds((id.microseconds + 1) % 1_000_000), inode: id.inode).name
    #expect(report.ids.map(\.new) == [next])
    #expect(try FileReading.names(inDirectory: "\(world.queue)/bounce") == [message.id])
    try world.expectRepaired()
  }

  @Test("Of two names of one message one goes away; a name outside the queue is told")
  func hardLinks() throws {
    let world = try RepairWorld()
    let messages = try QueueGenerator(seed: 9).fill(world.queue, count: 2)
    try shell(
      """
      cd \(world.queue)
      ln \(messages[0].path) hold/00000ABC
      ln \(messages[1].path) ../elsewhere; chmod 755 \(messages[1].path)
      """)
    let report = try world.repair()
    #expect(report.count(.duplicate) == 1 && report.ids.isEmpty)
    #expect(Set(try world.listed().keys) == Set(messages.map(\.id)))
    #expect(report.left.filter { $0.reason == .hardLink }.count == 2)
    #expect(report.left.filter { $0.reason == .wrongHardLink }.map(\.path) == [messages[1].path])
    #expect(try QueueRepairing.plan(world.store).isEmpty)
  }

  @Test("A message whose name is no id gets one; a piece of a message does not")
  func otherNames() throws {
    let world = try RepairWorld()
    let messages = try QueueGenerator(seed: 10).fill(world.queue, count: 2)
    try shell(
      """
      cd \(world.queue)
      mv \(messages[0].path) deferred/restored
      head -c 200 \(messages[1].path) > hold/piece_of_it; chown postfix:postfix hold/*; chmod 700 hold/*
      """)
    let report = try world.repair()
    #expect(report.ids.map(\.old) == ["restored"])
    #expect(report.left.map(\.reason.rawValue).sorted() == ["damaged-message", "no-queue-id"])
    let id = try #require(report.ids.first?.new)
    #expect(QueueID(id)?.microseconds == UInt32(messages[0].arrival.microseconds))
    #expect(
      try world.store.find(id, in: [.deferred]).first?.folder.path == world.store.folder(of: id, in: .deferred).path)
    #expect(try QueueRepairing.plan(world.store).isEmpty)
  }
}
