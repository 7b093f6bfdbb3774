// "last" may mean a snapshot by best effort that lacks messages. Whoever uses it is told, and which one is better.

import Bytes
import Glibc
import SystemAccess
import TestSupport
import Testing

@Suite("Live: the last snapshot may lack messages", .enabled(if: PrivatePostfix.canRun, "needs root and Postfix"))
struct DoubtfulLastTests {
  private let world: RestoreWorld
  private let proved: String
  private let doubtful: String

  init() throws {
    var options = QueueOptions()
    options.bodyLines = 1...2
    options.ages = 0...3600
    let source = try SnapshotWorld(seed: 41, count: 12, options)
    // The drill's Postfix passes through it.
    chmod(source.path, 0o711)
    let ids = {
      try FileReading.names(inDirectory: source.storePath).filter { $0.hasSuffix(".tar.zst") }
        .map { String($0.dropLast(8)) }
    }
    try #require(try BuiltProgram.run(source.program("create")).status == 0)
    proved = try #require(try ids().first)
    let taken = try Subprocess.run(
      "sh", ["-c", #"ulimit -n 24; exec "$0" "$@""#, BuiltProgram.path] + source.program("create"))
    try #require(taken.status == 2, "\(ByteString(taken.errors))")
    let others = try ids().filter { [proved] in $0 != proved }
    doubtful = try #require(others.first)
    world = try RestoreWorld(source, into: options)
  }

  /// Whether both sentences are told.
  private func tells(_ text: String) -> Bool {
    text.contains("\(doubtful) is best-effort, with ")
      && text.contains("the newest earlier one that is proved is \(proved), with 12 messages")
  }

  @Test("A plan and a run tell it and end with status 3; with the id the sentence is enough")
  func restores() throws {
    for command in [world.command("plan", "merge"), world.command("run", "merge")] {
      let last = try BuiltProgram.run(command)
      #expect(last.status == 3 && tells(last.errors), "\(last)")
      let named = try BuiltProgram.run(command + ["--from", doubtful])
      #expect(named.status == 0 && tells(named.errors), "\(named)")
      let good = try BuiltProgram.run(command + ["--from", proved])
      #expect(good.status == 0 && !good.errors.contains("best-effort"), "\(good)")
    }
    let done = try BuiltProgram.run(world.command("run", "merge", "--apply"))
    #expect(done.status == 3 && tells(done.errors), "\(done)")
  }

  @Test("A quiesced snapshot counts as a proved one")
  func quiesced() throws {
    let before = try FileReading.names(inDirectory: world.source.storePath)
    let taken = try BuiltProgram.run(world.source.program("create", "--quiesce"))
    #expect(taken.status == 0 && taken.output.contains("quiesced"), "\(taken)")
    let name = try #require(
      try FileReading.names(inDirectory: world.source.storePath)
        .first { $0.hasSuffix(".tar.zst") && !before.contains($0) })
    _ = try Subprocess.run(
      "sh", ["-c", #"ulimit -n 24; exec "$0" "$@""#, BuiltProgram.path] + world.source.program("create"))
    let last = try BuiltProgram.run(world.source.program("verify", "last"))
    #expect(last.errors.contains("the newest earlier one that is quiesced is \(name.dropLast(8)), with"), "\(last)")
  }

  @Test("A verification tells it and ends with status 2")
  func verifications() throws {
    let last = try BuiltProgram.run(world.source.program("verify", "last"))
    #expect(last.status == 2 && tells(last.errors), "\(last)")
    let named = try BuiltProgram.run(world.source.program("verify", doubtful))
    #expect(named.status == 0 && tells(named.errors), "\(named)")
    let good = try BuiltProgram.run(world.source.program("verify", proved))
    #expect(good.status == 0 && good.errors == "", "\(good)")
  }

  @Test("A drill tells it and ends with status 2")
  func drills() throws {
    let drill = [
      "restore", "drill", "-c", world.source.postfix.configurationDirectory, "--work", "\(world.source.path)/drills",
      "--store", world.source.storePath, "--from",
    ]
    let last = try BuiltProgram.run(drill + ["last"])
    #expect(last.status == 2 && tells(last.output), "\(last)")
    let named = try BuiltProgram.run(drill + [doubtful])
    #expect(named.status == 0 && tells(named.output), "\(named)")
  }
}
