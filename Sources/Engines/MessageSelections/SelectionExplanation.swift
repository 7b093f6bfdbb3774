// Why a message was selected: every part of the condition with what it found.

import Bytes
import Conditions

extension Selection {
  /// - Returns: lines for a person; nil when there is no condition.
  public func explanation(of message: some SelectableMessage) -> [String]? {
    guard let condition else { return nil }
    let explanation = condition.explanation(for: MessageSubject(message: message, attempts: attempts))
    return explanation.leaves.map { leaf in
      let outcome =
        switch leaf.outcome {
        case .yes: "yes"
        case .no: "no"
        case .cannotTell: "cannot tell"
        case nil: leaf.elements.map(text) ?? "not asked"
        }
      let values = leaf.values.map { "\($0.text) is \(PrintableText.of($0.shown))" }.joined(separator: ", ")
      return "  \(outcome): \(leaf.text)\(values.isEmpty ? "" : "   (\(values))")\n"
    }
  }

  /// "yes for each of the 3", "yes for 2, no for 1".
  private func text(_ elements: ElementOutcomes) -> String {
    let parts = [
      ("yes", elements.yes), ("no", elements.no), ("cannot tell", elements.cannotTell),
      ("not asked", elements.notAsked),
    ].filter { $0.1 > 0 }
    if parts.count == 1 { return parts.map { "\($0.0) for each of the \($0.1)" }.joined() }
    return parts.map { "\($0.0) for \($0.1)" }.joined(separator: ", ")
  }
}
