// A small healthy queue of real files, in which a test plants a hazard.
//
//   let queue = try BrokenQueue()
//   try queue.change(queue.file) { chmod($0, 0o755) }
//   #expect(try queue.check().counts == [.expiredByChmod: 1])

import Bytes
import Glibc
import Maintenance
import QueueStore
import SystemAccess
import TestSupport
import Testing

struct BrokenQueue {
  /// The files have to belong to the user postfix.
  static let canRun = geteuid() == 0 && (try? QueueOwners.installed()) != nil

  static var healthy: QueueOptions {
    var options = QueueOptions.everything
    options.ids = .short
    options.weights = [.deferred: 6, .hold: 2, .incoming: 2, .active: 1, .maildrop: 1]
    options.ages = 60...3000
    options.unfinishedPercent = 0
    options.finishedPercent = 0
    options.expiredPercent = 0
    options.unthrottledPercent = 0
    return options
  }

  let directory: PrivateDirectory
  let spool: String
  let messages: [GeneratedMessage]
  let owners: QueueOwners
  let now = LocalTime.now

  init(_ options: QueueOptions = healthy, count: Int = 24, seed: UInt64 = 1) throws {
    directory = try PrivateDirectory()
    spool = "\(directory.path)/spool"
    owners = try QueueOwners.installed()
    mkdir("\(directory.path)/etc", 0o755)
    let settings = ["queue_directory = \(spool)", "mail_owner = postfix", "setgid_group = postdrop"]
    try directory.write((settings + options.mainSettings).joined(separator: "\n") + "\n", to: "etc/main.cf")
    messages = try QueueGenerator(seed: seed, options: options).fill(spool, count: count)
    // A young log is no orphan whatever else is wrong.
    for name in ["defer", "bounce", "trace"] { try age("\(spool)/\(name)") }
  }

  func store() throws -> QueueStore { try QueuePlace.open(configuration: "\(directory.path)/etc", queue: nil) }
  func report() throws -> HealthReport { try QueueCheck(store(), now: now).run() }
  func check() throws -> HealthFindings { try report().findings }

  /// Repairs what can be repaired, and tells what is wrong afterwards.
  func repaired() throws -> (outcome: RepairOutcome, counts: [HealthKind: Int]) {
    let outcome = RepairPlan(try report()).carryOut(on: try store())
    return (outcome, try check().counts)
  }

  func messages(in queue: MessageQueue) -> [GeneratedMessage] { messages.filter { $0.queue == queue } }

  /// A deferred message with a defer log.
  var message: GeneratedMessage {
    get throws { try #require(messages.first { $0.queue == .deferred && $0.hasDeferLog && !$0.hasBounceLog }) }
  }
  var file: String { get throws { try message.path } }

  func path(_ relative: String) -> String { "\(spool)/\(relative)" }

  func content(_ relative: String) throws -> [UInt8] { try FileReading.contents(of: path(relative)) }

  func exists(_ relative: String) -> Bool {
    var status = stat()
    return lstat(path(relative), &status) == 0
  }

  /// Does something to a file; the change has to succeed.
  func change(_ relative: String, _ change: (String) -> Int32) throws {
    guard change(path(relative)) == 0 else { throw TestFailure("cannot change \(relative): errno \(errno)") }
  }

  /// Makes a finished file that belongs to Postfix.
  func plant(_ relative: String, _ content: [UInt8] = [], mode: mode_t = 0o700) throws {
    try directory.write(content, to: "spool/\(relative)")
    try change(relative) { utimes($0, nil) }
    try change(relative) { chown($0, owners.user, owners.group) }
    try change(relative) { chmod($0, mode) }
  }

  /// Writes other bytes into a message, which keeps its inode and its mode.
  func rewrite(_ relative: String, _ content: [UInt8]) throws {
    guard let stream = fopen(path(relative), "r+") else { throw TestFailure("cannot write \(relative)") }
    content.withUnsafeBytes { _ = fwrite($0.baseAddress, 1, $0.count, stream) }
    fclose(stream)
    try change(relative) { truncate($0, off_t(content.count)) }
  }

  func setAge(_ relative: String, days: Int) throws {
    var times = [
      timeval(tv_sec: Int(now) - days * 86_400, tv_usec: 0), timeval(tv_sec: Int(now) - days * 86_400, tv_usec: 0),
    ]
    try change(relative) { utimes($0, &times) }
  }

  private func age(_ path: String) throws {
    if FileReading.isDirectory(path) {
      for name in try FileReading.names(inDirectory: path) { try age("\(path)/\(name)") }
    } else {
      var times = [timeval(tv_sec: Int(now) - 3600, tv_usec: 0), timeval(tv_sec: Int(now) - 3600, tv_usec: 0)]
      guard utimes(path, &times) == 0 else { throw TestFailure("cannot change \(path): errno \(errno)") }
    }
  }

  /// What was moved out of the queues.
  var lost: [String] {
    get throws {
      exists("postkeep-lost+found") ? try FileReading.names(inDirectory: path("postkeep-lost+found")).sorted() : []
    }
  }
}
