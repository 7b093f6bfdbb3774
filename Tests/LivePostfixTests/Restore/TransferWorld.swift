// Two hosts: a generated queue that is to move, and a standby of another layout; and what really lies in both.

import Bytes
import Glibc
import Recovery
import SnapshotArchive
import SystemAccess
import TestSupport
import Testing

/// A message with its logs, whatever its name is.
struct FoundMessage: Hashable, Sendable {
  let digest: String
  /// Sums by the names of logs.
  let logs: [String: String]
}

struct TransferWorld {
  let old: PrivatePostfix
  let standby: PrivatePostfix
  /// What the old host had in the beginning.
  let before: [FoundMessage]
  let files: [String: UInt64]

  var archive: String { "\(old.directory.path)/moved.tar.zst" }
  var receipt: String { "\(standby.directory.path)/receipt.json" }
  var oldState: String { "\(old.directory.path)/state" }
  var standbyState: String { "\(standby.directory.path)/state" }

  static let queues = ["maildrop", "incoming", "active", "deferred", "hold", "corrupt"]
  private static let logs = ["defer", "bounce", "trace"]

  init(seed: UInt64 = 7, count: Int = 4) throws {
    var options = QueueOptions()
    options.ids = .mixed
    options.weights = [.deferred: 2, .hold: 1, .incoming: 1]
    options.hashDepth = 2
    options.bounceLogPercent = 60
    options.traceLogPercent = 30
    options.donePercent = 40
    options.recipients = 2...3
    options.bodyLines = 1...3
    var other = QueueOptions()
    other.ids = .short
    other.hashDepth = 1
    other.hashQueueNames = ["deferred", "defer", "hold"]
    old = try GeneratedQueueTests.postfix(options)
    _ = try QueueGenerator(seed: seed, options: options).fill(old.queueDirectory, count: count)
    standby = try GeneratedQueueTests.postfix(other)
    before = try Self.messages(old)
    files = try Self.inodes(old)
    try #require(Set(before.map(\.digest)).count == count)
  }

  // MARK: Commands

  func send(_ more: String...) -> [String] {
    ["restore", "transfer", "send", archive, "--state", oldState, "--apply"] + more
  }
  var sendAll: [String] { send("-c", old.configurationDirectory) }
  var accept: [String] { accepting(archive) }
  func accepting(_ archive: String, _ more: String...) -> [String] {
    [
      "restore", "transfer", "accept", archive, "-c", standby.configurationDirectory, "--state", standbyState,
      "--receipt", receipt,
    ] + more
  }
  func refuse(_ id: String) -> [String] {
    [
      "restore", "transfer", "accept", "--refuse", id, "-c", standby.configurationDirectory, "--state", standbyState,
      "--receipt", receipt,
    ]
  }
  var settle: [String] { settle(receipt) }
  func settle(_ receipt: String) -> [String] { ["restore", "transfer", "settle", receipt, "--state", oldState] }
  func cancel(_ word: String) -> [String] { ["restore", "transfer", "cancel", word, "--state", oldState] }

  /// The transfers of the old host.
  func transfers() throws -> [TransferStatus] { try Transferring(state: oldState).statuses(of: nil) }
  func id() throws -> String { try #require(try transfers().first).id }

  @discardableResult
  func run(_ arguments: [String], status: Int32 = 0) throws -> (output: String, errors: String) {
    let result = try BuiltProgram.run(arguments)
    #expect(result.status == status, "\(arguments)\n\(result.output)\(result.errors)")
    return (result.output, result.errors)
  }

  // MARK: What is there

  /// Messages that are live on a host, sorted.
  static func messages(_ postfix: PrivatePostfix) throws -> [FoundMessage] {
    try messages(below: postfix.queueDirectory, logsBelow: postfix.queueDirectory)
  }

  /// Messages that the old host keeps beside its queue.
  func aside() throws -> [FoundMessage] {
    let parent = "\(old.queueDirectory)/postkeep"
    guard FileReading.exists(parent) else { return [] }
    return try FileReading.names(inDirectory: parent).filter { $0.hasSuffix(".transfer") }.flatMap { name in
      try Self.messages(below: "\(parent)/\(name)", logsBelow: "\(parent)/\(name)")
    }
  }

  /// What is left beside the old host's queue.
  private var places: [String] { (try? FileReading.names(inDirectory: "\(old.queueDirectory)/postkeep")) ?? [] }

  private static func messages(below root: String, logsBelow logRoot: String) throws -> [FoundMessage] {
    var found: [String: [String: String]] = [:]
    for path in try paths(logs, below: logRoot) {
      let parts = path.split(separator: "/")
      found[String(parts[parts.count - 1]), default: [:]][String(parts[0])] = try digest("\(logRoot)/\(path)")
    }
    return try paths(queues, below: root).map { path in
      FoundMessage(
        digest: try digest("\(root)/\(path)"), logs: found[String(path.split(separator: "/").last ?? "")] ?? [:])
    }.sorted { $0.digest < $1.digest }
  }

  private static func digest(_ path: String) throws -> String {
    SHA256Digest.text(of: SHA256Digest.of(try FileReading.contents(of: path)))
  }

  static func paths(_ folders: [String], below root: String) throws -> [String] {
    let there = folders.map { "\(root)/\($0)" }.filter { FileReading.exists($0) }
    guard !there.isEmpty else { return [] }
    let found = try Subprocess.run("find", there + ["-type", "f"])
    return String(decoding: found.output, as: UTF8.self).split(separator: "\n").map {
      String($0.dropFirst(root.utf8.count + 1))
    }
  }

  /// Messages and logs with their inodes, by path.
  static func inodes(_ postfix: PrivatePostfix) throws -> [String: UInt64] {
    var inodes: [String: UInt64] = [:]
    for path in try paths(queues + logs, below: postfix.queueDirectory) {
      inodes[path] = FileReading.status(of: "\(postfix.queueDirectory)/\(path)")?.inode
    }
    return inodes
  }

  // MARK: Expectations

  /// No message is live twice, and those that are live nowhere are beside the old host's queue.
  func expectOneCopy(_ when: String) throws {
    let live = try (Self.messages(old) + Self.messages(standby)).map(\.digest)
    let aside = Set(try aside().map(\.digest))
    for message in before {
      let count = live.count { $0 == message.digest }
      #expect(count <= 1, "live twice: \(when)")
      #expect(count == 1 || aside.contains(message.digest), "lost: \(when)")
    }
    #expect(Set(live).isSubset(of: Set(before.map(\.digest))), "\(when)")
  }

  /// The standby has everything, with logs, under names that postsuper(1) leaves alone; the old host has nothing.
  func expectMoved(_ when: String) throws {
    #expect(try Self.messages(old).isEmpty && aside().isEmpty, "\(when)")
    #expect(try Self.messages(standby) == before, "\(when)")
    #expect(places.isEmpty, "\(when)")
    let files = try Self.inodes(standby)
    let mended = try standby.run("postsuper", ["-s"])
    #expect(mended.status == 0, "\(when): \(ByteString(mended.errors))")
    #expect(try Self.inodes(standby) == files, "postsuper renames something: \(when)")
  }

  /// Everything is where it was: the same files under the same names.
  func expectBack(_ when: String) throws {
    #expect(try Self.inodes(old) == files, "\(when)")
    #expect(try Self.messages(old) == before && Self.messages(standby).isEmpty, "\(when)")
    #expect(places.isEmpty, "\(when)")
  }
}
