// What a condition is asked about: a place in a configuration, with the parameters as they are worth there.

import Bytes
import Conditions
import PostfixConfig

/// The thing itself: it knows its attributes and its place.
protocol SubjectElement: Sendable {
  func attribute(_ slot: Int, _ context: AuditContext) -> Value
  /// Where a finding about it points; nil when the parameters decide.
  var location: FindingLocation? { get }
  /// The parameter that it is about; empty for none.
  var parameter: String { get }
}

struct AuditSubject: Subject {
  let context: AuditContext
  /// The service in whose program parameters are read; nil for programs without overrides.
  let service: Int?
  let element: (any SubjectElement)?

  func value(_ slot: Int) -> Value {
    if slot < ParameterTypes.parameters.count { return context.value(slot, service) }
    if let attribute = ReleaseAttribute.attribute(at: slot) { return attribute.value(context) }
    if let attribute = HostAttribute.attribute(at: slot) { return attribute.value(context, service) }
    if let attribute = ConfigurationAttribute.attribute(at: slot) { return attribute.value(context) }
    if let attribute = ServiceAttribute.attribute(at: slot), let service {
      return attribute.value(of: service, context)
    }
    return element?.attribute(slot, context) ?? .absent
  }

  func isSet(_ slot: Int) -> Outcome {
    guard slot < ParameterTypes.parameters.count else {
      if case .absent = value(slot) { return .no }
      return .yes
    }
    return Outcome(context.effective(slot, service)?.isSet ?? false)
  }

  /// The value of a name for a person: parameters as they are written after expansion.
  func text(of name: Vocabulary.Name) -> String {
    if name.slot < ParameterTypes.parameters.count {
      guard let effective = context.effective(name.slot, service) else { return "" }
      return (effective.text ?? effective.raw).description
    }
    switch value(name.slot) {
    case .text(let text): return text.description
    case .absent: return ""
    case .version(let version) where version.patch == 0 && name.name != "version":
      // A release line, or a compatibility level.
      return version.minor == 0 ? "\(version.major)" : "\(version.major).\(version.minor)"
    case .list(let values):
      return values.map { if case .text(let text) = $0 { text.description } else { "?" } }.joined(separator: ", ")
    case let other: return name.type.format(other)
    }
  }
}
