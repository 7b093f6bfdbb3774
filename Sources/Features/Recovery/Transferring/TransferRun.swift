// A transfer on the host that gives its messages away: a directory in "transfers", named as the transfer is.
//
//     run.json   from which queue, and which messages
//     journal    how far it is

import Bytes
import JSONText
import RunJournals
import SystemAccess

struct TransferRun: Sendable {
  static let schema = "postkeep.transfer.run/1"
  static let shelfName: ByteString = "transfers"
  private static let infoName: ByteString = "run.json"

  let id: String
  /// Seconds since the epoch.
  let started: Int64
  let configuration: String
  let queueDirectory: String
  /// As written; nil for all messages.
  let selection: String?
  /// The only host that may accept it; nil for any.
  let standby: String?
  let directory: Directory

  /// Makes a run that is on the disk when this returns. Nothing is taken out of a queue before.
  static func begin(
    host: String, configuration: String, queueDirectory: String, selection: String?, standby: String?,
    on shelf: RunShelf,
    now: Int64
  ) throws(SystemError) -> TransferRun {
    var id = TransferID.make(host: host, time: now)
    while try !shelf.directory.makeDirectory(ByteString(id), mode: 0o700) {
      id = TransferID.make(host: host, time: now)
    }
    let run = TransferRun(
      id: id, started: now, configuration: configuration, queueDirectory: queueDirectory, selection: selection,
      standby: standby, directory: try shelf.directory.directory(ByteString(id)))
    var json = JSONWriter(style: .indented)
    json.object { json in
      json.member("schema", schema)
      json.member("id", id)
      json.member("started", now)
      json.member("configuration_directory", configuration)
      json.member("queue_directory", queueDirectory)
      json.member("selection", selection)
      json.member("standby", standby)
    }
    try RunShelf.write(json.bytes, to: infoName, in: run.directory)
    try run.directory.sync()
    try shelf.directory.sync()
    return run
  }

  static func read(_ id: String, on shelf: RunShelf) throws -> TransferRun? {
    guard let directory = try shelf.open(id),
      let content = try directory.open(infoName)?.content(limit: 1 << 20, named: "\(directory.path)/\(infoName)")
    else { return nil }
    let json = try JSONReader().read(content)
    guard json["schema"]?.text == schema, let configuration = json["configuration_directory"]?.text,
      let queue = json["queue_directory"]?.text
    else { return nil }
    return TransferRun(
      id: id, started: json["started"]?.integer ?? 0, configuration: configuration, queueDirectory: queue,
      selection: json["selection"]?.text, standby: json["standby"]?.text, directory: directory)
  }

  /// A command about transfers with the options that it needs, so that it can be pasted: "transfer settle RECEIPT".
  func command(_ words: String) -> String {
    RunPlace(state: RunShelf.state(of: directory)).command("restore transfer \(words)")
  }

  /// All runs, the oldest first.
  static func all(on shelf: RunShelf) throws(SystemError) -> [TransferRun] {
    try shelf.ids.compactMap { try? read($0, on: shelf) }.sorted { ($0.started, $0.id) < ($1.started, $1.id) }
  }
}
