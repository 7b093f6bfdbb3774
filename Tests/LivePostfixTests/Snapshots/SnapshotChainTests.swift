// Chains of incremental snapshots of a queue that changes by chance: each is the queue as it was, and holds what is new.

import Bytes
import Glibc
import Recovery
import SnapshotArchive
import SystemAccess
import TestSupport
import Testing

@Suite("Live: chains of snapshots", .enabled(if: PrivatePostfix.canRun, "needs root and Postfix"))
struct SnapshotChainTests {
  static let seeds = Array(1...UInt64(getenv("POSTKEEP_SOAK") == nil ? 6 : 300))

  private static var options: QueueOptions {
    var options = QueueOptions()
    options.weights = [.deferred: 6, .hold: 2, .active: 2, .incoming: 2, .maildrop: 1, .corrupt: 1]
    options.bounceLogPercent = 30
    options.traceLogPercent = 10
    options.donePercent = 20
    options.bodyLines = 1...5
    return options
  }

  /// A message of the queue with its file, as the snapshot's promise sees it.
  private struct State {
    let messages: [StoredMessage]
    let inodes: [String: UInt64]

    init(_ world: SnapshotWorld) throws {
      messages = try world.present()
      inodes = Dictionary(
        uniqueKeysWithValues: messages.map { message in
          (message.path, UInt64(SnapshotWorld.status("\(world.spool)/\(message.path.dropFirst(6))").st_ino))
        })
    }

    /// The files whose content is not in an earlier state of the same message.
    func newFiles(since old: State?) -> Set<String> {
      var known: [String: StoredMessage] = [:]
      for message in old?.messages ?? [] { known["\(message.id) \(old?.inodes[message.path] ?? 0)"] = message }
      var files: Set<String> = []
      for message in messages {
        let earlier = known["\(message.id) \(inodes[message.path] ?? 0)"]
        if earlier?.digest != message.digest { files.insert(message.path) }
        for (log, digest) in message.logs where earlier?.logs[log] != digest {
          files.insert("log/\(log)/\(message.id)")
        }
      }
      return files
    }
  }

  @Test("Each snapshot of a chain is the queue as it was, and stores only what is new", arguments: seeds)
  func chains(_ seed: UInt64) throws {
    let world = try SnapshotWorld(seed: seed, count: 60, Self.options)
    var history = QueueHistory(world, seed: seed, Self.options)
    var states: [State] = []
    var ids: [String] = []
    for step in 0..<6 {
      let story = step == 0 ? [] : try history.advance(12)
      let state = try State(world)
      let report = try world.create(since: step == 0 ? nil : "last")
      let id = report.manifest.id
      #expect(report.isComplete && report.manifest.guarantee == .proved)
      #expect((report.manifest.baseDigest == nil) == (step == 0))
      let taken = try SnapshotWorld.messages(try world.chain(id))
      #expect(taken == state.messages, "step \(step): \(Set(taken).symmetricDifference(state.messages)) after \(story)")
      let stored = try listedFiles(world.archive(id))
      let expected = state.newFiles(since: states.last)
      #expect(Set(stored) == expected, "step \(step): \(Set(stored).symmetricDifference(expected)) after \(story)")
      #expect(stored.count == expected.count && report.summary.stored == stored.count)
      #expect(report.summary.messages == state.messages.count)
      let logs = state.messages.reduce(0) { $0 + $1.logs.count }
      #expect(report.summary.logs == logs, "step \(step) after \(story)")
      states.append(state)
      ids.append(id)
    }
    for (step, id) in ids.enumerated() {
      let verified = try world.verify(id)
      #expect(verified.problems.isEmpty && verified.chain == ids[...step].reversed(), "step \(step)")
      // Later snapshots have not changed what earlier ones are.
      #expect(try SnapshotWorld.messages(try world.chain(id)) == states[step].messages)
    }
    try Self.expectFold(world, states[5].messages)
    for (older, newer) in [(0, 5), (1, 2), (2, 4), (5, 0)] {
      try Self.expectDifference(world, ids[older], ids[newer], states[older].messages, states[newer].messages)
    }
  }

  private static func expectFold(_ world: SnapshotWorld, _ expected: [StoredMessage]) throws {
    let report = try NamedSnapshot("last", in: world.storePath).fold(world)
    #expect(report.manifest.base == nil && report.summary.messages == expected.count)
    #expect(try SnapshotWorld.messages(try world.chain(report.manifest.id)) == expected)
    let verified = try world.verify(report.manifest.id)
    #expect(verified.problems.isEmpty && verified.chain == [report.manifest.id])
    let files = expected.reduce(0) { $0 + 1 + $1.logs.count }
    #expect(verified.checked == files)
    #expect(try listedFiles(world.archive(report.manifest.id)).count == files)
  }

  private static func expectDifference(
    _ world: SnapshotWorld, _ old: String, _ new: String, _ before: [StoredMessage], _ after: [StoredMessage]
  ) throws {
    let difference = try SnapshotDifference(from: try world.chain(old), to: try world.chain(new))
    // Ids are not given twice in these stories.
    func places(_ messages: [StoredMessage]) -> [String: String] {
      Dictionary(
        uniqueKeysWithValues: messages.map { message in
          (message.id, "\(message.path.split(separator: "/")[1]) \(message.digest)")
        })
    }
    let (was, isNow) = (places(before), places(after))
    let changes = Dictionary(uniqueKeysWithValues: difference.changes.map { ($0.id.description, $0) })
    #expect(changes.count == difference.changes.count)
    let expected = Set(was.keys).union(isNow.keys).filter { was[$0] != isNow[$0] }
    #expect(Set(changes.keys) == expected, "\(Set(changes.keys).symmetricDifference(expected))")
    for (id, change) in changes {
      #expect((change.before == nil) == (was[id] == nil) && (change.after == nil) == (isNow[id] == nil), "\(id)")
    }
    #expect(difference.unchanged == Set(was.keys).intersection(isNow.keys).count { was[$0] == isNow[$0] })
  }

  @Test("A base that is missing, damaged or another one is named")
  func brokenChains() throws {
    let world = try SnapshotWorld(seed: 9, count: 20, Self.options)
    var history = QueueHistory(world, seed: 9, Self.options)
    var ids = [try world.create().manifest.id]
    for _ in 0..<2 {
      _ = try history.advance(8)
      ids.append(try world.create(since: "last").manifest.id)
    }
    let middle = world.archive(ids[1])
    let bytes = try FileReading.contents(of: middle)
    func expectNamed(_ case: String, _ location: SourceLocation = #_sourceLocation) throws {
      for command in ["verify", "show", "fold", "diff"] {
        let words = command == "diff" ? [ids[0], ids[2]] : [ids[2]]
        let answer = try BuiltProgram.run(["snapshot", command, "--to", world.storePath] + words)
        #expect([1, 66].contains(answer.status), "\(`case`) \(command): \(answer.status)", sourceLocation: location)
        let said = answer.errors + answer.output
        #expect(said.contains(ids[1]), "\(`case`) \(command): \(said)", sourceLocation: location)
      }
    }
    unlink(middle)
    try expectNamed("missing")
    try FileWriting.write(Array(bytes.prefix(bytes.count / 2)), to: middle)
    try expectNamed("cut")
    try FileWriting.write(Array("nothing".utf8), to: middle)
    try expectNamed("noise")
    try FileWriting.write(try FileReading.contents(of: world.archive(ids[0])), to: middle)
    try expectNamed("another")
    try FileWriting.write(bytes, to: middle)
    #expect(try world.verify(ids[2]).problems.isEmpty)
  }

  @Test("What the base has twice under one inode and id is read anew", arguments: [true, false])
  func doubled(isFirst: Bool) throws {
    let world = try SnapshotWorld(seed: 12, count: 20, Self.options)
    let report = try world.create()
    try Self.double(report, isFirst: isFirst, in: world)
    #expect(try world.verify().problems.isEmpty)
    let taken = try world.create(since: "last")
    #expect(taken.manifest.base == report.manifest.id)
    #expect(taken.summary.gone == 2 && taken.summary.stored == 0)
    #expect(taken.summary.messages == report.summary.messages)
    #expect(try SnapshotWorld.messages(try world.chain()) == world.present())
    #expect(try world.verify().problems.isEmpty)
  }

  /// Gives a snapshot a message a second time, as if another one had come to the inode and the id of the first.
  private static func double(_ report: SnapshotReport, isFirst: Bool, in world: SnapshotWorld) throws {
    let (archive, out) = (world.archive(report.manifest.id), "\(world.path)/out")
    func shell(_ script: String, _ words: String...) throws {
      let result = try Subprocess.run("sh", ["-ec", "cd \"$0\"; \(script)", out] + words)
      guard result.status == 0 else { throw TestFailure("sh: \(ByteString(result.errors))") }
    }
    try shell("tar --zstd -xf \"$1\"", archive)
    let index = String(decoding: try FileReading.contents(of: "\(out)/index.jsonl"), as: UTF8.self)
    var lines = index.split(separator: "\n").map(String.init)
    let place = try #require(lines.firstIndex { $0.hasPrefix("{\"path\":") && !$0.contains("\"logs\"") })
    let path = String(try #require(lines[place].split(separator: "\"").first { $0.hasPrefix("queue/") }))
    let copy = path.replacing("/", with: "/again-2/", maxReplacements: 2).replacing("queue/again-2", with: "queue")
    lines.insert(lines[place].replacing(path, with: copy), at: isFirst ? place : place + 1)
    for (name, number) in [("messages", report.summary.messages), ("stored", report.summary.stored)] {
      lines.append(lines.removeLast().replacing("\"\(name)\":\(number),", with: "\"\(name)\":\(number + 1),"))
    }
    try FileWriting.write(Array(lines.map { $0 + "\n" }.joined().utf8), to: "\(out)/index.jsonl")
    try shell(
      "mkdir -p \"${2%/*}\"; cp -p \"$1\" \"$2\"; rm \"$3\"; "
        + "tar --zstd -cf \"$3\" manifest.json $(find queue log -type f) index.jsonl",
      path, String(copy), archive)
  }

  @Test("GNU tar and bsdtar list a snapshot and extract the queue byte for byte", arguments: ["tar", "bsdtar"])
  func plainTar(_ program: String) throws {
    var options = QueueOptions.everything
    // Of deferred mail tar(1) says that its time is yet to come.
    options.nextAttempt = .past
    let world = try SnapshotWorld(seed: 4, count: 80, options)
    let report = try world.create()
    let archive = world.archive(report.manifest.id)
    let flags = program == "tar" ? ["--zstd"] : []
    let list = try Subprocess.run(program, flags + ["-tf", archive])
    #expect(list.status == 0 && list.errors.isEmpty, "\(ByteString(list.errors))")
    let names = String(decoding: list.output, as: UTF8.self).split(separator: "\n").map(String.init)
    #expect(names.first == "manifest.json" && names.last == "index.jsonl")
    let extraction = try Subprocess.run(program, flags + ["-xpf", archive, "-C", "\(world.path)/out"])
    #expect(extraction.status == 0 && extraction.errors.isEmpty, "\(ByteString(extraction.errors))")
    let present = try world.present()
    #expect(names.filter { $0.hasPrefix("queue/") }.sorted() == present.map(\.path))
    for message in present {
      let copy = "\(world.path)/out/\(message.path)"
      #expect(SHA256Digest.text(of: SHA256Digest.of(try FileReading.contents(of: copy))) == message.digest)
      let (was, isNow) = (
        SnapshotWorld.status("\(world.spool)/\(message.path.dropFirst(6))"), SnapshotWorld.status(copy)
      )
      #expect(
        was.st_mode == isNow.st_mode && was.st_uid == isNow.st_uid && was.st_gid == isNow.st_gid
          && was.st_mtim.tv_sec == isNow.st_mtim.tv_sec, "\(message.path)")
      for (log, digest) in message.logs {
        let bytes = try FileReading.contents(of: "\(world.path)/out/log/\(log)/\(message.id)")
        #expect(SHA256Digest.text(of: SHA256Digest.of(bytes)) == digest)
      }
    }
  }
}

extension NamedSnapshot {
  fileprivate func fold(_ world: SnapshotWorld) throws -> SnapshotReport {
    // As the command does it: the store is open for writing meanwhile.
    let store = try SnapshotStore.writing(world.storePath)
    return try NamedSnapshot(try store.find("last", origin: nil), in: store).fold(SnapshotOptions()) { _, _ in }
  }
}
