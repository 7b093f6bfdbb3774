// How far a run is.

import Bytes
import JSONText
import PostfixQueue
import SystemAccess

public struct RestoreStatus: Sendable {
  private let run: RestoreRun
  private let history: RestoreHistory

  init(_ run: RestoreRun) throws {
    self.run = run
    history = try RestoreHistory(run)
  }

  public var isFinished: Bool { history.isFinished }
  public var isDamaged: Bool { history.isDamaged }

  /// - Parameter withMessages: with the ids.
  public func text(withMessages: Bool) -> String {
    var text = "\(run.id)  \(run.request.procedure)  \(history.placed.count) messages into \(run.queueDirectory)"
    if history.isRefused { return "\(run.id)  \(run.request.procedure)  refused for good\n" }
    if !history.released.isEmpty { text += ", \(history.released.count) of them released" }
    if isDamaged { text += ", its journal is damaged" }
    let hint = history.waitsAt.map { "waits for you at \($0), then" } ?? "interrupted:"
    text += isFinished ? "\n" : "  \(hint) \(remedy)\n"
    guard withMessages else { return text }
    for name in history.steps { text += "  \(name) is done\n" }
    for message in history.announced {
      text += "\(message.old) \(message.name) \(message.queue.rawValue) \(state(of: message))\n"
    }
    return text
  }

  private var remedy: String {
    run.request.procedure == TransferAcceptance.procedure
      ? "finish it with '\(RunCommands(run).accept("ARCHIVE"))'"
      : "finish it with '\(RunCommands(run).restore("resume"))'"
  }

  private func state(of message: RestoredMessage) -> String {
    if history.released.contains(message.key) { return "released" }
    if history.placed.contains(message.key) { return "placed" }
    return message.waitsForRelease ? "waiting" : "on its way"
  }

  public func json(withMessages: Bool) -> [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.member("schema", "postkeep.restore.status/1")
      json.member("run", run.id)
      json.member("procedure", run.request.procedure)
      json.member("started", run.started)
      json.member("archive", run.request.archive)
      json.member("queue_directory", run.queueDirectory)
      json.member("finished", isFinished)
      json.member("damaged", isDamaged)
      json.member("steps", history.steps)
      json.member("waits_at", history.waitsAt)
      json.member("placed", history.placed.count)
      json.member("released", history.released.count)
      guard withMessages else { return }
      json.array("messages") { json in
        for message in history.announced {
          json.object { json in
            json.member("old", message.old)
            json.member("new", message.name)
            json.member("queue", message.queue.rawValue)
            json.member("hold", message.hold?.rawValue)
            json.member("state", state(of: message))
          }
        }
      }
    }
    return json.bytes
  }
}

extension Restoring {
  /// Runs of which only their journal can be read.
  public var damaged: [String] {
    get throws(RecoveryFailure) {
      do throws(SystemError) { return try RestoreRun.unreadable(on: shelf) } catch {
        throw RecoveryFailure(error, "It tells what was restored.")
      }
    }
  }

  /// - Parameter id: nil for all runs.
  public func statuses(of id: String?) throws(RecoveryFailure) -> [RestoreStatus] {
    try RecoveryFailure.translating("It tells what was restored.") {
      try (id.map { [try find($0)] } ?? runs).map { try RestoreStatus($0) }
    }
  }
}
