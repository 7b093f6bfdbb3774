// Queues damaged by chance, and repairs that are interrupted anywhere.

import Bytes
import Glibc
import PostfixQueue
import QueueStore
import Recovery
import SystemAccess
import TestSupport
import Testing

/// Damages a queue as careless restores do.
struct QueueDamage {
  var random: SeededRandom
  let world: RepairWorld
  /// The logs of each message by its content, but for messages whose id another one got, too.
  private(set) var logs: [ByteString: [String: ByteString]] = [:]

  static let modes: [mode_t] = [0o755, 0o750, 0o775, 0o777, 0o644, 0o600, 0o700, 0o740, 0o710, 0o711]

  mutating func damage(_ messages: [GeneratedMessage]) throws {
    for message in messages {
      let path = "\(world.queue)/\(message.path)"
      logs[ByteString(try FileReading.contents(of: path))] = try world.logs(of: message.id)
      if random.chance(40) { chown(path, random.pick([0, 1, 65534]), random.pick([0, 1, 65534])) }
      if random.chance(40) { chmod(path, random.pick(Self.modes)) }
      try misplace(message)
    }
    for name in ["deferred", "defer", "maildrop", "public", "bounce"] where random.chance(50) {
      chown("\(world.queue)/\(name)", 0, 0)
      chmod("\(world.queue)/\(name)", random.pick(Self.modes))
    }
    if random.chance(50) { try shell("echo x > \(world.queue)/hold/x; mkfifo \(world.queue)/incoming/AAAAA77") }
  }

  private mutating func misplace(_ message: GeneratedMessage) throws {
    var name = message.id
    var mark = ""
    if random.chance(40) {
      name = renamed(message.id)
      if name != message.id, random.chance(10) { mark = "#FIX" }
    } else if random.chance(15) {
      mark = "#FIX"
    }
    let levels = random.chance(70) ? home(name, message.queue.rawValue) : level()
    try move(message.path, "\(message.queue.rawValue)/\(levels)", name + mark)
    for log in ["defer", "bounce", "trace"] {
      let path = try shell("cd \(world.queue) && find \(log) -type f -name '\(message.id)'")
      guard let path = path.split(separator: "\n").first else { continue }
      if random.chance(30) { chown("\(world.queue)/\(path)", 0, 0) }
      if random.chance(30) { chmod("\(world.queue)/\(path)", 0o755) }
      try move(String(path), "\(log)/\(random.chance(70) ? home(name, log) : level())", name + mark)
    }
    guard random.chance(10) else { return }
    let copies = ["hold", "deferred", "incoming"].filter { $0 != message.queue.rawValue }
    let copy = "\(world.queue)/\(random.pick(copies))/\(name)"
    try shell("cp -p \(world.queue)/\(message.queue.rawValue)/\(levels)\(name)\(mark) \(copy)")
    // Sometimes it is another message under the same id.
    guard random.chance(50) else { return }
    logs[ByteString(try FileReading.contents(of: copy))] = nil
    try shell("printf x >> \(copy)")
  }

  /// The same birth, another inode.
  private mutating func renamed(_ id: String) -> String {
    guard let queueID = QueueID(ByteString(id)) else { return id }
    return queueID.with(inode: UInt64(1 + random.below(1 << 30))).name.description
  }

  private func home(_ name: String, _ folder: String) -> String {
    world.store.settings.depth(of: folder) == 0
      ? ""
      : QueueID.hashDirectories(for: ByteString(name), depth: world.store.settings.depth(of: folder))
        .map { "\($0)/" }.joined()
  }

  private mutating func level() -> String { random.pick(["", "A/", "7/7/", "_/0/1/"]) }

  private func move(_ old: String, _ folder: String, _ name: String) throws {
    try shell(
      "cd \(world.queue) && mkdir -p \(folder) && { [ \(old) -ef \(folder)/\(name) ] || mv -n \(old) \(folder)/\(name); }"
    )
  }
}

@Suite("Live: damaged queues", .enabled(if: PrivatePostfix.canRun, "needs root and Postfix"))
struct DamagedQueueTests {
  private static func world(_ seed: UInt64, _ count: Int) throws -> (
    world: RepairWorld, logs: [ByteString: [String: ByteString]]
  ) {
    var random = SeededRandom(seed: seed)
    var options = QueueOptions.everything
    options.manyRecipientsPercent = 0
    options.unfinishedPercent = 0
    options.hashDepth = random.below(3)
    let world = try RepairWorld(options)
    let messages = try QueueGenerator(seed: seed, options: options).fill(world.queue, count: count)
    var damage = QueueDamage(random: random, world: world)
    try damage.damage(messages)
    return (world, damage.logs)
  }

  @Test("However a queue was damaged: one repair is enough, and every content is still there", arguments: 1...12)
  func random(_ seed: Int) throws {
    let (world, logs) = try Self.world(UInt64(seed), 60)
    let contents = try world.contents()
    let report = try world.repair()
    #expect(try world.contents() == contents)
    try world.expectRepaired()
    try world.expectLogs(logs)
    // One listing shows every message that is not in corrupt, once.
    let listed = try world.listed()
    let files = try shell(
      "cd \(world.queue) && find maildrop incoming active deferred hold -type f -printf '%f %m %p\\n'"
    )
    .split(separator: "\n")
    let hidden = files.filter { listed[String($0.split(separator: " ")[0])] == nil }
    #expect(listed.count == files.count && hidden.isEmpty, "\(hidden) \(report.text)")
  }

  @Test("A repair that is interrupted before any change is finished by the next one", arguments: [21, 22])
  func interrupted(_ seed: Int) throws {
    struct Interrupted: Error {}
    var stop = 0
    while true {
      // The inodes of each world are its own, and so are its plans: what counts is how they end.
      let (world, logs) = try Self.world(UInt64(seed), 8)
      let contents = try world.contents()
      let first = try QueueRepairing.plan(world.store)
      guard stop < first.changes.count else { break }
      var made = 0
      #expect(throws: RecoveryFailure.self) {
        try QueueRepairing.carryOut(first, on: world.store) { _ in
          if made == stop { throw Interrupted() }
          made += 1
        }
      }
      let report = try world.repair()
      #expect(try world.contents() == contents, "stopped before \(first.changes[stop])")
      #expect(try QueueRepairing.plan(world.store).isEmpty)
      #expect(report.left.filter { $0.reason == .divergedLogs }.isEmpty)
      try world.expectRepaired()
      try world.expectLogs(logs)
      stop += 1
    }
    #expect(stop > 20)
  }

  @Test("An interruption leads to the same ids and logs as a repair in one go, also when postsuper goes on")
  func sameResult() throws {
    struct Interrupted: Error {}
    let saved = try RepairWorld.saved(3)
    let steps = try { () throws in
      let world = try RepairWorld()
      try world.restore(saved)
      return try QueueRepairing.plan(world.store).changes.count
    }()
    for stop in 0..<steps {
      let world = try RepairWorld()
      try world.restore(saved)
      let plan = try QueueRepairing.plan(world.store)
      var made = 0
      _ = try? QueueRepairing.carryOut(plan, on: world.store) { _ in
        if made == stop { throw Interrupted() }
        made += 1
      }
      // postsuper understands what was left, too.
      if stop % 2 == 0 { try world.repair() } else { _ = try world.postfix.run("postsuper", ["-s"]) }
      let listed = try world.listed()
      #expect(Set(listed.keys) == Set(plan.ids.map(\.new.description)), "stopped before step \(stop)")
      #expect(listed.values.allSatisfy { $0.recipients.first?.contains("refused") == true })
      if stop % 2 == 0 { try world.expectRepaired() } else { #expect(try QueueRepairing.plan(world.store).isEmpty) }
    }
  }
}
