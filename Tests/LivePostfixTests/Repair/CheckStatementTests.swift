// What queue check says of Postfix, asked of the real one.

import Bytes
import Glibc
import Maintenance
import PostfixQueue
import QueueStore
import SystemAccess
import TestSupport
import Testing

/// A stopped Postfix with deferred messages that it has tried itself, and the check of its queue.
private struct CheckWorld {
  let repair: RepairWorld
  let ids: [String]
  var postfix: PrivatePostfix { repair.postfix }

  init(_ count: Int, _ options: QueueOptions = QueueOptions()) throws {
    repair = try RepairWorld.saved(count, options)
    ids = try repair.postfix.queueIDs(in: "deferred")
  }

  func path(_ relative: String) -> String { "\(repair.queue)/\(relative)" }
  func file(_ id: String) -> String { path("deferred/\(id.prefix(1))/\(id)") }

  /// Where a deferred message lies, whatever its id is like.
  func found(_ id: String) throws -> String {
    let places = try Subprocess.run("find", [path("deferred"), "-name", id]).output
    return try #require(String(decoding: places, as: UTF8.self).split(separator: "\n").first.map(String.init))
  }

  func counts() throws -> [HealthKind: Int] { try QueueCheck(repair.store, now: LocalTime.now).run().findings.counts }

  /// Repairs what can be repaired.
  func fix() throws -> RepairOutcome {
    RepairPlan(try QueueCheck(repair.store, now: LocalTime.now).run()).carryOut(on: repair.store)
  }

  /// A young log is no orphan whatever else is wrong.
  func ageLogs() throws { try shell("find \(path("defer")) -type f -exec touch -d '1 day ago' {} +") }

  func setAge(_ path: String, days: Int) throws { try shell("touch -d '\(days) days ago' \(path)") }

  /// Starts Postfix, has it try everything, and stops it when a good message was tried.
  func tryAll(until id: String) throws {
    let attempts = { postfix.log.split(separator: "\n").count { $0.contains("\(id): to=<") } }
    let before = attempts()
    try postfix.start()
    try postfix.flush()
    try postfix.waitUntil(seconds: 60) { attempts() > before }
    try postfix.waitUntil(seconds: 60) { try postfix.queueIDs(in: "active").isEmpty }
    try postfix.stop()
  }
}

@Suite("Live: what queue check says", .enabled(if: PrivatePostfix.canRun, "needs root and Postfix"))
struct CheckStatementTests {
  @Test(
    "postsuper and postfix start die of one character where the check says so, and only there",
    arguments: [S_IFREG, S_IFIFO, S_IFSOCK, S_IFCHR])
  func oneCharacter(kind: mode_t) throws {
    let world = try CheckWorld(1)
    for area in ["maildrop", "incoming", "active", "deferred", "hold", "corrupt", "defer", "bounce", "trace", "flush"] {
      let path = world.path("\(area)/x")
      mknod(path, kind | 0o700, kind == S_IFCHR ? 0x103 : 0)
      try shell("chown postfix: \(path)")
      let isDeadly = try world.counts()[.oneCharacterFile] != nil
      #expect(try (world.postfix.run("postsuper", ["-s"]).status != 0) == isDeadly, "\(area)")
      if isDeadly {
        #expect(throws: TestFailure.self, "\(area)") { try world.postfix.start() }
        #expect(try world.fix().repaired == 1, "\(area)")
        #expect(try world.postfix.run("postsuper", ["-s"]).status == 0, "\(area)")
      }
      unlink(path)
    }
    #expect(try Set(world.repair.listed().keys) == Set(world.ids))
  }

  @Test("A running qmgr dies of it in deferred, showq in active and hold, and nothing of it in defer and flush")
  func running() throws {
    let world = try CheckWorld(1)
    try world.postfix.start()
    for (area, isDeadly) in [("defer", false), ("flush", false), ("active", true), ("hold", true)] {
      mkfifo(world.path("\(area)/x"), 0o700)
      #expect(try (world.postfix.run("postqueue", ["-p"]).status != 0) == isDeadly, "\(area)")
      unlink(world.path("\(area)/x"))
    }
    mkfifo(world.path("deferred/x"), 0o700)
    try world.postfix.flush()
    try world.postfix.waitUntil(seconds: 60) {
      world.postfix.log.split(separator: "\n").contains {
        $0.contains("/qmgr[") && $0.contains("open directory deferred/x")
      }
    }
    try world.postfix.stop()
  }

  @Test("Postfix delivers through a link in the place of a hash directory, before and after a repair")
  func hashLink() throws {
    let world = try CheckWorld(8)
    try world.ageLogs()
    let id = try #require(world.ids.first)
    let folder = world.path("deferred/\(id.prefix(1))")
    let outside = "\(world.postfix.directory.path)/outside"
    try shell("mv \(folder) \(outside) && ln -s \(outside) \(folder)")
    #expect(try world.postfix.run("postsuper", ["-s"]).status == 0)
    for _ in 0..<2 {
      #expect(try world.fix().repaired == 0 && world.counts() == [.oneCharacterLink: 1])
      #expect(try Set(world.repair.listed().keys) == Set(world.ids))
    }
    try world.tryAll(until: id)
    let tried = world.postfix.log.split(separator: "\n").count { $0.contains("\(id): to=<") }
    #expect(tried > 1 && FileReading.exists("\(outside)/\(id)"))
    #expect(try world.repair.logs(of: id)["defer"] != nil)
  }

  @Test("A queue that was moved away comes back with its logs")
  func movedQueue() throws {
    let world = try CheckWorld(3)
    try world.ageLogs()
    try shell("mv \(world.path("deferred")) \(world.path("deferred.away"))")
    #expect(try world.postfix.run("postsuper", ["-s"]).status != 0)
    #expect(try world.fix().repaired == 0 && world.counts() == [.missingDirectory: 1, .strayQueue: 1])
    try shell("mv \(world.path("deferred.away")) \(world.path("deferred"))")
    #expect(try world.repair.listed().values.allSatisfy { $0.recipients.first?.contains("refused") == true })
  }

  @Test(
    "Postfix sees no file of such a mode, and deletes it at a start when it is a week old",
    arguments: [0o400, 0o440, 0o500, 0o300, 0o600])
  func modes(mode: mode_t) throws {
    let world = try CheckWorld(3)
    let (young, old) = (world.file(world.ids[0]), world.file(world.ids[1]))
    for file in [young, old] { chmod(file, mode) }
    try world.setAge(young, days: 6)
    let kind: HealthKind = mode & 0o700 == 0o400 ? .corruptMark : .unfinishedFile
    try world.setAge(old, days: 6)
    try world.tryAll(until: world.ids[2])
    #expect(try Array(world.repair.listed().keys) == [world.ids[2]])
    #expect(FileReading.exists(young) && FileReading.exists(old))
    #expect(try world.postfix.queueIDs(in: "corrupt").isEmpty)
    try world.setAge(old, days: 8)
    #expect(try world.counts() == [kind: 1, .doomedUnfinished: 1])
    #expect([kind, .doomedUnfinished].allSatisfy { !$0.text.what.contains("permission to execute") })
    let words = world.postfix.log.count
    try world.tryAll(until: world.ids[2])
    #expect(FileReading.exists(young) && !FileReading.exists(old))
    #expect(!world.postfix.log.dropFirst(words).contains(world.ids[1]))
  }

  @Test("A message in active that bears the mark at a start goes to incoming, and stays there")
  func markInActive() throws {
    let world = try CheckWorld(2)
    let id = world.ids[0]
    try shell("chmod 400 \(world.file(id)) && mv \(world.file(id)) \(world.path("active/\(id)"))")
    #expect(try world.counts() == [.corruptMark: 1])
    #expect(HealthKind.corruptMark.text.consequence.contains("Otherwise Postfix does not see it"))
    try world.tryAll(until: world.ids[1])
    #expect(try world.postfix.queueIDs(in: "incoming") == [id] && world.postfix.queueIDs(in: "corrupt").isEmpty)
  }

  @Test("What a delivery agent marks goes to corrupt when the attempt is over")
  func markByAgent() throws {
    var options = PrivatePostfixOptions()
    options.settings = ["relayhost =", "default_transport = slow"]
    options.services = ["slow unix - n n - - pipe user=nobody argv=/bin/sh -c {sleep 3; exit 75}"]
    let postfix = try PrivatePostfix(options)
    try postfix.start()
    let id = try #require(try postfix.inject(1, from: "sender@a.test", to: ["one@b.test"]).first)
    let active = "\(postfix.queueDirectory)/active/\(id)"
    try postfix.waitUntil(seconds: 60) { FileReading.exists(active) }
    chmod(active, 0o400)
    try postfix.waitUntil(seconds: 60) { try postfix.queueIDs(in: "corrupt") == [id] }
    try postfix.stop()
  }

  @Test(
    "qmgr dies of a file of root where the check says so, and only there",
    arguments: [0o700, 0o755, 0o644, 0o600, 0o400])
  func foreignOwner(mode: mode_t) throws {
    let world = try CheckWorld(2)
    let file = world.file(world.ids[0])
    chown(file, 0, 0)
    chmod(file, mode)
    let isDeadly = try world.counts()[.foreignOwner] != nil
    try world.postfix.start()
    try world.postfix.flush()
    func says(_ text: String) -> Bool {
      world.postfix.log.split(separator: "\n").contains { $0.contains("/qmgr[") && $0.contains(text) }
    }
    if isDeadly {
      try world.postfix.waitUntil(seconds: 60) { says("fatal: open active \(world.ids[0]): Permission denied") }
    } else {
      let id = world.ids[1]
      let attempts = { world.postfix.log.split(separator: "\n").count { $0.contains("\(id): to=<") } }
      try world.postfix.waitUntil(seconds: 60) { attempts() > 1 }
      #expect(!says("fatal") && FileReading.exists(file))
    }
    try world.postfix.stop()
    #expect(isDeadly == (mode & 0o700 == 0o700))
  }

  @Test("A log of root in defer is replaced at the next attempt", arguments: [0o000, 0o400, 0o644])
  func deferLog(mode: mode_t) throws {
    let world = try CheckWorld(1)
    let id = world.ids[0]
    let path = world.path("defer/\(id.prefix(1))/\(id)")
    chown(path, 0, 0)
    chmod(path, mode)
    #expect(try world.counts() == [.foreignDeferLogOwner: 1])
    try world.tryAll(until: id)
    #expect(try world.counts() == [:] && FileReading.exists(path))
  }

  @Test("bounce dies of a record that it may not read, and the message stays", arguments: [0o000, 0o600])
  func bounceLog(mode: mode_t) throws {
    let world = try CheckWorld(1)
    let id = world.ids[0]
    let path = world.path("bounce/\(id)")
    try shell("cp \(world.path("defer"))/*/\(id) \(path)")
    chown(path, 0, 0)
    chmod(path, mode)
    #expect(try world.counts() == [.foreignLogOwner: 1])
    try world.postfix.start()
    try world.postfix.flush()
    try world.postfix.waitUntil(seconds: 60) {
      world.postfix.log.contains("fatal: open bounce \(id): Permission denied")
    }
    try world.postfix.waitUntil(seconds: 60) { world.postfix.log.contains("\(id): status=deferred (bounce failed)") }
    try world.postfix.stop()
    #expect(try world.counts()[.foreignLogOwner] == 1)
  }

  @Test("postsuper -e refuses a message with two names; -r does not, and pickup deletes it")
  func hardLink() throws {
    let world = try CheckWorld(1)
    let (id, file) = (world.ids[0], world.file(world.ids[0]))
    try shell("ln \(file) \(world.postfix.directory.path)/other")
    #expect(try world.counts()[.hardLink] == 1)
    let statement = HealthKind.hardLink.text.consequence
    #expect(statement.contains("'postsuper -r' moves it there") && statement.contains("'postsuper -e' refuses it"))
    _ = try world.postfix.run("postsuper", ["-e", id])
    #expect(FileReading.status(of: file)?.mode == 0o700)
    _ = try world.postfix.run("postsuper", ["-r", id])
    #expect(try world.postfix.queueIDs(in: "maildrop") == [id])
    try world.postfix.start()
    try world.postfix.waitUntil(seconds: 60) { try world.postfix.queueIDs(in: "maildrop").isEmpty }
    try world.postfix.waitUntil(seconds: 60) { world.postfix.log.contains("maildrop/\(id): file has 2 hard links") }
    try world.postfix.stop()
    #expect(try world.repair.listed().isEmpty)
  }

  @Test("postsuper -s replaces a message by a misplaced one of its id, which the check calls a second message")
  func misplacedDuplicate() throws {
    // By the inode in a short id it sees that one of them is none of it.
    var options = QueueOptions()
    options.ids = .long
    let world = try CheckWorld(2, options)
    let id = world.ids[0]
    try shell(
      """
      cd \(world.path("deferred")) && install -d -o postfix -m 700 8 8/8
      mv */\(world.ids[1]) 8/8/\(id)
      """)
    let counts = try world.counts()
    #expect(counts[.duplicateID] == 1 && counts[.misplacedFile] == nil && counts[.inodeMismatch] == nil)
    #expect(try world.postfix.run("postsuper", ["-s"]).status == 0)
    #expect(try world.postfix.queueIDs(in: "deferred").count == 1)
  }

  @Test("postsuper takes the mark of a renaming off a log in defer, and not in trace and corrupt")
  func marks() throws {
    let world = try CheckWorld(1)
    let id = world.ids[0]
    for area in ["defer", "trace", "corrupt"] {
      try shell("cd \(world.repair.queue) && install -o postfix -m 700 /dev/null '\(area)/ABCDEF12345#FIX'")
    }
    try shell("mv \(world.file(id)) '\(world.file(id))#FIX'")
    #expect(try world.counts() == [.interruptedRepair: 2, .repairMark: 2])
    #expect(try world.postfix.run("postsuper", ["-s"]).status == 0)
    let left = try world.counts()
    #expect(left[.interruptedRepair] == nil && left[.repairMark] == 2)
    #expect(FileReading.exists(world.file(id)))
  }

  @Test("A long id of another inode stays through postsuper -s and a start, is tried, and is no mail for cron")
  func longID() throws {
    var options = QueueOptions()
    options.ids = .long
    let world = try CheckWorld(2, options)
    let (id, file) = (world.ids[0], try #require(world.ids.first.map { try world.found($0) }))
    try shell("cp -p \(file) \(world.path("copy")) && mv \(world.path("copy")) \(file)")
    #expect(try world.postfix.run("postsuper", ["-s"]).status == 0)
    try world.tryAll(until: id)
    #expect(FileReading.exists(file))
    #expect(try world.counts() == [.longIDMismatch: 1])
    let report = try QueueCheck(world.repair.store, now: LocalTime.now).run()
    let plain = TerminalStyle(isColored: false)
    #expect(HealthReportText(isVerbose: false, isQuiet: true, terminal: plain).text(of: report) == "")
    #expect(HealthReportText(isVerbose: false, isQuiet: false, terminal: plain).text(of: report).contains("1 info;"))
  }

  @Test("A message that was put aside comes back as the check says: mv -n, postsuper -s", arguments: [true, false])
  func putBack(isLong: Bool) throws {
    var options = QueueOptions()
    options.ids = isLong ? .long : .short
    let world = try CheckWorld(2, options)
    let file = try world.found(world.ids[0])
    let lost = world.path("postkeep-lost+found")
    let origin = String(file.dropFirst(world.repair.queue.count + 1))
    try shell("mkdir -m 700 \(lost) && mv \(file) \(lost)/\(origin.replacing("/", with: "-"))")
    let report = try QueueCheck(world.repair.store, now: LocalTime.now).run()
    let finding = try #require(report.findings.all.first { $0.kind == .putAside })
    #expect(finding.detail.hasSuffix(", was \(origin)"), "\(finding.detail)")
    let shown = try world.postfix.run("postcat", ["\(world.repair.queue)/\(finding.path)"])
    #expect(shown.status == 0)
    try shell("cd \(world.repair.queue) && mv -n \(finding.path) \(origin)")
    #expect(try world.postfix.run("postsuper", ["-s"]).status == 0)
    #expect(try world.counts() == [:])
    #expect(try Set(world.repair.listed().keys) == Set(world.ids))
  }

  @Test("A renaming by postsuper leaves its mark on trace logs")
  func traceLog() throws {
    let world = try CheckWorld(1)
    let id = world.ids[0]
    try shell(
      """
      cd \(world.repair.queue) && cp -p \(world.file(id)) copy && mv copy \(world.file(id))
      install -o postfix -m 600 /dev/null trace/\(id)
      """)
    #expect(try world.counts()[.strandedTrace] == 1)
    _ = try world.postfix.run("postsuper", ["-s"])
    #expect(try world.counts()[.repairMark] == 1)
  }

  @Test(
    "A long id while enable_long_queue_ids is off loses its trace log at the next start, and the check says so before")
  func longIDWithTrace() throws {
    var options = QueueOptions()
    options.ids = .long
    let world = try CheckWorld(1, options)
    let id = world.ids[0]
    try shell("install -o postfix -m 600 /dev/null \(world.path("trace"))/\(id)")
    #expect(try world.counts()[.strandedTrace] == nil)
    try shell("postconf -c \(world.postfix.configurationDirectory) enable_long_queue_ids=no")
    let store = try QueuePlace.open(configuration: world.postfix.configurationDirectory, queue: nil)
    #expect(try QueueCheck(store, now: LocalTime.now).run().findings.counts[.strandedTrace] == 1)
    try world.postfix.start()
    try world.postfix.stop()
    #expect(try shell("ls \(world.path("trace"))").contains("#FIX"))
    #expect(try world.postfix.queueIDs(in: "deferred") != [id])
  }

  @Test("pickup leaves in maildrop what the check says that it cannot read, and takes all else")
  func submissions() throws {
    let world = try RepairWorld(QueueOptions(), .discarded)
    let owners = try QueueOwners.installed()
    let maildrop = "\(world.queue)/maildrop"
    try world.postfix.start()
    try world.postfix.stop()
    var stuck: Set<String> = []
    for (owner, group, mode, isTaken) in [
      (0, 0, 0o700, false), (0, 0, 0o740, false), (0, owners.dropGroup, 0o740, false), (0, owners.group, 0o700, false),
      (12345, 0, 0o711, false), (0, 0, 0o744, true), (12345, 0, 0o704, true), (0, owners.group, 0o750, true),
      (owners.user, owners.group, 0o700, true), (owners.user, 0, 0o700, true),
    ] as [(UInt32, UInt32, mode_t, Bool)] {
      let before = Set(try world.postfix.queueIDs(in: "maildrop"))
      try shell(
        "printf 'Subject: x\\n\\nx\\n' | sendmail -C \(world.postfix.configurationDirectory) -f s@a.test r@b.test 2>/dev/null"
      )
      let new = try #require(Set(try world.postfix.queueIDs(in: "maildrop")).subtracting(before).first)
      #expect(chown("\(maildrop)/\(new)", owner, group) == 0 && chmod("\(maildrop)/\(new)", mode) == 0)
      if !isTaken { stuck.insert(new) }
    }
    let findings = try QueueCheck(world.store, now: LocalTime.now).run().findings
    #expect(Set((findings.kept[.unreadableSubmission] ?? []).map { String($0.path.dropFirst(9)) }) == stuck)
    try world.postfix.start()
    try world.postfix.waitUntil(seconds: 60) { Set(try world.postfix.queueIDs(in: "maildrop")) == stuck }
    try world.postfix.stop()
    #expect(Set(try world.postfix.queueIDs(in: "maildrop")) == stuck)
  }
}
