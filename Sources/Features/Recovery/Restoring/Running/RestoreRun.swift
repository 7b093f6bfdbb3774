// A run of a procedure: a directory with what was asked for, its plan, and its journal.
//
//     run.json   where from, where to, and how
//     plan       what is to be done with each message, one JSON object a line; written before anything is changed
//     journal    what has been done, line by line

public import Bytes
import JSONText
import QueueStore
import RunJournals
import SnapshotArchive
import SystemAccess

public struct RestoreRun: Sendable {
  static let schema = "postkeep.run.restore/1"
  public static let shelfName: ByteString = "restores"

  /// Such as "20261126T191216Z".
  public let id: String
  public let request: RestoreRequest
  /// Seconds since the epoch.
  public let started: Int64
  /// The queue that it changes.
  public let queueDirectory: String
  let directory: Directory

  private static let infoName: ByteString = "run.json"
  static let planName: ByteString = "plan"

  static func begin(
    _ request: RestoreRequest, in queueDirectory: String, on shelf: RunShelf, now: Int64
  ) throws(SystemError) -> RestoreRun {
    let (id, directory) = try shelf.begin(at: now)
    let run = RestoreRun(
      id: id, request: request.absolute, started: now, queueDirectory: queueDirectory, directory: directory)
    try RunShelf.write(run.info, to: infoName, in: directory)
    try directory.sync()
    try shelf.directory.sync()
    return run
  }

  /// Makes a run that has its name already, or describes it anew.
  static func begin(
    _ request: RestoreRequest, named id: String, in queueDirectory: String, on shelf: RunShelf, now: Int64
  ) throws(SystemError) -> RestoreRun {
    try shelf.directory.makeDirectory(ByteString(id), mode: 0o700)
    let run = RestoreRun(
      id: id, request: request.absolute, started: now, queueDirectory: queueDirectory,
      directory: try shelf.directory.directory(ByteString(id)))
    let fresh = infoName + ".new"
    try run.directory.remove(fresh)
    try RunShelf.write(run.info, to: fresh, in: run.directory)
    try run.directory.replace(infoName, by: fresh)
    try run.directory.sync()
    try shelf.directory.sync()
    return run
  }

  private var info: [UInt8] {
    var json = JSONWriter(style: .indented)
    json.object { json in
      json.member("schema", Self.schema)
      json.member("id", id)
      json.member("started", started)
      json.member("target", queueDirectory)
      request.write(to: &json)
    }
    return json.bytes
  }

  static func read(_ id: String, on shelf: RunShelf) throws -> RestoreRun? {
    guard let directory = try shelf.open(id),
      let content = try directory.open(infoName)?.content(limit: 1 << 20, named: "\(directory.path)/\(infoName)")
    else { return nil }
    let json = try JSONReader().read(content)
    guard json["schema"]?.text == schema, let request = RestoreRequest(json), let queue = json["target"]?.text else {
      return nil
    }
    return RestoreRun(
      id: id, request: request, started: json["started"]?.integer ?? 0, queueDirectory: queue, directory: directory)
  }

  /// Whether it changes this queue, however the path is written.
  func isAbout(_ directory: String) -> Bool {
    if queueDirectory == directory || FileReading.isSame(queueDirectory, directory) { return true }
    // A queue that was lost is known by where it lay.
    let (own, other) = (FilePath.split(queueDirectory), FilePath.split(directory))
    return own.1 == other.1 && FileReading.isSame(own.0, other.0)
  }

  /// Where its messages wait in a queue until they are placed.
  func stagingPath(in directory: String) -> String { "\(directory)/\(PrivatePurpose.placing.path(ofRun: id))" }

  /// Directories on the shelf that have been runs and cannot be read as one.
  static func unreadable(on shelf: RunShelf) throws(SystemError) -> [String] {
    try shelf.ids.filter { id in
      let directory: Directory?
      do throws(SystemError) { directory = try shelf.open(id) } catch { return true }
      guard let directory, ((try? read(id, on: shelf)) ?? nil) == nil else { return false }
      return FileReading.exists("\(directory.path)/journal")
    }
  }

  /// All runs, the oldest first.
  static func all(on shelf: RunShelf) throws(SystemError) -> [RestoreRun] {
    try shelf.ids.compactMap { try? read($0, on: shelf) }
  }

  /// Puts the plan on the disk. A plan that has its last line is whole.
  func write(_ plan: RestorePlan) throws(SystemError) {
    try directory.remove(Self.planName)
    var lines = JSONWriter()
    for message in plan.messages { message.write(to: &lines) }
    lines.object { $0.member("messages", plan.messages.count) }
    try RunShelf.write(lines.bytes, to: Self.planName, in: directory)
    try directory.sync()
  }

  /// Nil when a whole plan was never written.
  func plan(for chain: SnapshotChain) throws -> [PlannedMessage]? {
    let path = "\(directory.path)/\(Self.planName)"
    guard let content = try directory.open(Self.planName)?.content(limit: 8 << 30, named: path) else { return nil }
    var known: [ByteString: IndexedMessage] = [:]
    try chain.forEachMessage { known[$0.path] = $0 }
    var messages: [PlannedMessage] = []
    for line in content.split(separator: 0x0A) {
      guard let json = try? JSONReader().read(Array(line)) else { return nil }
      if let count = json["messages"]?.integer { return count == messages.count ? messages : nil }
      guard let message = PlannedMessage(json, of: known) else { return nil }
      messages.append(message)
    }
    return nil
  }
}
