// A report of a run, for people.

import Bytes

extension RestoreReport {
  public var text: String {
    var text = "run \(run) of \(procedure)\n"
    for step in steps where step.outcome != .leftToOperator {
      let detail = step.detail.isEmpty ? step.outcome.words : step.detail
      text += "  \(step.title): \(detail)\n"
    }
    if waiting > 0 { text += "  \(waiting) submissions wait beside the queues to be released\n" }
    let left = steps.filter { $0.outcome == .leftToOperator }
    if !left.isEmpty { text += "What is left to you:\n" }
    for step in left {
      text += "  \(step.title)\n"
      for line in step.byHand.replacing("RUN", with: run).split(separator: "\n", omittingEmptySubsequences: false) {
        text += line.isEmpty ? "\n" : "    \(line)\n"
      }
    }
    return text
  }
}

extension RestoreReport.Outcome {
  fileprivate var words: String {
    switch self {
    case .done: "done"
    case .doneBefore: "was done before"
    case .needless: "was not needed"
    case .leftToOperator: ""
    }
  }
}
