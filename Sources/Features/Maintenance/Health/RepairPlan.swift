// What can be repaired without risk, as a plan: shown by a dry run, carried out by --apply.

import PostfixQueue
import QueueStore
import SystemAccess

public struct RepairPlan: Sendable {
  struct Step: Sendable {
    let place: RepairPlace
    let path: String
    var kinds: [HealthKind]
    var repair: Repair

    var isOrphanLog: Bool { kinds.contains(.orphanLog) || kinds.contains(.orphanBounceLog) }
  }

  /// In the order of severity; one thing is corrected in one step.
  private(set) var steps: [Step] = []
  /// What would be repaired if nothing stood against it.
  private(set) var leftAlone: [(path: String, why: String, kinds: [HealthKind])] = []
  /// Findings that nothing is planned for.
  public private(set) var remaining = 0

  public init(_ report: HealthReport) {
    var corrections: [String: Int] = [:]
    var obstacles: [String: Int] = [:]
    for finding in report.findings.all {
      if let why = finding.obstacle {
        if let known = obstacles[finding.path] {
          leftAlone[known].kinds.append(finding.kind)
        } else {
          obstacles[finding.path] = leftAlone.count
          leftAlone.append((finding.path, why, [finding.kind]))
        }
      }
      guard let repair = finding.repair, let place = finding.place else { continue }
      // Corrections of one thing are made together; what is moved away needs none.
      if let known = corrections[finding.path] {
        steps[known].kinds.append(finding.kind)
        steps[known].repair = steps[known].repair.joined(with: repair)
      } else {
        corrections[finding.path] = steps.count
        steps.append(Step(place: place, path: finding.path, kinds: [finding.kind], repair: repair))
      }
    }
    remaining = report.findings.counts.values.reduce(0, +) - steps.reduce(0) { $0 + $1.kinds.count }
  }

  public var count: Int { steps.count }

  public func text(isApplied: Bool) -> String {
    var text = isApplied ? "Repairs:\n" : "Would repair (--apply does it):\n"
    if steps.isEmpty { text = "Nothing that was found can be repaired here.\n" }
    for step in steps {
      let why = step.kinds.map(\.rawValue).joined(separator: ", ")
      text += "  \(HealthReportText.printable(step.path)): \(step.repair.text) (\(why))\n"
    }
    if !leftAlone.isEmpty { text += "Left alone:\n" }
    for (path, why, kinds) in leftAlone {
      let names = kinds.map(\.rawValue).joined(separator: ", ")
      text += "  \(HealthReportText.printable(path)): \(why) (\(names))\n"
    }
    if remaining > 0, !steps.isEmpty { text += "Left for you: \(remaining) finding\(remaining == 1 ? "" : "s").\n" }
    return text
  }
}

extension Repair {
  func joined(with other: Repair) -> Repair {
    guard case .correct(let owner, let group, let mode) = self,
      case .correct(let owner2, let group2, let mode2) = other
    else {
      // What is moved away needs no correction.
      if case .correct = self { return other }
      return self
    }
    let modes: UInt32? = if let mode, let mode2 { mode & mode2 } else { mode ?? mode2 }
    return .correct(owner: owner ?? owner2, group: group ?? group2, mode: modes)
  }

  var text: String {
    switch self {
    case .correct(let owner, let group, let mode):
      [
        owner.map { "owner \($0)" }, group.map { "group \($0)" }, mode.map { "mode \(String($0, radix: 8))" },
      ].compactMap { $0 }.joined(separator: ", ")
    case .setAside: "move to \(QueueStore.lostDirectory)"
    case .remove: "remove, as postsuper would"
    case .removeEmptyDirectory: "remove the empty directory"
    }
  }
}
