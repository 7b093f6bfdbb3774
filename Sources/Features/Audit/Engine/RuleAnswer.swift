// What one rule says about one configuration.

import Bytes
import Conditions
import PostfixConfig

struct RuleAnswer {
  private(set) var findings: [Finding] = []
  /// Why the question could not be answered for some subject; nil when it was.
  private(set) var unanswered: String?

  init(_ rule: Rule, _ condition: Condition, _ subjects: [AuditSubject], _ context: AuditContext) {
    var byPlace: [Place: Int] = [:]
    for subject in subjects {
      if let appliesTo = rule.appliesTo, appliesTo.outcome(for: subject) != .yes { continue }
      switch condition.outcome(for: subject) {
      case .no: continue
      case .cannotTell(let reasons):
        if unanswered == nil { unanswered = reasons.map(\.text).joined(separator: "; ") }
      case .yes:
        let finding = FindingBuilder(rule, condition, subject).finding
        // One line that many services inherit is one finding.
        let place = Place(location: finding.location, message: finding.message, severity: finding.severity)
        if let known = byPlace[place] {
          for service in finding.services where !findings[known].services.contains(service) {
            findings[known].services.append(service)
          }
          // Each service may need a repair of its own.
          for command in finding.fixCommands where !findings[known].fixCommands.contains(command) {
            findings[known].fixCommands.append(command)
          }
        } else {
          byPlace[place] = findings.count
          findings.append(finding)
        }
      }
    }
  }

  private struct Place: Hashable {
    let location: FindingLocation
    let message: String
    let severity: Severity
  }
}
