// A host with a snapshot of its queue, and another host that is to get it.

import Bytes
import Glibc
import PostfixQueue
import QueueStore
import SnapshotArchive
import SystemAccess
import TestSupport
import Testing

struct RestoreWorld {
  let source: SnapshotWorld
  let target: PrivatePostfix

  var state: String { "\(target.directory.path)/state" }
  var spool: String { target.queueDirectory }

  /// - Parameter own: how many messages the target has itself.
  init(_ source: SnapshotWorld, into options: QueueOptions, own: Int = 0) throws {
    self.source = source
    target = try GeneratedQueueTests.postfix(options)
    if own > 0 { _ = try QueueGenerator(seed: 77, options: options).fill(target.queueDirectory, count: own) }
  }

  func command(_ verb: String, _ options: String...) -> [String] {
    ["restore", verb] + options + ["--state", state]
      + (verb == "run" || verb == "plan"
        ? ["--store", source.storePath, "-c", target.configurationDirectory] : [])
  }

  func run(_ options: String...) throws -> BuiltProgram.Answer {
    try BuiltProgram.run(command("run", "merge", "--apply") + options)
  }

  /// The runs there were, the oldest first.
  var runs: [String] {
    (try? FileReading.names(inDirectory: "\(state)/restores"))?.filter { $0 != "lock" }.sorted() ?? []
  }

  /// What lies in the queue's directories: message contents and their logs', sorted.
  func contents() throws -> [String] { try Self.contents(spool) }
  func logContents() throws -> [String] {
    try Self.files(spool, ["defer", "bounce", "trace"]).map(Self.digest).sorted()
  }

  static func contents(_ spool: String) throws -> [String] {
    try files(spool, QueueName.allCases.map(\.rawValue)).map(digest).sorted()
  }

  static func files(_ spool: String, _ folders: [String]) throws -> [String] {
    let found = try Subprocess.run("find", folders.map { "\(spool)/\($0)" } + ["-type", "f"])
    return String(decoding: found.output, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  /// Of the bytes of a file, which stay whatever queue and id it gets.
  static func digest(_ path: String) throws -> String {
    SHA256Digest.text(of: SHA256Digest.of(try FileReading.contents(of: path)))
  }

  /// What postsuper -s and postsuper -p say, which find nothing to do in a good queue.
  func structureComplaint() throws -> String {
    let result = try target.run("postsuper", ["-p", "-s"])
    return String(decoding: result.output + result.errors, as: UTF8.self)
  }

  /// What is wrong with owners, modes and names of the messages and logs that lie in the queue.
  func flaws(owner: UInt32) throws -> [String] {
    var flaws: [String] = []
    for path in try Self.files(spool, ["incoming", "active", "deferred", "hold"]) {
      let status = SnapshotWorld.status(path)
      let name = String(path.split(separator: "/").last ?? "")
      if status.st_mode & 0o7777 != 0o700 {
        flaws.append("\(path) has mode \(String(status.st_mode & 0o7777, radix: 8))")
      }
      if status.st_uid != owner { flaws.append("\(path) belongs to \(status.st_uid)") }
      if let id = QueueID(ByteString(name)), !id.isLong, id.inode != UInt64(status.st_ino) {
        flaws.append("\(path) is not named after its inode \(status.st_ino)")
      }
    }
    for path in try Self.files(spool, ["defer", "bounce", "trace"]) {
      let status = SnapshotWorld.status(path)
      if status.st_mode & 0o7777 != 0o600 || status.st_uid != owner { flaws.append("\(path) has wrong mode or owner") }
    }
    return flaws
  }
}
