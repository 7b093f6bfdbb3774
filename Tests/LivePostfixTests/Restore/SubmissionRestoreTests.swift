// A submission that the snapshot has in maildrop gets another id when pickup takes it: it is known again all the same.

import Glibc
import JSONText
import SystemAccess
import TestSupport
import Testing

@Suite("Live: restored submissions", .enabled(if: PrivatePostfix.canRun, "needs root and Postfix"))
struct SubmissionRestoreTests {
  private let postfix: PrivatePostfix
  private var store: String { "\(postfix.directory.path)/snapshots" }

  /// Two submissions, one of them with a Message-ID, in a snapshot; and a log.
  init() throws {
    var options = PrivatePostfixOptions()
    options.queue.ids = .short
    postfix = try PrivatePostfix(options)
    for (name, header) in [("plain", ""), ("marked", "Message-ID: <marked@a.test>\n")] {
      let command =
        "printf 'Subject: \(name)\\n\(header)\\nText\\n' | sendmail -C \(postfix.configurationDirectory) -f \(name)@a.test you@b.test"
      #expect(try Subprocess.run("sh", ["-c", command]).status == 0)
    }
    let create = try BuiltProgram.run(
      "snapshot", "create", "--to", store, "-c", postfix.configurationDirectory, "--no-with-config")
    #expect(create.status == 0, "\(create.errors)")
  }

  private func decisions(_ options: String...) throws -> [String: String] {
    let plan = try BuiltProgram.run(
      [
        "restore", "plan", "merge", "--store", store, "-c", postfix.configurationDirectory, "--state",
        "\(postfix.directory.path)/state", "--format", "json",
      ] + options)
    #expect(plan.status == 0, "\(plan.errors)")
    var decisions: [String: String] = [:]
    for line in plan.output.split(separator: "\n") {
      let json = try JSONReader().read(Array(line.utf8))
      guard let sender = json["sender"]?.text else { continue }
      decisions[sender] = json["reason"]?.text ?? json["hold"]?.text
    }
    return decisions
  }

  @Test("Without a log nobody can tell of any message, and --unknown says what becomes of all")
  func unknown() throws {
    let drop = "\(postfix.queueDirectory)/maildrop"
    for name in try FileReading.names(inDirectory: drop) { unlink("\(drop)/\(name)") }
    for (option, decision) in [("skip", "unknown"), ("hold", "unknown"), ("deliver", "restored")] {
      let found = try decisions("--unknown", option)
      #expect(found == ["plain@a.test": decision, "marked@a.test": decision], "\(option)")
    }
    let placed = try decisions("--unknown", "hold", "--into", "deferred")
    #expect(placed == ["plain@a.test": "unknown", "marked@a.test": "unknown"])
  }

  private func deliver() throws {
    _ = try postfix.run("postconf", ["-e", "relayhost=", "default_transport=discard:"])
    try postfix.start()
    try postfix.waitUntil(seconds: 60) { postfix.log.split(separator: "\n").count { $0.contains("status=sent") } == 2 }
    try postfix.stop()
  }

  @Test("A released submission counts as placed, and waits no more")
  func released() throws {
    let drop = "\(postfix.queueDirectory)/maildrop"
    for name in try FileReading.names(inDirectory: drop) { unlink("\(drop)/\(name)") }
    let place = ["--state", "\(postfix.directory.path)/state"]
    let run = try BuiltProgram.run(
      ["restore", "run", "merge", "--apply", "--store", store, "-c", postfix.configurationDirectory] + place)
    #expect(run.status == 0 && run.output.contains("2 submissions wait"), "\(run)")
    let restores = try FileReading.names(inDirectory: "\(postfix.directory.path)/state/restores")
    let id = try #require(restores.first { $0 != "lock" })
    #expect(try BuiltProgram.run(["restore", "release", id] + place).output == "released 2 messages\n")
    let status = try BuiltProgram.run(["restore", "status"] + place).output
    #expect(status.contains("  2 messages into ") && status.contains(", 2 of them released"), "\(status)")
    let resumed = try BuiltProgram.run(["restore", "resume", id] + place)
    #expect(resumed.status == 0 && !resumed.output.contains("wait beside"), "\(resumed)")
  }

  @Test("What pickup has taken is present, and after it was queued anew as well")
  func present() throws {
    #expect(try decisions() == ["plain@a.test": "present", "marked@a.test": "present"])
    try postfix.start()
    try postfix.waitUntil(seconds: 60) { try postfix.queueIDs(in: "deferred").count == 2 }
    #expect(try decisions() == ["plain@a.test": "present", "marked@a.test": "present"])
    let before = Set(try postfix.queueIDs(in: "deferred"))
    _ = try postfix.run("postsuper", ["-r", "ALL"])
    _ = try postfix.run("postkick", ["public", "pickup", "W"])
    try postfix.waitUntil(seconds: 60) {
      let now = Set(try postfix.queueIDs(in: "deferred"))
      return now.count == 2 && now.isDisjoint(with: before)
    }
    #expect(try decisions() == ["plain@a.test": "present", "marked@a.test": "present"])
  }

  @Test(
    "What was delivered is left out when its Message-ID proves it, and is doubtful when only its sender is in the log")
  func delivered() throws {
    try deliver()
    let start = "\(LogStoriesTests.stamp(LocalTime.now - 1000)) mail postfix/master[1]: daemon started\n"
    try postfix.directory.write(start + postfix.log, to: "whole.log")
    let decisions = try decisions("--log", "\(postfix.directory.path)/whole.log")
    #expect(decisions == ["plain@a.test": "unknown", "marked@a.test": "delivered"])
  }
}
