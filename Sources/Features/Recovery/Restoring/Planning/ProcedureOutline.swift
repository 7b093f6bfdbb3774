// A procedure in a few lines, above a plan.

extension Procedure {
  /// Whether it brings anything from a snapshot.
  public var needsSnapshot: Bool {
    let actions: [StepAction] = [.verifySnapshot, .placeMessages, .extractConfiguration].map { .builtIn($0) }
    return steps.contains { actions.contains($0.action) }
  }

  /// Whether it decides about messages.
  public var plansMessages: Bool {
    steps.contains { [.builtIn(.checkTarget), .builtIn(.placeMessages)].contains($0.action) }
  }

  /// Whether any of its steps needs to know where the queue is.
  var concernsQueue: Bool {
    let others: [BuiltInStep] = [.verifySnapshot, .extractConfiguration, .auditConfiguration, .installConfiguration]
    return steps.contains { step in
      if case .builtIn(let action) = step.action { !others.contains(action) } else { false }
    }
  }

  /// Its title and the titles of its steps.
  public var outline: String {
    var text = "\(name): \(title)\n"
    for (number, step) in steps.enumerated() {
      text += "  \(number + 1). \(step.title)\(step.action == .byOperator ? " (left to you)" : "")\n"
    }
    return text
  }
}
