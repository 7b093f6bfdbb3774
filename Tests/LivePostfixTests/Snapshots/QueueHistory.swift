// Changes to a queue at rest by chance, each as Postfix makes it, for chains of incremental snapshots.

import Bytes
import Glibc
import SystemAccess
import TestSupport

struct QueueHistory {
  private let world: SnapshotWorld
  private let options: QueueOptions
  private var random: SeededRandom
  private var generation: UInt64 = 0
  /// Where a recipient that is not done begins, by queue id.
  private var marks: [String: [Int]] = [:]

  init(_ world: SnapshotWorld, seed: UInt64, _ options: QueueOptions) {
    self.world = world
    self.options = options
    random = SeededRandom(seed: seed)
    note(world.messages)
  }

  private mutating func note(_ messages: [GeneratedMessage]) {
    for message in messages { marks[message.id] = message.recipientsToDo.map(\.offset) }
  }

  enum Step: CaseIterable {
    case deliver, hold, release, activate, arrive, mark, growLog, loseLog, touch, reuseInode
  }

  /// Makes some changes. Returns what was done, for messages of tests.
  mutating func advance(_ count: Int) throws -> [String] {
    try (0..<count).map { _ in
      let step = random.pick(Step.allCases)
      return "\(step) \(try carryOut(step) ?? "nothing")"
    }
  }

  /// Messages of a queue, relative to the queue directory.
  private mutating func pick(_ queues: [String]) throws -> (path: String, id: String)? {
    let files = try world.files(in: queues).sorted()
    guard !files.isEmpty else { return nil }
    let path = random.pick(files)
    return (path, String(path.split(separator: "/").last ?? ""))
  }

  private mutating func carryOut(_ step: Step) throws -> String? {
    let spool = world.spool
    switch step {
    case .arrive:
      generation += 1
      let messages = try QueueGenerator(seed: random.next(), options: options).fill(spool, count: 2)
      note(messages)
      return messages.map(\.id).joined(separator: " ")
    case .deliver:
      guard let (path, id) = try pick(["active", "deferred", "incoming"]) else { return nil }
      for log in try world.files(in: ["defer", "bounce", "trace"]) where log.hasSuffix("/\(id)") {
        unlink("\(spool)/\(log)")
      }
      unlink("\(spool)/\(path)")
      return id
    case .hold: return try move(["active", "deferred", "incoming"], to: ["hold"])
    case .release: return try move(["hold"], to: ["deferred"])
    case .activate: return try move(["deferred", "incoming"], to: ["active", "incoming"])
    case .mark:
      guard let (path, id) = try pick(["active", "deferred"]), let offset = marks[id]?.popLast() else { return nil }
      try write([UInt8(ascii: "D")], to: path, at: offset)
      return id
    case .growLog:
      guard let (path, id) = try pick(["active", "deferred"]) else { return nil }
      let hash = QueueOptions.hashDirectory(of: path)
      for letter in hash { mkdir("\(spool)/defer/\(letter)", 0o700) }
      let log = (["defer"] + hash + [id]).joined(separator: "/")
      let old = (try? FileReading.contents(of: "\(spool)/\(log)")) ?? []
      try FileWriting.write(old + Array("reason=\(random.next())\n".utf8), to: "\(spool)/\(log)")
      // qmgr sets the time of the next attempt.
      touch(path)
      return log
    case .loseLog:
      guard let (log, id) = try pick(["defer"]),
        let path = try world.files(in: ["active", "deferred"]).first(where: { $0.hasSuffix("/\(id)") })
      else { return nil }
      unlink("\(spool)/\(log)")
      touch(path)
      return log
    case .touch:
      guard let (path, id) = try pick(["deferred"]) else { return nil }
      touch(path)
      return id
    case .reuseInode:
      // What a file system does that gives the inode of a removed file to the next one.
      guard let (path, id) = try pick(["deferred", "hold"]) else { return nil }
      let folder = path.dropLast(id.utf8.count)
      let new = String(random.below(1 << 20), radix: 16, uppercase: true).suffix(5) + "\(id.dropFirst(5))"
      guard new.utf8.count == id.utf8.count, new != id else { return nil }
      rename("\(spool)/\(path)", "\(spool)/\(folder)\(new)")
      try write([UInt8(ascii: "D")], to: "\(folder)\(new)", at: marks[id]?.first ?? 0)
      marks[id] = nil
      return "\(id) as \(new)"
    }
  }

  private mutating func move(_ sources: [String], to targets: [String]) throws -> String? {
    guard let (path, id) = try pick(sources) else { return nil }
    let target = random.pick(targets)
    guard path != "\(target)/\(id)" else { return nil }
    let hash = target == "deferred" ? String(id.prefix(1)) + "/" : ""
    if !hash.isEmpty { mkdir("\(world.spool)/\(target)/\(hash)", 0o700) }
    world.move(path, to: "\(target)/\(hash)\(id)")
    return "\(path) to \(target)"
  }

  private mutating func touch(_ path: String) {
    let time = timespec(tv_sec: 1_800_000_000 + random.below(1_000_000), tv_nsec: 0)
    utimensat(AT_FDCWD, "\(world.spool)/\(path)", [time, time], 0)
  }

  private func write(_ bytes: [UInt8], to path: String, at offset: Int) throws {
    let file = open("\(world.spool)/\(path)", O_WRONLY | O_CLOEXEC)
    guard file >= 0 else { throw TestFailure("cannot open \(path)") }
    defer { close(file) }
    guard pwrite(file, bytes, bytes.count, off_t(offset)) == bytes.count else {
      throw TestFailure("cannot mark \(path)")
    }
  }
}

extension QueueOptions {
  /// ["A"] of "deferred/A/ID".
  fileprivate static func hashDirectory(of path: String) -> [String] {
    let id = path.split(separator: "/").last ?? ""
    return [String(id.prefix(1))]
  }
}
