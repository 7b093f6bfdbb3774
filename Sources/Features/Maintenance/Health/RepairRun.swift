// Carries a plan of repairs out, step by step. Each step looks again before it does anything.

import PostfixQueue
public import QueueStore
import SystemAccess

public struct RepairOutcome: Sendable {
  public fileprivate(set) var repaired = 0
  /// Gone or changed since the check.
  public fileprivate(set) var changed = 0
  /// Each as a sentence.
  public fileprivate(set) var failures: [String] = []

  public var text: String {
    var text = "\(repaired) repaired"
    if changed > 0 { text += ", \(changed) gone or changed meanwhile" }
    if !failures.isEmpty { text += ", \(failures.count) failed" }
    return text + ".\n"
  }
}

extension RepairPlan {
  public func carryOut(on store: QueueStore) -> RepairOutcome {
    var outcome = RepairOutcome()
    for step in steps {
      do throws(SystemError) {
        // A message may have come back since the check.
        if step.isOrphanLog, !OrphanLogs.isOrphan(step.place, in: store) {
          outcome.changed += 1
          continue
        }
        switch try store.carryOut(step.repair, at: step.place) {
        case .repaired: outcome.repaired += 1
        case .changed: outcome.changed += 1
        }
      } catch {
        outcome.failures.append("\(error)")
      }
    }
    return outcome
  }
}
