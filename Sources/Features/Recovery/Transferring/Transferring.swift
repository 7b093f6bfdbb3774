// The way in for those who move a queue to another host.
//
// At every moment a message is live on one host at most. The old host moves its messages beside its queue, where nobody
// delivers them, and hands over an archive of them; they stay there until the standby has answered. The standby either
// accepts, which it cannot take back, or refuses, which it cannot take back either. Only the first answer lets the old
// host remove what it has, and only the second one lets it put its messages back.

import Bytes
public import MessageSelections
import QueueStore
import RunJournals
import SystemAccess

public struct Transferring {
  /// Transfers from this host.
  let shelf: RunShelf
  /// Those to this host are restores.
  let restoring: Restoring

  /// - Parameter state: the directory for what must not be forgotten.
  public init(state: String) throws(RecoveryFailure) {
    restoring = try Restoring(state: state)
    shelf = try RecoveryFailure.translating("Transfers are kept there. Name another directory with --state.") {
      try RunShelf(state, TransferRun.shelfName)
    }
  }

  /// Where transfers from this host are remembered; nil where none was ever begun.
  public static func existing(state: String) throws(RecoveryFailure) -> Transferring? {
    let isThere = try RecoveryFailure.translating("It tells where the messages are.") {
      try RunShelf.exists(state, TransferRun.shelfName)
    }
    return isThere ? try Transferring(state: state) : nil
  }

  /// What a transfer would take. Nothing is changed.
  /// - Parameter resumed: the transfer that is gone on with; nil for a new one.
  public func plan(
    _ target: RestoreTarget, selecting selection: Selection?, resuming resumed: String?, now: Int64
  ) throws(RecoveryFailure) -> TransferPlan {
    try RecoveryFailure.translating("Nothing was changed.") {
      let store = try target.open()
      guard let resumed else { return try TransferPlan(of: store, selecting: selection, now: now) }
      let run = try find(resumed)
      let mayBeAccepted = try TransferHistory(run).offered != nil
      var plan = mayBeAccepted ? .nothingMore : try TransferPlan(of: store, selecting: selection, now: now)
      if QueueAside.exists(run.queueDirectory, named: run.id) {
        plan.waiting = try QueueAside(store, named: ByteString(run.id)).messages().count
      }
      return plan
    }
  }

  /// The condition of a transfer, as written; nil for all messages.
  public func selection(of id: String) throws(RecoveryFailure) -> String? { try find(id).selection }

  /// Where the queue of a transfer is.
  public func target(of id: String) throws(RecoveryFailure) -> RestoreTarget { try target(find(id)) }

  func target(_ run: TransferRun) throws(RecoveryFailure) -> RestoreTarget {
    try RestoreTarget(configuration: run.configuration, queue: run.queueDirectory)
  }

  func find(_ id: String) throws(RecoveryFailure) -> TransferRun {
    if let run = try? TransferRun.read(id, on: shelf) { return run }
    throw RecoveryFailure(
      .unreadable,
      "no transfer '\(PrintableText.of(id))' left this host, as far as \(shelf.path) knows\n"
        + "  '\(status)' shows all.")
  }

  /// The command that shows all transfers.
  private var status: String {
    RunPlace(state: FilePath.split(shelf.path).directory).command("restore transfer status")
  }

  func locked<Result>(_ work: () throws -> Result) throws(RecoveryFailure) -> Result {
    try RecoveryFailure.translating("Whether anything was done, '\(status)' tells.") {
      guard let lock = try shelf.lock() else {
        throw RecoveryFailure(
          .locked, "another transfer holds \(shelf.path)/lock\n  Only one may go on at a time. Try again later.")
      }
      defer { withExtendedLifetime(lock) {} }
      return try work()
    }
  }
}
