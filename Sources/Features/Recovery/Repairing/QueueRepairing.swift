// Repairs a queue that people have restored by hand: a plan to be shown, and what carries it out.
//
// Postfix has to be stopped. The caller writes each change to a journal before it is made; whoever was interrupted plans
// again, and the new plan holds what is still to be done.

public import QueueStore
import SystemAccess

public enum QueueRepairing {
  /// Looks at everything in the queue; changes nothing.
  public static func plan(_ store: QueueStore) throws(RecoveryFailure) -> MendingPlan {
    do throws(SystemError) {
      return try QueueMending(store).plan()
    } catch {
      throw failure(error, "Nothing was changed.")
    }
  }

  /// Carries a plan out.
  ///
  /// - Parameter journal: is told of each change before it is made; what it throws ends the repair there.
  public static func carryOut(
    _ plan: MendingPlan, on store: QueueStore, journal: (MendingChange) throws -> Void
  ) throws(RecoveryFailure) -> QueueRepairReport {
    do {
      let outcome = try QueueMending(store).carryOut(plan, journal: journal)
      return QueueRepairReport(plan, outcome, of: store)
    } catch let error as RecoveryFailure {
      throw error
    } catch let error as SystemError {
      throw failure(error, "The repair was not finished. Run it again: it goes on where it stopped.")
    } catch {
      throw RecoveryFailure(
        .unreadable, "the repair was not finished: \(error)\n  Run it again: it goes on where it stopped.")
    }
  }

  private static func failure(_ error: SystemError, _ advice: String) -> RecoveryFailure {
    let kind: RecoveryFailure.Kind =
      switch error {
      case _ where error.isPermission: .permission
      case _ where MasterLock.isRefusal(error): .locked
      default: .unreadable
      }
    return RecoveryFailure(kind, "\(error)\n  \(advice)")
  }
}
