// How a part of a condition inside `any` or `all` turned out, element by element, where it needed all of them.

public struct ElementOutcomes: Hashable, Sendable {
  public private(set) var yes = 0
  public private(set) var no = 0
  public private(set) var cannotTell = 0
  /// Of which it was not needed.
  public private(set) var notAsked = 0

  mutating func add(_ outcome: Outcome?) {
    switch outcome {
    case .yes: yes += 1
    case .no: no += 1
    case .cannotTell: cannotTell += 1
    case nil: notAsked += 1
    }
  }

  mutating func add(_ more: ElementOutcomes) {
    yes += more.yes
    no += more.no
    cannotTell += more.cannotTell
    notAsked += more.notAsked
  }
}

extension Recording {
  /// What was met for each element, as one.
  init(of elements: [Recording]) {
    // The values of one element say nothing about the others.
    if elements.count == 1 { self = elements[0] }
    guard elements.count > 1 else { return }
    for place in Set(elements.flatMap { Array($0.outcomes.keys) + Array($0.elements.keys) }) {
      var found = ElementOutcomes()
      for element in elements {
        if let inner = element.elements[place], element.outcomes[place] == nil {
          found.add(inner)
        } else {
          found.add(element.outcomes[place])
        }
      }
      self.elements[place] = found
    }
  }
}
