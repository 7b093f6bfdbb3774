// Names that do not belong into a queue, and what is no file.

import Bytes
import Glibc
import Maintenance
import PostfixQueue
import SystemAccess
import TestSupport
import Testing

@Suite("Hazards: names and kinds", .enabled(if: BrokenQueue.canRun, "needs root and the user postfix"))
struct NameHazardTests {
  let queue: BrokenQueue
  init() throws { queue = try BrokenQueue() }

  @Test("Links, FIFOs and sockets go where postsuper removes them, and are moved where it does not")
  func special() throws {
    try queue.directory.write("mine", to: "outside")
    try queue.change("deferred/BAC54F7C0A6") { symlink("\(queue.directory.path)/outside", $0) }
    try queue.change("hold/BAC54F7C0A7") { mkfifo($0, 0o700) }
    try queue.change("corrupt/BAC54F7C0A8") { mkfifo($0, 0o700) }
    try queue.change("incoming/a.fifo") { mkfifo($0, 0o700) }
    #expect(try queue.check().counts == [.link: 1, .fifo: 3])
    #expect(try queue.repaired().counts == [.putAside: 2])
    #expect(FileReading.exists("\(queue.directory.path)/outside"))
    #expect(!queue.exists("deferred/BAC54F7C0A6") && !queue.exists("hold/BAC54F7C0A7"))
    #expect(try queue.lost == ["corrupt-BAC54F7C0A8", "incoming-a.fifo"])
  }

  @Test("A device and a directory with a long name are left to a person")
  func strays() throws {
    try queue.change("hold/nullnull") { mknod($0, S_IFCHR | 0o600, 0x103) }
    try queue.change("hold/directory") { mkdir($0, 0o700) }
    #expect(try queue.check().counts == [.device: 1, .strayDirectory: 1])
    #expect(try queue.repaired().outcome.repaired == 0)
  }

  @Test(
    "Names that Postfix does not give are told byte by byte",
    arguments: ["a b", "new\nline", "; rm -rf x", "-d", "...", "ÄÖ", "mail.txt", String(repeating: "é", count: 120)])
  func foreignNames(name: String) throws {
    try queue.plant("hold/\(name)")
    #expect(try queue.check().counts == [.foreignName: 1])
    let text = HealthReportText(isVerbose: false, isQuiet: false, terminal: TerminalStyle(isColored: false))
    #expect(!text.text(of: try queue.report()).contains("new\nline"))
  }

  @Test("Names of letters that are no ids, and ids too short or too large for one")
  func noIDs() throws {
    let message = try queue.content(queue.file)
    try queue.plant("hold/README", message)
    try queue.plant("hold/BAC54FFFFFFFFFFFFFFFFF", message)
    try queue.plant("hold/AB3", message)
    #expect(try queue.check().counts == [.noQueueID: 2, .shortName: 1])
  }

  @Test("Temporary files of days ago, and files that postsuper was renaming")
  func leftovers() throws {
    try queue.plant("incoming/123456.789", mode: 0o600)
    try queue.setAge("incoming/123456.789", days: 2)
    try queue.plant("deferred/BAC54F7C0A6#FIX")
    #expect(try queue.check().counts == [.staleTemporary: 1, .interruptedRepair: 1])
  }

  @Test("The log of a message that postsuper was renaming is no orphan")
  func markedMessage() throws {
    let file = try queue.file
    try queue.change(file) { rename($0, queue.path("\(file)#FIX")) }
    #expect(try queue.check().counts == [.interruptedRepair: 1])
  }

  @Test(
    "The log of a message that somebody has put aside under another name is no orphan",
    arguments: [".sav", "~", ".bak"])
  func renamedMessage(suffix: String) throws {
    let file = try queue.file
    try queue.change(file) { rename($0, queue.path("\(file)\(suffix)")) }
    #expect(try queue.check().counts == [.foreignName: 1])
  }

  @Test("A hash directory that somebody has renamed holds mail that nobody sees, and its logs are no orphans")
  func renamedDirectory() throws {
    let directory = FilePath.split(try queue.file).directory
    try queue.change(directory) { rename($0, queue.path("\(directory).bak")) }
    let logs = try FileReading.names(inDirectory: queue.path("defer")).count
    let report = try queue.report()
    #expect(report.findings.counts == [.strayFiles: 1] && HealthKind.strayFiles.severity == .medium)
    #expect(try queue.repaired().outcome.repaired == 0)
    #expect(try FileReading.names(inDirectory: queue.path("defer")).count == logs)
    try queue.change("\(directory).bak") { rename($0, queue.path(directory)) }
    #expect(try queue.check().counts == [:])
  }

  @Test("Where postsuper does not look it takes no mark off, and is not recommended")
  func marks() throws {
    try queue.plant("corrupt/BAC54F7C0A6#FIX")
    try queue.plant("trace/BAC54F7C0A7#FIX", mode: 0o600)
    let findings = try queue.check()
    #expect(findings.counts == [.repairMark: 2])
    #expect(!HealthKind.repairMark.text.advice.contains("postsuper"))
  }

  @Test("A copied file has an id of another inode; only postsuper -s may rename it")
  func inodes() throws {
    let file = try queue.file
    try queue.change(file) { rename($0, queue.path("moved")) }
    try queue.plant(file, queue.content("moved"))
    #expect(try queue.check().counts == [.inodeMismatch: 1])
    let plan = RepairPlan(try queue.report())
    #expect(plan.count == 0 && plan.remaining == 1)
  }

  @Test("With long ids a copy is only worth a word")
  func longInodes() throws {
    var options = BrokenQueue.healthy
    options.ids = .long
    let queue = try BrokenQueue(options)
    let file = try queue.file
    try queue.change(file) { rename($0, queue.path("moved")) }
    try queue.plant(file, queue.content("moved"))
    let report = try queue.report()
    #expect(report.findings.counts == [.longIDMismatch: 1] && report.verdict == .clean)
  }

  @Test("Files at another hash level, or in the directory of another digit, are found and told")
  func misplaced() throws {
    let message = try queue.message
    try queue.change(message.path) { rename($0, queue.path("deferred/\(message.id)")) }
    let held = queue.messages(in: .hold)[0]
    try queue.change("hold/Q") { mkdir($0, 0o700) }
    try queue.change("hold/Q") { chown($0, queue.owners.user, 0) }
    try queue.change(held.path) { rename($0, queue.path("hold/Q/\(held.id)")) }
    #expect(try queue.check().counts == [.misplacedFile: 2])
  }

  @Test("Empty directories of an earlier depth are removed, others not")
  func surplus() throws {
    let inner = try queue.file.split(separator: "/").dropLast().joined(separator: "/")
    for name in ["hold/B", "\(inner)/C"] {
      try queue.change(name) { mkdir($0, 0o700) }
      try queue.change(name) { chown($0, queue.owners.user, 0) }
    }
    #expect(try queue.check().counts == [.surplusDirectory: 2])
    #expect(try queue.repaired().counts == [:])
    #expect(!queue.exists("hold/B") && queue.exists(inner))
  }

  @Test("Two files with one id are both named, with their inodes")
  func duplicates() throws {
    let message = try queue.message
    try queue.plant("hold/\(message.id)", queue.content(message.path))
    let findings = try queue.check()
    // postsuper would give the copy another id, and the logs of the first with it.
    #expect(findings.counts == [.duplicateID: 1])
    let detail = findings.kept[.duplicateID]?.first?.detail ?? ""
    #expect(detail.contains("\(message.path) (inode \(message.inode))") && detail.contains("hold/\(message.id)"))
  }

  @Test(
    "A second file of an id is found wherever it lies, and postsuper is not told as a remedy: it would replace the first",
    arguments: ["deferred/8/8/8/ID", "deferred/ID", "hold/8/ID", "deferred/8/8/8/ID#FIX"])
  func misplacedDuplicate(place: String) throws {
    let message = try queue.message
    for folder in ["deferred/8", "deferred/8/8", "deferred/8/8/8", "hold/8"] {
      mkdir(queue.path(folder), 0o700)
      try queue.change(folder) { chown($0, queue.owners.user, 0) }
    }
    let other = place.replacing("ID", with: message.id)
    try queue.plant(other, queue.content(queue.messages(in: .hold)[0].path))
    let findings = try queue.check()
    #expect(findings.counts[.duplicateID] == 1)
    #expect(findings.counts[.misplacedFile] == nil && findings.counts[.inodeMismatch] == nil)
    let detail = findings.kept[.duplicateID]?.first?.detail ?? ""
    #expect(detail.contains("\(message.path) (inode \(message.inode))") && detail.contains("\(other) (inode "))
    #expect(HealthKind.duplicateID.text.advice.contains("before postsuper"))
    #expect(RepairPlan(try queue.report()).count <= 2)
    // One that is moved out leaves the other as it was.
    try queue.change(message.path) { rename($0, "\(queue.directory.path)/saved") }
    #expect(try queue.check().counts[.duplicateID] == nil)
  }

  @Test("A missing directory is told; one that is a link cannot be judged")
  func areas() throws {
    rmdir(queue.path("trace"))
    try queue.change("corrupt") { rmdir($0) }
    try queue.change("corrupt") { symlink("\(queue.directory.path)/etc", $0) }
    let report = try queue.report()
    #expect(report.findings.counts[.missingDirectory] == (queue.exists("trace") ? nil : 1))
    #expect(report.problems.contains { $0.contains("corrupt") })
  }

  @Test("A directory that is no queue is refused")
  func wrongQueue() throws {
    #expect(throws: MaintenanceFailure.self) {
      try QueuePlace.open(configuration: "\(queue.directory.path)/etc", queue: "/etc")
    }
  }
}
