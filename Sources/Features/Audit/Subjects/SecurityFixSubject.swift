// One known defect of Postfix releases, asked about the audited version.

import Bytes
import Conditions
import PostfixConfig

enum SecurityFixAttribute: String, SubjectAttribute {
  case id = "fix.id"
  case title = "fix.title"
  /// high, medium or low.
  case severity = "fix.severity"
  /// Whether upstream's program of this version has the defect.
  case affects = "fix.affects_version"
  /// The version of the same release line that repairs it; empty when there is none.
  case repairedIn = "fix.repaired_in"

  static let firstSlot = 2800
  static let all = allCases
  static let severities = WordType("severity", ["low", "medium", "high"], ordered: true)

  var type: ValueType {
    switch self {
    case .id, .title, .repairedIn: .text
    case .severity: .word(Self.severities)
    case .affects: .boolean
    }
  }
}

struct SecurityFixElement: SubjectElement {
  let fix: ReleaseFacts.Fix

  var parameter: String { "" }
  var location: FindingLocation? { FindingLocation(.main, nil) }

  func attribute(_ slot: Int, _ context: AuditContext) -> Value {
    guard let attribute = SecurityFixAttribute.attribute(at: slot) else { return .absent }
    let version = context.configuration.build.version
    switch attribute {
    case .id: return .text(ByteString(fix.id))
    case .title: return .text(ByteString(fix.title))
    case .severity: return SecurityFixAttribute.severities.value(ByteString(fix.severity)) ?? .absent
    case .affects: return .boolean(fix.affects(version))
    case .repairedIn:
      let repaired = fix.fixedIn.first { $0.branch == version.branch }
      return .text(ByteString(repaired?.description ?? ""))
    }
  }
}
