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

  /// The parameters that it sets.
  var parameters: [String] { assignments.map(\.name) + serviceAssignments.map(\.name) }

  /// The advice in general: commands with the names of values in braces, and words.
  public var lines: [String] {
    var lines = assignments.map { "postconf -e '\($0.name) = \($0.value.source)'" }
    lines += serviceAssignments.map { "postconf -P 'SERVICE/TYPE/\($0.name) = \($0.value.source)'" }
    lines += unset.map { "postconf -X \($0.source)" }
    return lines + (text.map { [$0.source] } ?? [])
  }
}
