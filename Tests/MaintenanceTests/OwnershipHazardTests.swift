// Owners, groups, modes and links of files and directories.

import Bytes
import Glibc
import Maintenance
import SystemAccess
import TestSupport
import Testing

@Suite("Hazards: owners and modes", .enabled(if: BrokenQueue.canRun, "needs root and the user postfix"))
struct OwnershipHazardTests {
  let queue: BrokenQueue
  init() throws { queue = try BrokenQueue() }

  @Test("One file that belongs to root, which kills the queue manager, is given back")
  func foreignOwner() throws {
    try queue.change(queue.file) { chown($0, 0, 0) }
    #expect(try queue.check().counts == [.foreignOwner: 1])
    let (outcome, counts) = try queue.repaired()
    #expect(outcome.repaired == 1 && outcome.failures == [] && counts == [:])
  }

  @Test("Of a file that Postfix sees no message in, nothing dies", arguments: [0o644, 0o600, 0o400])
  func unseenOwner(mode: mode_t) throws {
    try queue.change(queue.file) { chown($0, 0, 0) }
    try queue.change(queue.file) { chmod($0, mode) }
    let findings = try queue.check()
    #expect(findings.counts[.foreignUnseenOwner] == 1 && findings.counts[.foreignOwner] == nil)
    #expect(findings.kinds.allSatisfy { $0.severity > .critical })
    #expect(try queue.repaired().counts[.foreignUnseenOwner] == nil)
  }

  @Test("Logs have words of their own for a second name and another owner")
  func logs() throws {
    let message = try queue.message
    let log = "defer/" + message.path.split(separator: "/").dropFirst().joined(separator: "/")
    try queue.change(log) { link($0, "\(queue.directory.path)/other") }
    #expect(try queue.check().counts == [.linkedLog: 1])
    unlink("\(queue.directory.path)/other")
    for name in ["defer", "bounce"] {
      try queue.plant("\(name)/README", mode: 0o600)
      try queue.setAge("\(name)/README", days: 1)
      try queue.change("\(name)/README") { chown($0, 0, 0) }
    }
    let expected: [HealthKind: Int] = [
      .foreignDeferLogOwner: 1, .foreignLogOwner: 1, .orphanLog: 1, .orphanBounceLog: 1,
    ]
    #expect(try queue.check().counts == expected)
  }

  @Test("A foreign group alone is of less weight")
  func foreignGroup() throws {
    try queue.change(queue.file) { chown($0, queue.owners.user, 0) }
    #expect(try queue.check().counts == [.foreignGroup: 1])
    #expect(try queue.repaired().counts == [:])
  }

  @Test("Whoever sends mail by a local program owns the file in maildrop")
  func maildrop() throws {
    for message in queue.messages(in: .maildrop) {
      try queue.change(message.path) { chown($0, 12345, queue.owners.dropGroup) }
    }
    #expect(try queue.check().counts == [:])
  }

  @Test("Directories of root, or closed to their owner, or open to others, get their owners and modes back")
  func directories() throws {
    try queue.change("hold") { chown($0, 0, 0) }
    try queue.change("incoming") { chmod($0, 0o500) }
    try queue.change("defer") { chmod($0, 0o755) }
    try queue.change("maildrop") { chown($0, queue.owners.user, 0) }
    let expected: [HealthKind: Int] = [.directoryOwner: 1, .directoryClosed: 1, .directoryOpen: 1, .directoryGroup: 1]
    #expect(try queue.check().counts == expected)
    #expect(try queue.repaired().counts == [:])
  }

  @Test("Debian's sticky maildrop is as it should be")
  func sticky() throws {
    try queue.change("maildrop") { chmod($0, 0o1730) }
    #expect(try queue.check().counts == [:])
  }

  @Test("A careless chmod, which would bounce all mail, is taken back", arguments: [0o755, 0o711, 0o751])
  func expiredByChmod(mode: mode_t) throws {
    try queue.change(queue.file) { chmod($0, mode) }
    #expect(try queue.check().counts == [.expiredByChmod: 1])
    #expect(try queue.repaired().counts == [:])
  }

  @Test("Mode 0750 may be meant: it is told and left alone; 0710 is what postsuper -e gives")
  func expired() throws {
    try queue.change(queue.file) { chmod($0, 0o750) }
    try queue.change(queue.messages(in: .hold)[0].path) { chmod($0, 0o710) }
    #expect(try queue.check().counts == [.expiredByChmod: 1, .expired: 1])
    #expect(try queue.repaired().counts == [.expiredByChmod: 1, .expired: 1])
  }

  @Test("Other odd modes become 0700, and a flushed message stays flushed")
  func unusualMode() throws {
    try queue.change(queue.file) { chmod($0, 0o744) }
    try queue.change(queue.messages(in: .hold)[0].path) { chmod($0, 0o740) }
    #expect(try queue.check().counts == [.unusualMode: 1])
    #expect(try queue.repaired().counts == [:])
    var status = stat()
    #expect(try stat(queue.path(queue.file), &status) == 0 && status.st_mode & 0o777 == 0o740)
  }

  @Test("A file without the owner's x is told from one that the next start deletes, and neither is completed")
  func unfinished() throws {
    let hold = queue.messages(in: .hold)[0].path
    try queue.change(queue.file) { chmod($0, 0o600) }
    try queue.setAge(queue.file, days: 2)
    try queue.change(hold) { chmod($0, 0o600) }
    try queue.setAge(hold, days: 8)
    #expect(try queue.check().counts == [.unfinishedFile: 1, .doomedUnfinished: 1])
    #expect(try queue.repaired().outcome.repaired == 0)
  }

  @Test("The mark of a delivery agent that found damage saves no file from the next start", arguments: [0o400, 0o440])
  func corruptMark(mode: mode_t) throws {
    try queue.change(queue.file) { chmod($0, mode) }
    #expect(try queue.check().counts == [.corruptMark: 1])
    try queue.setAge(queue.file, days: 8)
    #expect(try queue.check().counts == [.doomedUnfinished: 1])
    #expect(try queue.repaired().outcome.repaired == 0)
  }

  @Test("Whatever the owner may not do, the file is unfinished", arguments: [0o500, 0o300, 0o200, 0o000])
  func otherPermissions(mode: mode_t) throws {
    try queue.change(queue.file) { chmod($0, mode) }
    #expect(try queue.check().counts == [.unfinishedFile: 1])
    try queue.setAge(queue.file, days: 8)
    #expect(try queue.check().counts == [.doomedUnfinished: 1])
  }

  @Test("Set-id and sticky bits are taken away", arguments: [0o4700, 0o2700, 0o1700])
  func setID(mode: mode_t) throws {
    try queue.change(queue.file) { chmod($0, mode) }
    #expect(try queue.check().counts == [.setIDBits: 1])
    #expect(try queue.repaired().counts == [:])
  }

  @Test("A file with two names is told, and nothing is changed that the other name would see")
  func hardLink() throws {
    let other = "\(queue.directory.path)/other"
    try queue.change(queue.file) { link($0, other) }
    try queue.change(queue.file) { chown($0, 0, 0) }
    #expect(try queue.check().counts == [.hardLink: 1, .foreignOwner: 1])
    let plan = RepairPlan(try queue.report())
    let text = plan.text(isApplied: false)
    let file = try queue.file
    #expect(plan.count == 0 && text.contains("Left alone:\n  \(file): it has another name"), "\(text)")
    #expect(!text.contains("Would repair"))
    let shown = HealthReportText(isVerbose: false, isQuiet: false, terminal: TerminalStyle(isColored: false))
    let report = shown.text(of: try queue.report())
    #expect(report.contains("--fix leaves it alone") && !report.contains("can do it"), "\(report)")
    let outcome = try queue.repaired().outcome
    #expect(outcome.repaired == 0 && outcome.failures == [])
    var status = stat()
    #expect(stat(other, &status) == 0 && status.st_uid == 0)
  }

  @Test(
    "A file in maildrop that pickup may not read is told, and made readable",
    arguments: [
      (owner: 0, group: 0, mode: 0o700), (0, 0, 0o740), (12345, 0, 0o711), (0, nil, 0o700),
    ] as [(UInt32, UInt32?, mode_t)])
  func unreadableSubmission(owner: UInt32, group: UInt32?, mode: mode_t) throws {
    let file = try #require(queue.messages(in: .maildrop).first).path
    try queue.change(file) { chown($0, owner, group ?? queue.owners.group) }
    try queue.change(file) { chmod($0, mode) }
    #expect(try queue.check().counts[.unreadableSubmission] == 1)
    _ = try queue.repaired()
    #expect(try queue.repaired().counts == [:])
  }

  @Test(
    "A file in maildrop is pickup's to read by its owner, by its group and by everybody",
    arguments: [
      (owner: nil, group: 0, mode: 0o700), (0, nil, 0o740), (0, 0, 0o744), (12345, 0, 0o704),
    ] as [(UInt32?, UInt32?, mode_t)])
  func readableSubmission(owner: UInt32?, group: UInt32?, mode: mode_t) throws {
    let file = try #require(queue.messages(in: .maildrop).first).path
    try queue.change(file) { chown($0, owner ?? queue.owners.user, group ?? queue.owners.group) }
    try queue.change(file) { chmod($0, mode) }
    #expect(try queue.check().counts == [:])
  }

  @Test("A message with two names in the queue is told as one that is delivered twice")
  func severalNames() throws {
    let message = try queue.message
    let other = "deferred/\(message.id.dropFirst().hasPrefix("0") ? "1" : "0")\(message.id.dropFirst(2))"
    let name = String(message.id.prefix(1)) + String(other.dropFirst(9))
    let second = message.path.split(separator: "/").dropLast().joined(separator: "/") + "/" + name
    try queue.change(message.path) { link($0, queue.path(second)) }
    let findings = try queue.check()
    #expect(findings.counts == [.severalNames: 1])
    let told = try #require(findings.kept[.severalNames]?.first)
    #expect("\(told.path) \(told.detail)".contains(message.path) && "\(told.path) \(told.detail)".contains(second))
  }

  @Test(
    "An immutable message, of which qmgr dies, is told, and no repair of it is promised", .enabled(if: Self.hasFlags))
  func immutable() throws {
    let path = queue.path(try queue.file)
    try queue.change(queue.file) { chmod($0, 0o755) }
    #expect(try Subprocess.run("chattr", ["+i", path]).status == 0)
    defer { _ = try? Subprocess.run("chattr", ["-i", path]) }
    #expect(try queue.check().counts == [.immutable: 1, .expiredByChmod: 1])
    let plan = RepairPlan(try queue.report())
    #expect(plan.count == 0 && plan.text(isApplied: false).contains("it is immutable"))
  }

  @Test("An immutable directory is told, and no repair of it is promised", .enabled(if: Self.hasFlags))
  func immutableDirectory() throws {
    try queue.change("hold") { chmod($0, 0o755) }
    #expect(try Subprocess.run("chattr", ["+i", queue.path("hold")]).status == 0)
    defer { _ = try? Subprocess.run("chattr", ["-i", queue.path("hold")]) }
    #expect(try queue.check().counts == [.immutable: 1, .directoryOpen: 1])
    #expect(RepairPlan(try queue.report()).count == 0)
  }

  /// File systems without this flag and containers without the right to it are told as a skipped test.
  static let hasFlags: Bool = {
    guard let directory = try? PrivateDirectory(), (try? directory.write("", to: "file")) != nil else { return false }
    let answers = ["+i", "-i"].map { try? Subprocess.run("chattr", [$0, "\(directory.path)/file"]).status }
    return answers == [0, 0]
  }()

  @Test("Owner and mode of one file are corrected together")
  func together() throws {
    try queue.change(queue.file) { chown($0, 0, 0) }
    try queue.change(queue.file) { chmod($0, 0o2755) }
    #expect(try queue.check().counts == [.foreignOwner: 1, .setIDBits: 1, .expiredByChmod: 1])
    let (outcome, counts) = try queue.repaired()
    #expect(outcome.repaired == 1 && counts == [:])
  }
}
