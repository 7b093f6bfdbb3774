// How often a message was tried: a real Postfix that tries, and its mail log.

import JSONText
import SystemAccess
import TestSupport
import Testing

@Suite("Live: attempts as the mail log tells them", .enabled(if: PrivatePostfix.canRun, "needs root and Postfix"))
struct AttemptTests {
  @Test("A selection by attempts finds the messages that were tried, and cannot tell without the log")
  func selection() throws {
    let postfix = try PrivatePostfix()
    let logPath = "\(postfix.directory.path)/data/mail.log"
    try postfix.start()
    try postfix.inject(8, from: "sender@a.test", to: ["one@b.test", "two@c.test"])
    try postfix.inject(4, from: "", to: ["three@b.test"])
    func tries() -> [Substring: Int] {
      var tries: [Substring: Int] = [:]
      for line in postfix.log.split(separator: "\n") where line.contains("status=deferred") {
        // Nobody was asked.
        if line.contains("delivery temporarily suspended") { continue }
        let words = line.split(separator: ": ")
        if words.count > 2 { tries["\(words[1]) \(words[2].prefix { $0 != "," })", default: 0] += 1 }
      }
      return tries
    }
    try postfix.waitUntil(seconds: 60) {
      try postfix.flush()
      return tries().values.filter { $0 > 2 }.count > 4
    }
    // What comes later was tried less.
    try postfix.inject(3, from: "sender@a.test", to: ["four@b.test"])
    try postfix.waitUntil(seconds: 60) { try postfix.queueIDs(in: "deferred").count == 15 }
    try postfix.stop()

    // A line for each recipient: the one that was tried most often counts.
    let expected = Dictionary(tries().map { ($0.key.split(separator: " ")[0], $0.value) }) { max($0, $1) }
    let place = ["queue", "list", "-c", postfix.configurationDirectory, "--format", "json"]
    let listed = try BuiltProgram.run(place + ["--where", "attempts > 2", "--log", logPath])
    #expect(listed.status == 0, "\(listed.errors)")
    var found: [Substring: Int] = [:]
    for line in listed.output.split(separator: "\n") {
      let json = try JSONReader().read(Array(line.utf8))
      found[Substring(try #require(json["queue_id"]?.text))] = json["attempts"]?.integer.map { Int($0) }
    }
    #expect(found == expected.filter { $0.value > 2 } && found.count > 1)

    // After logrotate: the lines since the second attempt.
    let lines = postfix.log.split(separator: "\n", omittingEmptySubsequences: false)
    let second = try #require(lines.indices.filter { lines[$0].contains("one@b.test") }.dropFirst(8).first)
    let rotated = "\(postfix.directory.path)/data/rotated.log"
    try FileWriting.write(Array(lines[second...].joined(separator: "\n").utf8), to: rotated)
    let few = try BuiltProgram.run(place + ["--where", "attempts < 3", "--log", rotated])
    #expect(few.status == 2 && few.output.split(separator: "\n").count == 3, "\(few)")

    let without = try BuiltProgram.run(place + ["--where", "attempts > 2"])
    #expect(without.status == 2 && without.errors.contains("--log"), "\(without)")
    try expectPlan(postfix, log: logPath, finding: found.count)
  }

  @Test(
    "What Postfix puts off without asking anybody is no attempt, and the page on selections names its words",
    arguments: [
      ("transport_maps = hash:/nowhere/none", "address resolver failure"),
      ("default_transport = nosuch", "mail transport unavailable"),
    ])
  func putOff(setting: String, words: String) throws {
    let postfix = try PrivatePostfix()
    try postfix.start()
    try postfix.inject(1, from: "sender@a.test", to: ["one@b.test"])
    try postfix.waitUntil(seconds: 60) { try postfix.queueIDs(in: "deferred").count == 1 }
    try postfix.stop()
    let tries = postfix.log.split(separator: "\n").count { $0.contains("status=deferred (connect to ") }
    #expect(try postfix.run("postconf", ["-e", setting]).status == 0)
    try postfix.start()
    try postfix.flush()
    try postfix.waitUntil(seconds: 60) { postfix.log.contains("status=deferred (\(words))") }
    try postfix.waitUntil(seconds: 60) { try postfix.queueIDs(in: "deferred").count == 1 }
    try postfix.stop()
    let listed = try BuiltProgram.run([
      "queue", "list", "-c", postfix.configurationDirectory, "--format", "json", "--where", "attempts > 0",
      "--log", "\(postfix.directory.path)/data/mail.log",
    ])
    let json = try JSONReader().read(Array(listed.output.utf8))
    #expect(tries > 0 && json["attempts"]?.integer == Int64(tries), "\(listed)")
    #expect(json["recipients"]?.elements?.first?["delay_reason"]?.text == words)
    #expect(try Repository.text("docs/selections.md").contains("\"\(words)\""))
  }

  /// A restore asks the log that it is given anyway.
  private func expectPlan(_ postfix: PrivatePostfix, log: String, finding count: Int) throws {
    let archive = "\(postfix.directory.path)/taken.tar.zst"
    let place = ["-c", postfix.configurationDirectory]
    #expect(try BuiltProgram.run(["snapshot", "create", "-o", archive] + place).status == 0)
    let plan = try BuiltProgram.run(
      ["restore", "plan", "merge", "--from", archive, "--log", log, "--where", "attempts > 2", "--format", "json"]
        + place)
    #expect(plan.status == 0 && plan.errors == "", "\(plan)")
    #expect(plan.output.split(separator: "\n").count == count + 1, "\(plan)")
  }
}
