// How every command ends. Help texts and man pages print this table.

import ArgumentParser
import Audit
import Maintenance

/// The exit statuses of postkeep.
enum ExitStatus: Int32, CaseIterable {
  case done = 0
  case findings = 1
  case incomplete = 2
  case partlyDone = 3
  case usage = 64
  case unreadable = 66
  case `internal` = 70
  case locked = 75
  case permission = 77

  var meaning: String {
    switch self {
    case .done: "done; nothing was found"
    case .findings: "findings at or above the threshold, or a difference"
    case .incomplete: "incomplete: something could not be told or read"
    case .partlyDone: "partly done"
    case .usage: "wrong options or arguments"
    case .unreadable: "input is missing or cannot be read"
    case .internal: "an error in postkeep itself"
    case .locked: "another run holds the lock; try again"
    case .permission: "permission denied"
    }
  }

  init(_ verdict: AuditVerdict) {
    self =
      switch verdict {
      case .clean: .done
      case .incomplete: .incomplete
      case .findings: .findings
      case .unreadable: .unreadable
      case .permission: .permission
      }
  }

  init(_ verdict: HealthCare.Verdict) {
    self =
      switch verdict {
      case .clean: .done
      case .findings: .findings
      case .incomplete: .incomplete
      case .partlyRepaired: .partlyDone
      }
  }

  var code: ExitCode { ExitCode(rawValue) }

  /// The EXIT STATUS section of a command's help.
  static func table(_ statuses: [ExitStatus]) -> String {
    "EXIT STATUS\n" + statuses.map { "  \($0.rawValue)  \($0.meaning)" }.joined(separator: "\n")
  }
}
