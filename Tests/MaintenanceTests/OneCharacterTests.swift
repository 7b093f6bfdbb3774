// Names of one character, which Postfix takes for directories, and what is hidden behind them.

import Bytes
import Glibc
import Maintenance
import SystemAccess
import TestSupport
import Testing

@Suite("Hazards: names of one character", .enabled(if: BrokenQueue.canRun, "needs root and the user postfix"))
struct OneCharacterTests {
  let queue: BrokenQueue
  init() throws { queue = try BrokenQueue() }

  /// Moves the hash directory of a message elsewhere, and puts a link in its place.
  private func linkAway(_ directory: String) throws {
    try queue.change(directory) { rename($0, "\(queue.directory.path)/elsewhere") }
    try queue.change(directory) { symlink("\(queue.directory.path)/elsewhere", $0) }
  }

  private func folder(of path: String) -> String { path.split(separator: "/").dropLast().joined(separator: "/") }

  @Test("A file with a name of one character, at which everything dies, is moved away with its content")
  func oneCharacterFile() throws {
    try queue.plant("deferred/x", Array("precious".utf8))
    try queue.plant("hold/A")
    #expect(try queue.check().counts == [.oneCharacterFile: 2])
    #expect(try queue.repaired().counts == [.putAside: 2])
    #expect(try queue.lost == ["deferred-x", "hold-A"])
    #expect(try queue.content("postkeep-lost+found/deferred-x") == Array("precious".utf8))
    // Another one does not replace the first.
    try queue.plant("deferred/x", Array("again".utf8))
    #expect(try queue.repaired().counts == [.putAside: 3])
    #expect(try queue.lost == ["deferred-x", "deferred-x.1", "hold-A"])
  }

  @Test("A FIFO, a socket and a device of such a name are as bad, and so is what lies in flush")
  func noFiles() throws {
    try queue.change("deferred/x") { mkfifo($0, 0o700) }
    try queue.change("defer/y") { mknod($0, S_IFSOCK | 0o700, 0) }
    try queue.change("hold/z") { mknod($0, S_IFCHR | 0o600, 0x103) }
    try queue.plant("flush/x")
    let report = try queue.report()
    #expect(report.findings.counts == [.oneCharacterFile: 4] && report.verdict == .findings)
    #expect(try queue.repaired().counts == [.putAside: 4])
    #expect(try queue.lost == ["defer-y", "deferred-x", "flush-x", "hold-z"])
  }

  @Test("Where Postfix takes it for no directory, it is not called deadly")
  func otherPlaces() throws {
    try queue.plant("corrupt/x")
    try queue.plant("trace/x")
    try queue.plant("maildrop/x", queue.content(queue.file))
    try queue.change("maildrop/y") { mkfifo($0, 0o700) }
    try queue.change("trace/z") { symlink("/nowhere", $0) }
    #expect(try queue.check().counts == [.foreignName: 2, .noQueueID: 1, .fifo: 1, .link: 1])
  }

  @Test("A link with nothing behind it, where no hash directory belongs, is moved")
  func emptyLink() throws {
    try queue.change("deferred/z") { symlink("/nowhere", $0) }
    try queue.change("hold/y") { symlink("/etc/passwd", $0) }
    mkdir("\(queue.directory.path)/empty", 0o755)
    try queue.change("hold/5") { symlink("\(queue.directory.path)/empty", $0) }
    #expect(try queue.check().counts == [.oneCharacterLink: 3])
    #expect(try queue.repaired().counts == [.putAside: 3])
    #expect(try queue.lost == ["deferred-z", "hold-5", "hold-y"])
  }

  @Test("A link with something behind it is left to a person, and nothing is ever done behind it")
  func fullLink() throws {
    mkdir("\(queue.directory.path)/outside", 0o755)
    try queue.directory.write("mine", to: "outside/BAC54F7C0A6")
    try queue.change("deferred/z") { symlink("\(queue.directory.path)/outside", $0) }
    try queue.change("corrupt/z") { symlink("\(queue.directory.path)/outside", $0) }
    #expect(try queue.repaired().counts == [.oneCharacterLink: 1, .link: 1])
    var status = stat()
    #expect(stat("\(queue.directory.path)/outside/BAC54F7C0A6", &status) == 0 && status.st_uid == 0)
    #expect(try queue.lost == [])
  }

  @Test("A link in the place of a hash directory stays, empty or not, and the logs of what is behind it are no orphans")
  func hashDirectory() throws {
    let message = try queue.message
    try linkAway(folder(of: message.path))
    let (outcome, counts) = try queue.repaired()
    #expect(outcome.repaired == 0 && counts == [.oneCharacterLink: 1])
    #expect(try queue.content(message.path).isEmpty == false)
    _ = try Subprocess.run("find", ["\(queue.directory.path)/elsewhere", "-type", "f", "-delete"])
    #expect(try queue.repaired().counts == [.oneCharacterLink: 1] && queue.lost == [])
  }

  @Test("A link that comes between the check and the repair hides messages, too")
  func lateLink() throws {
    let message = try queue.message
    let log = "defer/" + message.path.split(separator: "/").dropFirst().joined(separator: "/")
    try queue.change(message.path) { rename($0, queue.path("kept")) }
    let plan = RepairPlan(try queue.report())
    try queue.change("kept") { rename($0, queue.path(message.path)) }
    try linkAway(folder(of: message.path))
    let outcome = plan.carryOut(on: try queue.store())
    #expect(outcome.repaired == 0 && outcome.changed == 1 && queue.exists(log))
  }
}
