// The way in for those who purge and undo.

import Bytes
import Conditions
public import MessageSelections
public import PostfixQueue
public import QueueStore
public import RunJournals
import SystemAccess

public enum Purging {
  /// Carries a plan out.
  ///
  /// - Parameters:
  ///   - place: for what is told about the run.
  ///   - selection: as written, for the journal.
  ///   - extra: queues that may be touched besides incoming, deferred and hold.
  ///   - progress: called with the number of messages removed so far.
  public static func carryOut(
    _ plan: QueuePlan, on store: QueueStore, in state: StateDirectory, at place: RunPlace, selection: String,
    including extra: Set<QueueName>, now: Int64, progress: @escaping (Int) -> Void
  ) throws(MaintenanceFailure) -> PurgeReport {
    let lock = try state.lock()
    defer { withExtendedLifetime(lock) {} }
    let run: Run
    do throws(SystemError) {
      run = try Run.begin(
        in: state, at: place, queueDirectory: store.settings.directory, identity: .current,
        selection: selection,
        plan: plan.messages, now: now)
    } catch {
      throw MaintenanceFailure(error, "Nothing was removed.")
    }
    let purge: Purge
    do throws(SystemError) {
      purge = try Purge(store, run, allowing: allowed(extra), progress: progress)
    } catch {
      run.discard(in: state)
      throw MaintenanceFailure(error, "Nothing was removed.")
    }
    return try translated(run) {
      do {
        var report = try purge.carryOut(plan.messages)
        report.inDelivery = plan.inDelivery
        return report
      } catch {
        guard purge.abandon() else { throw error }
        // On a full disk every run of a cron job would leave its plan.
        run.discard(in: state)
        throw MaintenanceFailure(.unreadable, "\(error)\n  Nothing was removed.")
      }
    }
  }

  /// Removes what an interrupted run has not removed yet.
  /// - Parameter isSameQueue: whether somebody says that it is the queue of the run, whatever speaks against it.
  public static func resume(
    _ id: String, on store: QueueStore, in state: StateDirectory, including extra: Set<QueueName>,
    sameQueue isSameQueue: Bool = false,
    progress: @escaping (Int) -> Void
  ) throws(MaintenanceFailure) -> PurgeReport {
    let lock = try state.lock()
    defer { withExtendedLifetime(lock) {} }
    let run = try Run.find(id, in: state)
    if !isSameQueue { try check(run, store, "queue purge --resume") }
    return try translated(run) {
      try Purge(store, run, allowing: allowed(extra), progress: progress).resume()
    }
  }

  /// Puts messages of a run back.
  /// - Parameters:
  ///   - doubt: what is done with those of which nobody knows whether they were put back.
  ///   - isSameQueue: whether somebody says that it is the queue of the run, whatever speaks against it.
  public static func undo(
    _ id: String, on store: QueueStore, in state: StateDirectory, selecting selection: Selection,
    doubtful doubt: UndoDoubt = .leave, sameQueue isSameQueue: Bool = false, now: Int64
  ) throws(MaintenanceFailure) -> UndoReport {
    let lock = try state.lock()
    defer { withExtendedLifetime(lock) {} }
    let run = try Run.find(id, in: state)
    if !isSameQueue { try check(run, store, "queue undo") }
    return try translated {
      try Undo(run, into: store, selecting: selection, doubtful: doubt, now: now).carryOut()
    }
  }

  private static func allowed(_ extra: Set<QueueName>) -> Set<QueueName> {
    Set([.incoming, .deferred, .hold]).union(extra)
  }

  /// - Parameter command: that is given the run.
  private static func check(_ run: Run, _ store: QueueStore, _ command: String) throws(MaintenanceFailure) {
    guard FileReading.isSame(run.queueDirectory, store.settings.directory) else {
      throw MaintenanceFailure(
        .usage,
        "run \(run.id) is about the queue \(run.queueDirectory), not \(store.settings.directory)\n"
          + "  Name its own place: \(run.place.command(command, run.id))")
    }
    guard let difference = run.identity?.difference(to: .current) else { return }
    throw MaintenanceFailure(
      .usage,
      "run \(run.id) is about another queue: \(PrintableText.of(difference))\n"
        + "  Where the mail of one would come into the queue of the other, nothing is done. If it is the same queue, moved to other hardware or with "
        + "its host renamed, say so with --same-queue.")
  }

  /// - Parameter purge: the run that can be gone on with.
  private static func translated<Result>(
    _ purge: Run? = nil, _ work: () throws -> Result
  ) throws(MaintenanceFailure) -> Result {
    do {
      return try work()
    } catch let error as MaintenanceFailure {
      throw error
    } catch {
      let advice = purge.map { " '\($0.place.command("queue purge --resume", $0.id))' goes on with it." } ?? ""
      throw MaintenanceFailure(.unreadable, "\(error)\n  Nothing is lost: what was removed is in the trash.\(advice)")
    }
  }
}
