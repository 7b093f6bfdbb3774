// A generated queue at rest with a store of snapshots, and what really lies in the queue to compare them with.

import Bytes
import Glibc
import Maintenance
import PostfixQueue
import QueueStore
import Recovery
import SnapshotArchive
import SystemAccess
import TestSupport

/// A message with its logs, wherever it was read: in the queue or in a snapshot.
struct StoredMessage: Hashable, Sendable, CustomStringConvertible {
  let path: String
  let digest: String
  /// By the name of the log.
  let logs: [String: String]

  var id: String { String(path.split(separator: "/").last ?? "") }
  var description: String { "\(path) \(digest.prefix(8)) \(logs.mapValues { $0.prefix(8) })" }
}

struct SnapshotWorld {
  let postfix: PrivatePostfix
  let queue: QueueStore
  let messages: [GeneratedMessage]

  var path: String { postfix.directory.path }
  var storePath: String { "\(path)/snapshots" }
  var spool: String { postfix.queueDirectory }

  init(seed: UInt64, count: Int, _ options: QueueOptions) throws {
    postfix = try GeneratedQueueTests.postfix(options)
    messages = try QueueGenerator(seed: seed, options: options).fill(postfix.queueDirectory, count: count)
    queue = try QueuePlace.open(configuration: postfix.configurationDirectory, queue: nil)
    // The program makes its store, but no directory above it.
    mkdir("\(path)/out", 0o700)
  }

  var source: SnapshotSource {
    SnapshotSource(
      id: "", host: "mail.test.invalid", program: "test", postfix: nil,
      configurationDirectory: postfix.configurationDirectory)
  }

  /// Takes a snapshot into the store.
  /// - Parameters:
  ///   - time: what the clock says; nil for the truth.
  ///   - progress: is called while it is taken.
  @discardableResult
  func create(
    since: String? = nil, at time: Int64? = nil, progress: @escaping (Int, Int) -> Void = { _, _ in }
  ) throws -> SnapshotReport {
    try StoredSnapshot(
      of: queue, source, SnapshotOptions(), since: since, in: try SnapshotStore.writing(storePath),
      now: time ?? LocalTime.milliseconds
    ).take(of: queue, now: { time ?? LocalTime.milliseconds }, progress: progress)
  }

  func chain(_ word: String = "last") throws -> SnapshotChain { try NamedSnapshot(word, in: storePath).chain() }

  func verify(_ word: String = "last") throws -> SnapshotVerification {
    try NamedSnapshot(word, in: storePath).verify(share: 1, now: LocalTime.milliseconds) { _ in }.0
  }

  /// The program's options for this queue and store.
  func program(_ command: String, _ options: String...) -> [String] {
    ["snapshot", command, "--to", storePath] + (command == "create" ? ["-c", postfix.configurationDirectory] : [])
      + options
  }

  func archive(_ id: String) -> String { "\(storePath)/\(id).tar.zst" }

  /// What a snapshot has, sorted.
  static func messages(_ chain: SnapshotChain) throws -> [StoredMessage] {
    var messages: [StoredMessage] = []
    try chain.forEachMessage { message in
      let logs = message.logs.map { ($0.kind.rawValue, "\($0.digest)") }
      messages.append(
        StoredMessage(
          path: message.path.description, digest: "\(message.digest)", logs: Dictionary(uniqueKeysWithValues: logs)))
    }
    return messages.sorted { $0.path < $1.path }
  }

  /// What the queue has: complete messages with their logs, sorted. Read by the tests' own hands.
  func present() throws -> [StoredMessage] {
    let logs = try Dictionary(
      files(in: ["defer", "bounce", "trace"]).map { path in
        let parts = path.split(separator: "/")
        return ("\(parts[parts.count - 1])", ["\(parts[0])": try digest(path)])
      }
    ) { $0.merging($1) { first, _ in first } }
    return try files(in: QueueName.allCases.map(\.rawValue)).filter { path in
      path.hasPrefix("corrupt/") || Self.status("\(spool)/\(path)").st_mode & 0o700 == 0o700
    }.map { path in
      StoredMessage(
        path: "queue/\(path)", digest: try digest(path),
        logs: logs[String(path.split(separator: "/").last ?? "")] ?? [:])
    }.sorted { $0.path < $1.path }
  }

  func digest(_ path: String) throws -> String {
    SHA256Digest.text(of: SHA256Digest.of(try FileReading.contents(of: "\(spool)/\(path)")))
  }

  /// Files below directories of the queue, relative to it.
  func files(in folders: [String]) throws -> [String] {
    let found = try Subprocess.run("find", folders.map { "\(spool)/\($0)" } + ["-type", "f"])
    return String(decoding: found.output, as: UTF8.self).split(separator: "\n").map {
      String($0.dropFirst(spool.utf8.count + 1))
    }
  }

  static func status(_ path: String) -> stat {
    var status = stat()
    lstat(path, &status)
    return status
  }

  /// Gives a file the times that it had.
  static func setTime(of path: String, as status: stat) {
    let times = [status.st_atim, status.st_mtim]
    utimensat(AT_FDCWD, path, times, 0)
  }

  /// Moves a file of the queue to another place of it.
  func move(_ path: String, to target: String) {
    guard rename("\(spool)/\(path)", "\(spool)/\(target)") == 0 else { return }
  }
}

/// The files of an archive as tar(1) lists them, without the manifest and the index.
func listedFiles(_ archive: String) throws -> [String] {
  let listing = try Subprocess.run("tar", ["--zstd", "-tf", archive])
  guard listing.status == 0 else { throw TestFailure("tar: \(ByteString(listing.errors))") }
  return String(decoding: listing.output, as: UTF8.self).split(separator: "\n").map(String.init).filter {
    $0.hasPrefix("queue/") || $0.hasPrefix("log/")
  }
}
