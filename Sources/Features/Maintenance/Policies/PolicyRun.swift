// Carries policies out, one after the other. What was found between two of them is found anew.

public import Bytes
public import MessageSelections
public import QueueStore
public import RunJournals
import SystemAccess

public struct PolicyRun {
  /// What became of one policy.
  public struct Result: Sendable {
    public let policy: String
    public let selected: Int
    public fileprivate(set) var changed = 0
    /// Why it was not carried out, or not to its end.
    public fileprivate(set) var failure: MaintenanceFailure?
    /// What could not be changed, with the reason.
    public fileprivate(set) var left: [(id: ByteString, why: String)] = []
    /// Of a purge.
    public fileprivate(set) var run: String?
    /// The selection was wider than its limits.
    public fileprivate(set) var refusal: String?
    /// One line for a person; nil when there is nothing to tell.
    public fileprivate(set) var line: String?
    /// Of a purge: in the active queue, and so left alone.
    public fileprivate(set) var inDelivery = 0
    public fileprivate(set) var undecided = Undecided()
    public fileprivate(set) var scan = ScanOutcome()
  }

  private let store: QueueStore
  private let configuration: String
  private let place: RunPlace
  private let now: Int64

  /// - Parameter place: for what is told about runs.
  public init(on store: QueueStore, configuration: String, place: RunPlace, now: Int64) {
    self.store = store
    self.configuration = configuration
    self.place = place
    self.now = now
  }

  /// What a policy would do, and leave alone.
  public func plan(_ policy: QueuePolicy) -> (plan: QueuePlan, result: Result) {
    var (plan, result) = selected(by: policy)
    guard case .care(let action) = policy.action, result.refusal == nil else { return (plan, result) }
    do throws(MaintenanceFailure) {
      result.left = try Care(action, on: store, configuration: configuration).obstacles(plan)
    } catch {
      result.failure = error
    }
    return (plan, result)
  }

  private func selected(by policy: QueuePolicy) -> (plan: QueuePlan, result: Result) {
    let plan: QueuePlan
    var refusal: String?
    switch policy.action {
    case .purge: plan = QueuePlan(of: store, selecting: policy.selection, including: [], now: now)
    case .care(let action):
      let care = Care(action, on: store, configuration: configuration)
      plan = care.plan(policy.selection, now: now)
      refusal = care.refusal(plan)
    }
    var result = Result(policy: policy.name, selected: plan.count)
    result.undecided = plan.undecided
    result.scan = plan.scan
    result.inDelivery = plan.inDelivery
    result.refusal = plan.count == 0 ? nil : plan.refusal(policy.limits) ?? refusal
    if let refusal = result.refusal { result.line = "\(policy.label): refused: \(refusal)" }
    return (plan, result)
  }

  /// - Parameter state: where the trash is; asked for only when something is removed.
  public func carryOut(
    _ policy: QueuePolicy, state: () throws(MaintenanceFailure) -> StateDirectory
  ) -> Result {
    var (plan, result) = selected(by: policy)
    guard plan.count > 0, result.refusal == nil else { return result }
    do throws(MaintenanceFailure) {
      try carryOut(policy, plan, state: state, &result)
    } catch {
      result.failure = error
    }
    return result
  }

  private func carryOut(
    _ policy: QueuePolicy, _ plan: QueuePlan, state: () throws(MaintenanceFailure) -> StateDirectory,
    _ result: inout Result
  ) throws(MaintenanceFailure) {
    switch policy.action {
    case .purge:
      let report = try Purging.carryOut(
        plan, on: store, in: try state(), at: place, selection: "\(policy.name): \(policy.condition)", including: [],
        now: now
      ) { _ in }
      result.changed = report.removed
      result.left = report.left
      result.run = report.run
      // What is in delivery is left to the next run, and nothing that anybody has to be told of.
      if report.removed > 0 || !report.left.isEmpty {
        result.line = report.summary(at: place).map { "\(policy.label): \($0)" }
      }
    case .care(let action):
      let report = try Care(action, on: store, configuration: configuration).carryOut(plan) { _ in }
      result.changed = report.done
      result.left = report.left
      result.line = report.summary.map { "\(policy.label): \($0)" }
    }
  }
}
