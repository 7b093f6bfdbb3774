// What a repair has done, or would do: ids old and new, changes of each kind, and what is left alone with the reason.

public import QueueStore
import SystemAccess

public struct QueueRepairReport: Sendable {
  /// The queue directory.
  public let directory: String
  public let plan: MendingPlan
  /// Nil for a plan that was not carried out.
  public let outcome: MendingOutcome?

  public init(_ plan: MendingPlan, _ outcome: MendingOutcome? = nil, of store: QueueStore) {
    directory = store.settings.directory
    self.plan = plan
    self.outcome = outcome
  }

  /// How many changes there are of a kind: made, or planned.
  public func count(_ kind: MendingChange.Kind) -> Int {
    if let outcome { return outcome.done[kind] ?? 0 }
    return plan.changes.reduce(0) { $1.kind == kind ? $0 + 1 : $0 }
  }

  /// Messages that have got, or will get, another id.
  public var ids: [MendedID] { plan.ids }
  public var left: [MendingLeft] { plan.left }

  /// Whether everything that was planned was done, and everything could be read.
  public var isComplete: Bool {
    plan.problems.isEmpty && outcome.map { $0.failures.isEmpty && $0.changed == 0 } ?? true
  }

  /// What could not be read or changed, as sentences.
  public var failures: [String] { plan.problems.map(\.description) + (outcome?.failures ?? []) }
}
