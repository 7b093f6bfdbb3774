// Queues of which a part cannot be seen: it is named, and nothing is concluded from not seeing it.

import Bytes
import Glibc
import Maintenance
import MessageSelections
import QueueStore
import SystemAccess
import TestSupport
import Testing

@Suite("Queues that cannot be seen as a whole", .enabled(if: BrokenQueue.canRun, "needs root and the user postfix"))
struct StrangeQueueTests {
  private func list(_ queue: BrokenQueue) throws -> QueueListingOutcome {
    try QueueListing(.ids, selection: .all).write(queue.store(), now: queue.now) { _ in true }
  }

  /// A program's output and status, run by the shell.
  private func shell(_ script: String, _ queue: BrokenQueue) throws -> (output: String, errors: String, status: Int32) {
    let words = ["-c", script, "sh", BuiltProgram.path, "\(queue.directory.path)/etc"]
    let result = try Subprocess.run("sh", words)
    return (
      String(decoding: result.output, as: UTF8.self), String(decoding: result.errors, as: UTF8.self), result.status
    )
  }

  @Test("Links and sockets between messages are passed over at once")
  func strays() throws {
    let queue = try BrokenQueue()
    let before = try list(queue)
    symlink("/etc/passwd", queue.path("deferred/LINK123456"))
    mknod(queue.path("hold/5E5E5E5E5E"), S_IFSOCK | 0o700, 0)
    let outcome = try list(queue)
    #expect(outcome.count == before.count && outcome.scan.problems.isEmpty && outcome.scan.isProven)
  }

  @Test("A link in the place of a hash directory is told, for Postfix follows it")
  func linkedDirectory() throws {
    let queue = try BrokenQueue()
    symlink("elsewhere", queue.path("deferred/z"))
    #expect(try list(queue).scan.problems.map(\.path) == [queue.path("deferred/z")])
  }

  @Test("A bounce expires after its own lifetime")
  func bounceLifetime() throws {
    var options = BrokenQueue.healthy
    options.nullSenderPercent = 50
    let queue = try BrokenQueue(options)
    let settings = try FileReading.contents(of: "\(queue.directory.path)/etc/main.cf")
    try queue.directory.write(settings + Array("bounce_queue_lifetime = 1d\n".utf8), to: "etc/main.cf")
    func count(_ condition: String) throws -> Int {
      try QueueListing(.ids, selection: Selection(where: ByteString(condition))).write(queue.store(), now: queue.now) {
        _ in true
      }.count
    }
    #expect(try count("is_bounce") > 0)
    #expect(try count("expires_in <= 1d") == count("is_bounce"))
  }

  @Test("A message that gets another mode in incoming has arrived once")
  func arrival() throws {
    let queue = try BrokenQueue()
    var motion = try QueueMotion(queue.store())
    try queue.plant("incoming/5E5E5E5E5E", mode: 0o700)
    try queue.change("incoming/5E5E5E5E5E") { chmod($0, 0o740) }
    #expect(try motion.count().arrived == 1)
    try queue.change("incoming/5E5E5E5E5E") { chmod($0, 0o700) }
    #expect(try motion.count().arrived == 0)
  }

  @Test("A link in the place of a queue is told, and its messages' logs are no orphans", arguments: ["link", "file"])
  func hiddenQueue(_ kind: String) throws {
    let queue = try BrokenQueue()
    try queue.change("deferred") { rename($0, queue.path("elsewhere")) }
    if kind == "link" { symlink("elsewhere", queue.path("deferred")) } else { try queue.plant("deferred") }
    #expect(try list(queue).scan.problems.map(\.path) == [queue.path("deferred")])
    let report = try queue.report()
    #expect(report.findings.counts[.orphanLog] == nil && report.findings.counts[.orphanBounceLog] == nil)
    let reason = kind == "link" ? "it is a link, and links are not followed" : "not a directory"
    #expect(report.problems == ["cannot open \(queue.path("deferred")): \(reason)"])
    #expect(try RepairPlan(queue.report()).carryOut(on: queue.store()).repaired == 0)
    #expect(throws: (any Error).self) { try queue.store().find(ByteString(queue.message.id)) }
  }

  @Test("A queue that was moved away is told, and its messages' logs wait for it")
  func movedQueue() throws {
    let queue = try BrokenQueue()
    try queue.change("deferred") { rename($0, queue.path("deferred.away")) }
    let (outcome, counts) = try queue.repaired()
    #expect(outcome.repaired == 0 && counts == [.missingDirectory: 1, .strayQueue: 1])
    try queue.change("deferred.away") { rename($0, queue.path("deferred")) }
    #expect(try queue.check().counts == [:])
  }

  @Test("A queue that is moved away between the check and the repair takes no logs with it")
  func lateMove() throws {
    let queue = try BrokenQueue()
    try queue.plant("bounce/BAC54F7C0A6", mode: 0o600)
    try queue.setAge("bounce/BAC54F7C0A6", days: 1)
    let plan = RepairPlan(try queue.report())
    try queue.change("hold") { rename($0, queue.path("hold.away")) }
    let outcome = plan.carryOut(on: try queue.store())
    #expect(plan.count == 1 && outcome.repaired == 0 && queue.exists("bounce/BAC54F7C0A6"))
  }

  @Test("Output that could not be written is an error, for any format")
  func fullDisk() throws {
    let queue = try BrokenQueue()
    let id = try queue.message.id
    for command in ["list --format ids", "list --format json", "list", "show \(id) --eml", "shape", "summary"] {
      let answer = try shell(#""$1" queue \#(command) -c "$2" >/dev/full"#, queue)
      #expect(answer.status == 2 && answer.errors.contains("no space left"), "\(command): \(answer)")
    }
    let closed = try shell(#""$1" queue list -c "$2" >&-"#, queue)
    #expect(closed.status == 2 && closed.errors.contains("standard output: it is closed"))
  }

  @Test("With few descriptors allowed, more are taken")
  func fewDescriptors() throws {
    let queue = try BrokenQueue()
    let answer = try shell(#"ulimit -Sn 20; "$1" queue list -c "$2" --format ids"#, queue)
    #expect(answer.status == 0 && answer.errors == "", "\(answer.errors)")
  }

  @Test(
    "What is no id is told with what is wrong about it",
    arguments: [
      ("AAAA", "shorter than six characters"), ("BAC54F7C0A6.eml", "other characters than letters and digits"),
      ("", "empty"), (String(repeating: "A", count: 256), "too long"),
    ])
  func noID(word: String, fault: String) throws {
    let queue = try BrokenQueue()
    let answer = try shell(#""$1" queue show -c "$2" '\#(word)'"#, queue)
    #expect(answer.status == 64 && answer.errors.contains("is no queue id: it"), "\(answer.errors)")
    #expect(answer.errors.contains(fault), "\(answer.errors)")
  }

  @Test("Two ids in a line of standard input are not taken for one")
  func twoWords() throws {
    let queue = try BrokenQueue()
    let answer = try shell(#"echo "ABCDEF1234 ABCDEF5678" | "$1" queue purge -c "$2" -"#, queue)
    #expect(answer.status == 64 && answer.errors.contains("'ABCDEF1234 ABCDEF5678' is no queue id"))
  }

  @Test("Of an id from standard input the one mark of mailq is taken off", arguments: ["*", "!", "#", ""])
  func mark(_ mark: String) throws {
    let queue = try BrokenQueue()
    let id = try queue.message.id
    let answer = try shell(#"printf '\n%s\n' '\#(id)\#(mark)' | "$1" queue list -c "$2" --format ids -"#, queue)
    #expect(answer.status == 0 && answer.output == "\(id)\n", "\(answer)")
  }

  @Test(
    "What else stands in a line of standard input is told with the number of the line",
    arguments: ["*ID", "ID**", "ID*!", "I*D", "*", "ID #", "ID*;", #"{"queue_id":"ID*"}"#, "{ID}"])
  func foreignLine(_ form: String) throws {
    let queue = try BrokenQueue()
    let id = try queue.message.id
    let line = form == "I*D" ? "\(id.prefix(6))*\(id.dropFirst(6))" : form.replacing("ID", with: id)
    let answer = try shell(#"printf '%s\n' '\#(id)' '' '\#(line)' | "$1" queue list -c "$2" --format ids -"#, queue)
    #expect(answer.status == 64 && answer.output.isEmpty, "\(answer)")
    #expect(answer.errors.hasPrefix("postkeep: standard input, line 3: "), "\(answer.errors)")
  }

  @Test("Ids that no message has are told, and what matches nothing is no empty queue")
  func missing() throws {
    let queue = try BrokenQueue()
    let id = try queue.message.id
    let answer = try shell(#""$1" queue purge -c "$2" ABCDEF1234 \#(id)"#, queue)
    #expect(answer.errors.contains("1 named and not found in") && answer.errors.contains(": ABCDEF1234\n"))
    #expect(answer.output.contains("Would remove 1 message"))
    #expect(try shell(#""$1" queue list -c "$2" ABCDEF1234"#, queue).output == "No message was found.\n")
  }
}
