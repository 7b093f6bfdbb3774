// One element of an smtpd restriction list, with its neighbours. Classes are replaced by what they contain.

import Bytes
import Conditions
import PostfixConfig

enum RestrictionAttribute: String, SubjectAttribute {
  case name = "restriction.name"
  /// The list it is in, such as smtpd_recipient_restrictions.
  case list = "restriction.list"
  case argument = "restriction.argument"
  /// Whether it takes an argument and has none.
  case lacksArgument = "restriction.lacks_argument"
  /// Whether the audited version knows the name.
  case isKnown = "restriction.is_known"
  /// The known name that is spelled most like it.
  case hint = "restriction.hint"
  /// Whether warn_if_reject stands before it.
  case isWarningOnly = "restriction.is_warning_only"
  /// Whether it is a table in place of a restriction.
  case isBareTable = "restriction.is_bare_table"
  /// The names before it in the same list.
  case before = "restriction.before"
  /// The names after it in the same list.
  case after = "restriction.after"
  /// The first unconditional result before it in the same list: permit, reject or defer.
  case endedBy = "restriction.ended_by"
  /// Whether its list decides about relaying.
  case isRelayPolicy = "restriction.is_relay_policy"
  /// Whether a reject that refuses strangers comes later in the same list.
  case isFollowedByReject = "restriction.is_followed_by_reject"
  /// Whether nothing before it refuses strangers.
  case isBeforeReject = "restriction.is_before_reject"
  /// The restriction class that brought it in.
  case className = "restriction.class"

  static let firstSlot = 2400
  static let all = allCases

  var type: ValueType {
    switch self {
    case .name, .list, .argument, .hint, .endedBy, .className: .text
    case .lacksArgument, .isKnown, .isWarningOnly, .isBareTable, .isRelayPolicy, .isFollowedByReject, .isBeforeReject:
      .boolean
    case .before, .after: .list(.text)
    }
  }
}

struct RestrictionElement: SubjectElement {
  let list: RestrictionList
  let index: Int
  let isRelayPolicy: Bool

  private var restriction: Restriction { list.elements[index] }
  var parameter: String { list.parameter.description }
  var location: FindingLocation? {
    guard let span = restriction.span else { return nil }
    return FindingLocation(span.file, span)
  }

  func attribute(_ slot: Int, _ context: AuditContext) -> Value {
    guard let attribute = RestrictionAttribute.attribute(at: slot) else { return .absent }
    switch attribute {
    case .name: return .text(restriction.name)
    case .list: return .text(list.parameter)
    case .argument: return restriction.argument.map { .text($0) } ?? .absent
    case .lacksArgument: return .boolean(restriction.needsArgument && restriction.argument == nil)
    case .isKnown: return .boolean(restriction.isKnown)
    case .hint:
      let known = RestrictionList.knownNames(at: context.configuration.build.version)
      return Spelling.nearest(to: restriction.name, in: known).map { .text("Did you mean " + $0 + "?") } ?? .absent
    case .isWarningOnly: return .boolean(restriction.isWarningOnly)
    case .isBareTable: return .boolean(restriction.isBareTable)
    case .before: return .list(list.elements[..<index].map { .text($0.name) })
    case .after: return .list(list.elements[(index + 1)...].map { .text($0.name) })
    case .endedBy:
      let final = list.elements[..<index].first { Self.isFinal($0) }
      return final.map { .text($0.name) } ?? .absent
    case .isRelayPolicy: return .boolean(isRelayPolicy)
    case .isFollowedByReject: return .boolean(list.elements[(index + 1)...].contains { Self.rejects($0) })
    case .isBeforeReject: return .boolean(!list.elements[..<index].contains { Self.rejects($0) })
    case .className: return .text(restriction.className)
    }
  }

  private static func rejects(_ element: Restriction) -> Bool {
    !element.isWarningOnly && RelayPolicy.rejects.contains(element.name)
  }

  private static func isFinal(_ element: Restriction) -> Bool {
    // A class returns to its list when it comes to no result, so its own end is not the end of the list.
    !element.isWarningOnly && ["permit", "reject", "defer"].contains(element.name)
  }
}
