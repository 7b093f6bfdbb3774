// What the queue commands promise to everybody who runs a mail server.

import Bytes
import Glibc
import Maintenance
import MessageSelections
import PostfixQueue
import QueueStore
import SystemAccess
import TestSupport
import Testing

@Suite(
  "Live: promises of the queue commands",
  .enabled(if: PrivatePostfix.canRun && Interruption.canRun, "needs root, Postfix, strace"))
struct QueuePromiseTests {
  private static func world(_ count: Int = 20, _ change: (inout QueueOptions) -> Void = { _ in }) throws -> PurgeWorld {
    var options = QueueOptions.everything
    options.oddAddressPercent = 0
    change(&options)
    return try PurgeWorld(seed: 41, count: count, options)
  }

  @Test(
    "Looking at a queue leaves no trace in it: no lock, no link, no new mode or time",
    arguments: [
      ["list"], ["list", "--format", "json"], ["shape", "deferred"], ["summary"], ["check"],
      ["purge", "--where", "yes"],
    ])
  func reading(_ command: [String]) throws {
    let world = try Self.world()
    let log = "\(world.postfix.directory.path)/trace"
    _ = try Subprocess.run(
      "strace",
      ["-f", "-y", "-o", log, BuiltProgram.path, "queue"] + command + ["-c", world.postfix.configurationDirectory])
    let calls = String(decoding: try FileReading.contents(of: log), as: UTF8.self).split(separator: "\n")
    let inQueue = calls.filter { $0.contains("/spool") }
    #expect(inQueue.contains { $0.contains("openat(") })
    let forbidden = ["flock(", "link", "chmod", "chown", "utimens", "rename", "mkdir", "truncate", "write("]
    for call in inQueue {
      let name = (Interruption.name(of: call) ?? "") + "("
      #expect(!call.contains("SETLK"), "\(call)")
      #expect(!forbidden.contains { name.contains($0) && !name.hasPrefix("readlink") }, "\(call)")
      if name == "openat(", call.contains("O_RDONLY"), !call.contains("O_DIRECTORY") {
        #expect(call.contains("O_NOFOLLOW") && call.contains("O_NONBLOCK") && call.contains("O_NOATIME"), "\(call)")
      }
    }
  }

  @Test("A damaged file hides no other message")
  func damage() throws {
    let world = try Self.world(30) { $0.weights = [.active: 1, .deferred: 2] }
    let victim = try #require(world.messages.first { $0.queue == .active })
    let path = "\(world.postfix.queueDirectory)/\(victim.path)"
    // Without its sender, this message makes postqueue give up on all that follow.
    let file = try FileReading.contents(of: path)
    let start = try #require(
      file.firstOccurrence(of: [UInt8(ascii: "S"), UInt8(victim.sender.count)] + victim.sender.bytes))
    var broken = file
    broken[start.lowerBound] = UInt8(ascii: "P")
    try Self.overwrite(path, broken)
    #expect(try world.postfix.run("postqueue", ["-j"]).status != 0)
    let listed = try BuiltProgram.run("queue", "list", "-c", world.postfix.configurationDirectory, "--format", "ids")
    #expect(listed.status == 0)
    #expect(
      Set(listed.output.split(separator: "\n").map(String.init)) == Set(world.messages.filter(\.isListed).map(\.id)))
  }

  private static func overwrite(_ path: String, _ bytes: [UInt8]) throws {
    guard let stream = fopen(path, "r+") else { throw TestFailure("cannot open \(path)") }
    bytes.withUnsafeBytes { _ = fwrite($0.baseAddress, 1, $0.count, stream) }
    fclose(stream)
  }

  @Test(
    "Whoever may not look into the queue is told so, and sees no empty queue",
    arguments: ["list", "summary", "check"])
  func unprivileged(_ command: String) throws {
    let world = try Self.world()
    let result = try Subprocess.run(
      "setpriv",
      [
        "--reuid=65534", "--regid=65534", "--clear-groups", BuiltProgram.path, "queue", command, "-c",
        world.postfix.configurationDirectory,
      ])
    #expect(result.status == 77 && result.output.isEmpty)
    #expect(String(decoding: result.errors, as: UTF8.self).contains("permission denied"))
  }

  @Test("Whoever may not read a message is told so", arguments: ["list", "summary"])
  func unreadable(_ command: String) throws {
    let world = try Self.world(3)
    _ = try Subprocess.run("find", [world.postfix.queueDirectory, "-type", "d", "-exec", "chmod", "755", "{}", "+"])
    let result = try Subprocess.run(
      "setpriv",
      [
        "--reuid=65534", "--regid=65534", "--clear-groups", BuiltProgram.path, "queue", command, "-c",
        world.postfix.configurationDirectory,
      ])
    #expect(result.status == 2, "\(ByteString(result.output))")
    #expect(String(decoding: result.errors, as: UTF8.self).contains("permission denied"))
  }

  @Test("The trash is for root alone")
  func secrets() throws {
    let world = try Self.world()
    _ = try world.purge("yes")
    let found = try Subprocess.run("find", [world.state.path, "-perm", "/077"])
    #expect(found.status == 0 && found.output.isEmpty, "\(ByteString(found.output))")
  }

  @Test("An undo never takes the id of another message")
  func takenID() throws {
    let world = try Self.world(10) {
      $0.ids = .long
      $0.weights = [.deferred: 1]
    }
    let report = try world.purge("yes")
    let other = Array("somebody else's".utf8)
    let taken = "\(world.postfix.queueDirectory)/hold/\(world.messages[0].id)"
    try FileWriting.write(other, to: taken)
    let placed = try world.undo(report.run).placed
    #expect(placed.count == 10)
    #expect(placed.allSatisfy { $0.new.description != world.messages[0].id })
    #expect(placed.filter { $0.old == $0.new }.count == 9)
    #expect(try FileReading.contents(of: taken) == other)
  }

  @Test("An undo never takes an id of which a log is left: it would be told to the wrong sender")
  func leftLog() throws {
    let world = try Self.world(3) {
      $0.ids = .long
      $0.weights = [.deferred: 1]
    }
    let run = try world.purge("yes").run
    let id = world.messages[0].id
    try FileWriting.write(Array("somebody else's".utf8), to: "\(world.postfix.queueDirectory)/trace/\(id)")
    let placed = try world.undo(run).placed
    #expect(placed.count == 3 && placed.allSatisfy { $0.new.description != id })
  }

  @Test("A selection that says nothing is no selection")
  func emptySelection() throws {
    let world = try Self.world()
    let before = try world.files(PurgeWorld.queues)
    let answer = try BuiltProgram.run("queue", "purge", "-c", world.postfix.configurationDirectory, "--apply")
    #expect(answer.status == 64 && answer.errors.contains("say which messages"))
    let wide = try BuiltProgram.run(
      "queue", "purge", "-c", world.postfix.configurationDirectory, "--state", world.state.path, "--where", "yes",
      "--apply")
    #expect(wide.status == 1 && wide.output.contains("--max-percent allows 50 %"))
    #expect(try world.files(PurgeWorld.queues) == before)
  }
}
