// How far the transfers from this host are. Those to this host are runs of restore.

import JSONText
import QueueStore
import SystemAccess

public struct TransferStatus: Sendable {
  private let run: TransferRun
  private let history: TransferHistory

  init(_ run: TransferRun) throws(SystemError) {
    self.run = run
    history = try TransferHistory(run)
  }

  public var id: String { run.id }
  public var isFinished: Bool { history.isFinished }

  private enum State: String {
    case interrupted, handedOver = "handed-over", settling, settled, cancelling, cancelled
  }

  private var state: State {
    if history.isSettled { return isFinished ? .settled : .settling }
    if history.isCancelled { return isFinished ? .cancelled : .cancelling }
    return history.isArchived ? .handedOver : .interrupted
  }

  private var words: String {
    switch state {
    case .interrupted:
      history.offered == nil
        ? "interrupted: finish it with '\(run.command("send ARCHIVE --resume \(run.id) --apply"))', or '\(run.command("cancel \(run.id)"))'"
        : "interrupted: finish it with '\(run.command("send ARCHIVE --resume \(run.id) --apply"))'"
    case .handedOver: "waits for the standby's receipt, beside the queue"
    case .settling: "interrupted: run '\(run.command("settle RECEIPT"))' again"
    case .settled: "accepted by \(history.acceptedBy ?? "the standby"), and removed here"
    case .cancelling: "interrupted: finish it with '\(run.command("cancel \(run.id)"))'"
    case .cancelled: "cancelled; the messages are back in the queue"
    }
  }

  /// One line.
  public var text: String {
    let count = history.offered?.count ?? history.taken
    let messages = count.map { "\($0) message\($0 == 1 ? "" : "s")" } ?? "messages"
    return "\(run.id)  \(messages) from \(run.queueDirectory)  \(words)\n"
  }

  public var json: [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.member("schema", "postkeep.transfer.status/1")
      json.member("transfer", run.id)
      json.member("started", run.started)
      json.member("queue_directory", run.queueDirectory)
      json.member("selection", run.selection)
      json.member("state", state.rawValue)
      json.member("messages", history.offered?.count ?? history.taken)
      json.member("archive", history.archive)
      json.member("finished", isFinished)
    }
    return json.bytes
  }
}

extension Transferring {
  /// - Parameter id: nil for all transfers from this host, the oldest first.
  public func statuses(of id: String?) throws(RecoveryFailure) -> [TransferStatus] {
    try RecoveryFailure.translating("It tells where the messages are.") {
      try (id.map { [try find($0)] } ?? TransferRun.all(on: shelf)).map { try TransferStatus($0) }
    }
  }
}
