// A run that removed messages: a directory with its plan, its journal, an index of its trash, and the trash itself.
//
//     plan       the messages that were to be removed, one JSON object a line
//     trash-1.tar.zst, trash-2…   what was removed; a later archive has a later state of a message
//     index      the messages in the archives, one JSON object a line, and when it is finished what they come to
//     journal    what has been done
//     run.json   where, when and why; written last, so that a run that has it is whole

import Bytes
import JSONText
import RunJournals
import SystemAccess

public struct Run: Sendable {
  static let schema = "postkeep.run/1"

  /// Such as "20261126T191216Z".
  public let id: String
  public let queueDirectory: String
  /// The selection, as written.
  public let selection: String
  /// Seconds since the epoch.
  public let started: Int64
  /// Nil for a run of an earlier version.
  let identity: QueueIdentity?
  /// Where it was begun.
  let place: RunPlace
  let directory: Directory

  static let infoName: ByteString = "run.json"
  static let planName: ByteString = "plan"
  static let indexName: ByteString = "index"
  static func archiveName(_ part: Int) -> ByteString { ByteString("trash-\(part).tar.zst") }

  /// Makes a run with its plan on the disk. One that cannot be made leaves nothing.
  static func begin(
    in state: StateDirectory, at place: RunPlace, queueDirectory: String, identity: QueueIdentity?, selection: String,
    plan: [PlannedMessage], now: Int64
  ) throws(SystemError) -> Run {
    let (id, directory) = try state.runs.begin(at: now)
    let run = Run(
      id: id, queueDirectory: queueDirectory, selection: selection, started: now, identity: identity,
      place: place, directory: directory)
    do throws(SystemError) {
      try run.write(plan)
      try state.runs.directory.sync()
      return run
    } catch {
      run.discard(in: state)
      throw error
    }
  }

  private func write(_ plan: [PlannedMessage]) throws(SystemError) {
    var lines = JSONWriter()
    for message in plan { message.write(to: &lines) }
    try RunShelf.write(lines.bytes, to: Self.planName, in: directory)
    var json = JSONWriter(style: .indented)
    json.object { json in
      json.member("schema", Self.schema)
      json.member("id", id)
      json.member("kind", "purge")
      json.member("queue_directory", queueDirectory)
      if let identity { json.object("identity") { identity.write(to: &$0) } }
      json.member("configuration", place.configuration)
      json.member("queue_dir", place.queue)
      json.member("selection", selection)
      json.member("started", started)
    }
    try RunShelf.write(json.bytes, to: Self.infoName, in: directory)
    try directory.sync()
  }

  /// Removes a run that has not taken anything. What cannot be removed stays: the trash shows it.
  func discard(in state: StateDirectory) {
    for name in (try? FileReading.names(inDirectory: directory.path)) ?? [] {
      _ = try? directory.remove(ByteString(name))
    }
    _ = try? state.runs.directory.removeDirectory(ByteString(id))
  }

  /// Tells the messages of a run apart.
  static func key(_ name: ByteString, _ inode: UInt64) -> String { "\(name)/\(inode)" }

  static func name(ofKey key: String) -> ByteString { ByteString(String(key.prefix { $0 != "/" })) }

  /// Finds a run by its id.
  static func find(_ id: String, in state: StateDirectory) throws(MaintenanceFailure) -> Run {
    if let run = try? read(id, in: state) { return run }
    let text = PrintableText.of(id)
    let found: Directory?
    do throws(SystemError) { found = try state.runs.open(id) } catch {
      throw MaintenanceFailure(error)
    }
    guard let directory = found else {
      let list = RunPlace(state: state.path).command("queue trash list")
      throw MaintenanceFailure(.unreadable, "there is no run '\(text)' in \(state.path)\n  '\(list)' shows all.")
    }
    let remnant = RunRemnant(id, directory)
    guard let what = remnant.what else {
      throw MaintenanceFailure(.unreadable, "run '\(text)' came to nothing: it has removed no message")
    }
    let archives =
      remnant.hasArchives ? "\n  Its archives are plain tar: tar --zstd -tvf \(directory.path)/\(archiveName(1))" : ""
    throw MaintenanceFailure(.unreadable, "run '\(text)' is \(what)\(archives)")
  }

  static func read(_ id: String, in state: StateDirectory) throws -> Run? {
    guard let directory = try state.runs.open(id),
      let content = try directory.open(infoName)?.content(limit: 1 << 20, named: id)
    else { return nil }
    let json = try JSONReader().read(content)
    guard json["schema"]?.text == schema, let queue = json["queue_directory"]?.text,
      let started = json["started"]?.integer
    else { return nil }
    let place = RunPlace(
      state: state.path, configuration: json["configuration"]?.text, queue: json["queue_dir"]?.text)
    return Run(
      id: id, queueDirectory: queue, selection: json["selection"]?.text ?? "", started: Int64(started),
      identity: QueueIdentity(json["identity"]), place: place, directory: directory)
  }

  static func latest(_ messages: [TrashedMessage]) -> [TrashedMessage] {
    var latest: [String: TrashedMessage] = [:]
    var order: [String] = []
    for message in messages where latest.updateValue(message, forKey: message.key) == nil { order.append(message.key) }
    return order.compactMap { latest[$0] }
  }

  func lines(of name: ByteString) throws(SystemError) -> JSONLines {
    let path = "\(directory.path)/\(name)"
    return JSONLines(try directory.open(name)?.content(limit: 4 << 30, named: path) ?? [])
  }

  /// Opens the journal, and makes it for a new run. That it was lost is on record from then on.
  func openJournal() throws(SystemError) -> RunJournal {
    let isLost = try RunJournal.lines(directory) == nil && !archives.isEmpty
    let journal = try RunJournal(directory)
    if isLost {
      try journal.add("lost")
      try journal.sync()
    }
    return journal
  }

  /// Whether a file is gone without which nobody knows what it has removed.
  var lacksFiles: Bool {
    guard let names = (try? FileReading.names(inDirectory: directory.path)).map({ Set($0) }) else { return true }
    return !names.isSuperset(of: ["plan", "journal"])
  }

  /// What is seen of an archive without reading it; nil for nothing.
  func problem(ofArchive part: Int) throws(SystemError) -> String? {
    let path = "\(directory.path)/\(Self.archiveName(part))"
    guard let status = try directory.status(of: Self.archiveName(part)) else { return "\(path) is missing" }
    return status.size == 0 ? "\(path) is empty" : nil
  }

  /// The numbers of its archives.
  var archives: [Int] {
    ((try? FileReading.names(inDirectory: directory.path)) ?? []).compactMap { name in
      name.hasPrefix("trash-") ? Int(name.dropFirst(6).prefix { $0.isNumber }) : nil
    }
  }
}
