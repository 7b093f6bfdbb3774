// A queue that was saved from one Postfix and restored into another by hand, and what has to be true once it is repaired.

import Bytes
import Maintenance
import PostfixQueue
import QueueStore
import Recovery
import SystemAccess
import TestSupport
import Testing

/// Runs a line of shell, as people do who restore a queue.
@discardableResult
func shell(_ command: String) throws -> String {
  let result = try Subprocess.run("sh", ["-c", command])
  guard result.status == 0 else { throw TestFailure("\(command): \(ByteString(result.errors))") }
  return String(decoding: result.output, as: UTF8.self)
}

struct RepairWorld {
  let postfix: PrivatePostfix
  let store: QueueStore

  static let folders = "maildrop incoming active deferred hold corrupt bounce defer trace"
  var queue: String { postfix.queueDirectory }

  init(_ options: QueueOptions = QueueOptions(), _ delivery: PrivatePostfixOptions.Delivery = .deferred) throws {
    var all = PrivatePostfixOptions()
    all.queue = options
    all.delivery = delivery
    postfix = try PrivatePostfix(all)
    store = try QueuePlace.open(configuration: postfix.configurationDirectory, queue: nil)
  }

  /// A stopped Postfix that has tried to deliver some messages.
  static func saved(_ count: Int, _ options: QueueOptions = QueueOptions()) throws -> RepairWorld {
    let world = try RepairWorld(options)
    try world.postfix.start()
    for number in 0..<count {
      try world.postfix.inject(
        1, from: "sender@a.test", to: ["one@b.test"], content: "Subject: number \(number)\n\nLine\n")
    }
    try world.postfix.waitUntil(seconds: 60, "deferred") {
      try world.postfix.queueIDs(in: "deferred").count == count && world.postfix.queueIDs(in: "defer").count == count
    }
    try world.postfix.stop()
    return world
  }

  /// Restores the queue of another one with tar and its options.
  func restore(_ other: RepairWorld, _ options: String = "-p") throws {
    try shell("tar -C \(other.queue) -cf - \(Self.folders) | tar -C \(queue) \(options) -xf -")
  }

  /// What lies in the queue: type, owner, group, mode, inode, place.
  func state() throws -> [String] {
    try shell("cd \(queue) && find \(Self.folders) public pid -printf '%y %U %G %m %i %p\\n' | sort")
      .split(separator: "\n").map(String.init)
  }

  /// The contents of all files, wherever they lie, in the order of their bytes.
  func contents(_ folders: String = Self.folders + " \(QueueStore.lostDirectory)") throws -> [ByteString] {
    try shell("cd \(queue) && find \(folders) -type f 2>/dev/null || true").split(separator: "\n")
      .map { ByteString(try FileReading.contents(of: "\(queue)/\($0)")) }.sorted()
  }

  /// What the logs of an id hold.
  func logs(of id: String) throws -> [String: ByteString] {
    var logs: [String: ByteString] = [:]
    for log in ["defer", "bounce", "trace"] {
      guard let path = try shell("cd \(queue) && find \(log) -type f -name '\(id)'").split(separator: "\n").first else {
        continue
      }
      logs[log] = ByteString(try FileReading.contents(of: "\(queue)/\(path)"))
    }
    return logs
  }

  /// Every message still has the logs that it had, whatever its id is now.
  func expectLogs(_ logs: [ByteString: [String: ByteString]]) throws {
    var checked = 0
    for path in try shell("cd \(queue) && find maildrop incoming active deferred hold corrupt -type f").split(
      separator: "\n")
    {
      guard let expected = logs[ByteString(try FileReading.contents(of: "\(queue)/\(path)"))] else { continue }
      checked += 1
      #expect(try self.logs(of: String(path.split(separator: "/").last ?? "")) == expected, "\(path)")
    }
    #expect(checked > 0)
  }

  func listed() throws -> [String: ListedMessage] { try ListedMessages.real(postfix) }

  @discardableResult
  func repair() throws -> QueueRepairReport {
    let report = try QueueRepairing.carryOut(try QueueRepairing.plan(store), on: store) { _ in }
    #expect(report.isComplete, "\(report.text)")
    return report
  }

  /// Repaired means: nothing is left to do, neither for us nor for postsuper.
  func expectRepaired() throws {
    let state = try state()
    let rest = try QueueRepairing.plan(store)
    #expect(rest.isEmpty && rest.ids.isEmpty, "\(QueueRepairReport(rest, of: store).text)")
    let result = try postfix.run("postsuper", ["-s"])
    #expect(result.status == 0 && result.errors.isEmpty, "\(ByteString(result.errors))")
    #expect(try self.state() == state)
    #expect(!postfix.log.contains("Renamed") && !postfix.log.contains("warning"), "\(postfix.log)")
  }

  /// Starts Postfix, which tries every message again and has nothing to say against the queue.
  func expectDeferred(_ count: Int) throws {
    let ids = Set(try listed().keys)
    #expect(ids.count == count)
    // The log has earlier attempts of the same messages.
    let earlier = postfix.log.utf8.count
    try postfix.start()
    try postfix.flush()
    try postfix.waitUntil(seconds: 60, "deferred again") {
      let log = String(decoding: postfix.log.utf8.dropFirst(earlier), as: UTF8.self)
      return ids.allSatisfy { log.contains(" \($0): to=<one@b.test>") }
        && (try? postfix.queueIDs(in: "deferred").count) == count
    }
    try postfix.stop()
    #expect(Set(try postfix.queueIDs(in: "deferred")) == ids)
    let complaints = postfix.log.split(separator: "\n").filter { line in
      ["warning", "fatal", "panic", "expired", "not owned", "bogus", "mismatch", "Renamed"].contains {
        line.contains($0)
      }
    }
    #expect(complaints.isEmpty, "\(complaints)")
  }
}
