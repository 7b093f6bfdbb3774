// What to do about a finding: parameter edits where possible, words where not.

/// The `fix` of a rule.
public struct FixAdvice: Sendable {
  /// Settings to make where the value comes from: main.cf, or the -o of the service.
  let assignments: [(name: String, value: MessageTemplate)]
  /// Settings to make for each service concerned.
  let serviceAssignments: [(name: String, value: MessageTemplate)]
  /// Settings to take away, so that the default holds.
  let unset: [MessageTemplate]
  let text: MessageTemplate?
  /// Whether the edit cannot break a working server.
  public let isSafe: Bool

  static let none = FixAdvice(assignments: [], serviceAssignments: [], unset: [], text: nil, isSafe: false)

  var templates: [MessageTemplate] {
    assignments.map(\.value) + serviceAssignments.map(\.value) + unset + (text.map { [$0] } ?? [])
  }
}
