// A check, with repairs if they are wanted, as the command needs it: what to print, and how it ended.

import Bytes
public import QueueStore
public import RunJournals

public struct HealthCare: Sendable {
  public enum Repairing: Sendable {
    case no
    /// Only say what would be done.
    case planned
    case applied
  }

  /// How it ended.
  public enum Verdict: Sendable { case clean, findings, incomplete, partlyRepaired }

  public let output: [UInt8]
  public let verdict: Verdict

  /// - Parameters:
  ///   - text: nil for JSON.
  ///   - place: of the commands that are told.
  public init(
    of store: QueueStore, _ repairing: Repairing, as text: HealthReportText?, place: RunPlace = .usual,
    now: Int64
  ) throws(MaintenanceFailure) {
    let check = QueueCheck(store, place: place, now: now)
    let first = try check.run()
    let plan = repairing == .no ? nil : RepairPlan(first)
    var words = ""
    var last = first
    var outcome: RepairOutcome?
    let isQuiet = text?.isQuiet == true
    if repairing == .applied, let plan, plan.count > 0 {
      if !isQuiet { words += plan.text(isApplied: true) }
      let carriedOut = plan.carryOut(on: store)
      // Only what is seen is believed.
      last = try check.run()
      if !isQuiet || !carriedOut.failures.isEmpty {
        words += carriedOut.text + carriedOut.failures.map { "  \(HealthReportText.printable($0))\n" }.joined() + "\n"
      }
      words += text?.text(of: last) ?? ""
      outcome = carriedOut
    } else {
      words += text?.text(of: first) ?? ""
      // A plan is what was asked for; that there is none is a remark.
      if let plan, plan.count > 0 || !isQuiet { words += (words.isEmpty ? "" : "\n") + plan.text(isApplied: false) }
    }
    output = text == nil ? HealthReportJSON.bytes(of: last, plan: plan, outcome: outcome) : Array(words.utf8)
    verdict =
      if let outcome, !outcome.failures.isEmpty {
        .partlyRepaired
      } else {
        switch last.verdict {
        case .clean: .clean
        case .findings: .findings
        case .incomplete: .incomplete
        }
      }
  }
}
