// Runs that were killed and forgotten: the check of a queue finds them, and the command that it names finishes them.

import Bytes
import Glibc
import Maintenance
import SystemAccess
import TestSupport
import Testing

@Suite(
  "Live: forgotten runs", .enabled(if: PrivatePostfix.canRun && Interruption.canRun, "needs root, Postfix, strace"))
struct ForgottenRunTests {
  private static var options: QueueOptions {
    var options = QueueOptions()
    options.weights = [.deferred: 1]
    options.bodyLines = 1...3
    return options
  }

  private static let kind = "unfinished-run"

  private static func check(_ configuration: String, _ state: String) throws -> BuiltProgram.Answer {
    try BuiltProgram.run("queue", "check", "-c", configuration, "--state", state)
  }

  /// The check says nothing now, and two days later names a command; that is carried out, and the check is content.
  private static func finish(
    _ place: String, of configuration: String, _ state: String, _ messages: String, _ command: String
  ) throws {
    #expect(try !check(configuration, state).output.contains(kind))
    #expect(try Subprocess.run("touch", ["-d", "2 days ago", place]).status == 0)
    let found = try check(configuration, state)
    #expect(found.status == 1 && found.output.contains(kind) && found.output.contains("\(messages) there"), "\(found)")
    let words = try #require(
      found.output.split(separator: "'postkeep ").dropFirst().compactMap { $0.split(separator: "'").first }
        .first { $0.hasPrefix(command) }, "\(found.output)")
    let ran = try BuiltProgram.run(words.split(separator: " ").map(String.init))
    #expect(ran.status == 0, "\(words): \(ran)")
    #expect(!FileReading.exists(place))
    #expect(try !check(configuration, state).output.contains(kind))
  }

  @Test("A purge that was killed with messages in its hands", arguments: ["queue purge --resume", "queue undo"])
  func purge(command: String) throws {
    let world = try PurgeWorld(seed: 3, count: 3, Self.options)
    let before = try world.contents()
    let configuration = world.postfix.configurationDirectory
    // The first call gives the trash its name.
    _ = try Interruption(kind: .kill, call: "renameat2", number: 4).run(world.purgeOfAll)
    let run = try #require(Trash(world.state).runs.first?.id)
    let place = "\(world.postfix.queueDirectory)/postkeep/\(run).out"
    try Self.finish(place, of: configuration, world.state.path, "2 messages lie", command)
    let left = try world.contents()
    #expect(command == "queue undo" ? left == before : left.isEmpty)
  }

  @Test("An undo that was killed before it had put anything back")
  func undo() throws {
    let world = try PurgeWorld(seed: 3, count: 3, Self.options)
    let before = try world.contents()
    let run = try world.purge("yes").run
    let configuration = world.postfix.configurationDirectory
    _ = try Interruption(kind: .kill, call: "renameat2", number: 4).run(world.command("undo", run))
    let place = "\(world.postfix.queueDirectory)/postkeep/\(run).in"
    try Self.finish(place, of: configuration, world.state.path, "3 messages lie", "queue undo")
    #expect(try world.contents() == before)
  }

  @Test("A restore that was killed before it had placed anything")
  func restore() throws {
    let source = try SnapshotWorld(seed: 21, count: 3, Self.options)
    try source.create()
    let world = try RestoreWorld(source, into: Self.options)
    _ = try Interruption(kind: .kill, call: "renameat2", number: 1).run(world.command("run", "merge", "--apply"))
    let run = try #require(world.runs.last)
    try Self.finish(
      "\(world.spool)/postkeep/\(run).in", of: world.target.configurationDirectory, world.state, "3 messages lie",
      "restore resume")
    #expect(try world.contents() == RestoreWorld.contents(source.spool))
  }
}
