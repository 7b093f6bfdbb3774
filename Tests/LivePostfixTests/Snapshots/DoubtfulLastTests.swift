// "last" may mean a snapshot by best effort that lacks messages. Whoever uses it is told, and which one is better.

import Bytes
import Glibc
import JSONText
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

  @Test("Whoever looks at it, compares or exports it is told, and the status is as otherwise")
  func readers() throws {
    let mails = "\(world.source.path)/mails"
    for (words, status) in [
      (world.source.program("show", doubtful), 0), (world.source.program("diff", proved, doubtful), 1),
      (world.source.program("export", doubtful, "--eml", mails), 0),
    ] as [([String], Int32)] {
      let answer = try BuiltProgram.run(words)
      #expect(answer.status == status && tells(answer.errors), "\(words): \(answer)")
    }
    for words in [["show", proved], ["export", proved, "--eml", mails]] {
      let answer = try BuiltProgram.run(world.source.program(words[0], words[1]) + words.dropFirst(2))
      #expect(answer.status == 0 && answer.errors == "", "\(answer)")
    }
    let difference = try BuiltProgram.run(world.source.program("diff", proved, doubtful, "--format", "json"))
    for line in difference.output.split(separator: "\n") {
      let json = try JSONReader().read(Array(line.utf8))
      #expect(try JSONSchema(file: "postkeep.snapshot.difference-1.schema.json").problems(of: json) == [])
      #expect(json["guarantee_before"]?.text == "proved" && json["guarantee_after"]?.text == "best-effort")
    }
    #expect(!difference.output.isEmpty)
  }

  @Test("Whoever goes on with a restore of it is told, and its report says what the snapshot claims")
  func resume() throws {
    for (snapshot, guarantee) in [(doubtful, "best-effort"), (proved, "proved")] {
      #expect(try BuiltProgram.run(world.command("run", "merge", "--apply", "--from", snapshot)).status == 0)
      let answer = try BuiltProgram.run([
        "restore", "resume", try #require(world.runs.last), "--state", world.state, "--format", "json",
      ])
      #expect(tells(answer.errors) == (snapshot == doubtful), "\(answer)")
      let json = try JSONReader().read(Array(answer.output.utf8))
      #expect(json["guarantee"]?.text == guarantee, "\(answer.output)")
      #expect(try JSONSchema(file: "postkeep.restore.report-1.schema.json").problems(of: json) == [])
    }
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
