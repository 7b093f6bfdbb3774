// How often a message was tried: a real Postfix that tries, and its mail log.

import JSONText
import SystemAccess
import TestSupport
import Testing

@Suite("Live: attempts as the mail log tells them", .enabled(if: PrivatePostfix.canRun, "needs root and Postfix"))
struct AttemptTests {
  @Test("A selection by attempts finds the messages that were tried, and cannot tell without the log")
  func selection() throws {
    let queue = try BusyQueue(.cycling, seed: 29, count: 30)
    let logPath = "\(queue.postfix.directory.path)/data/mail.log"
    func tries() -> [Substring: Int] {
      var tries: [Substring: Int] = [:]
      for line in queue.postfix.log.split(separator: "\n") where line.contains("status=deferred") {
        let words = line.split(separator: ": ")
        if words.count > 2 { tries["\(words[1]) \(words[2].prefix { $0 != "," })", default: 0] += 1 }
      }
      return tries
    }
    try queue.postfix.waitUntil(seconds: 60) { tries().values.filter { $0 > 2 }.count > 20 }
    try queue.postfix.stop()

    // A line for each recipient: the one that was tried most often counts.
    let expected = Dictionary(tries().map { ($0.key.split(separator: " ")[0], $0.value) }) { max($0, $1) }
    let place = ["queue", "list", "-c", queue.postfix.configurationDirectory, "--format", "json"]
    let listed = try BuiltProgram.run(place + ["--where", "attempts > 2", "--log", logPath])
    #expect(listed.status == 0, "\(listed.errors)")
    var found: [Substring: Int] = [:]
    for line in listed.output.split(separator: "\n") {
      let json = try JSONReader().read(Array(line.utf8))
      found[Substring(try #require(json["queue_id"]?.text))] = json["attempts"]?.integer.map { Int($0) }
    }
    #expect(found == expected.filter { $0.value > 2 })

    let without = try BuiltProgram.run(place + ["--where", "attempts > 2"])
    #expect(without.status == 2 && without.errors.contains("--log"), "\(without)")
  }
}
