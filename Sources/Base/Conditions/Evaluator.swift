// Runs a program about one subject.
//
// Conditions yield a Truth and leave the reasons of an unknown one in `reasons`; a decided combination takes back the
// reasons of its parts, because they no longer matter. Operands yield a Value, which carries its own reasons.

import Bytes

struct Evaluator {
  /// More reasons than this would not be read.
  static let mostReasons = 16

  let program: Program
  let subject: any Subject
  var reasons: [Reason] = []
  /// What `it` stands for.
  private var element = Value.absent
  /// How many quantifiers there are around.
  private var depth = 0
  private var known: [Place: Known] = [:]
  /// Values of the subject that were asked for inside a quantifier: an element changes none of them.
  private var values: [Int: Value] = [:]
  private let isRecording: Bool
  private(set) var recording = Recording()

  private struct Known {
    let truth: Truth
    let reasons: [Reason]
    let recording: Recording
  }

  init(_ program: Program, _ subject: some Subject, recording isRecording: Bool = false) {
    self.program = program
    self.subject = subject
    self.isRecording = isRecording
  }

  mutating func outcome(at place: Place) -> Outcome {
    let truth = truth(at: place)
    return outcome(truth, because: reasons)
  }

  private func outcome(_ truth: Truth, because reasons: [Reason]) -> Outcome {
    switch truth {
    case .yes: .yes
    case .no: .no
    case .unknown: .cannotTell(reasons)
    }
  }

  mutating func truth(at place: Place) -> Truth {
    if !isRecording { return evaluatedTruth(at: place) }
    let before = reasons
    reasons = []
    let truth = evaluatedTruth(at: place)
    recording.outcomes[place] = outcome(truth, because: reasons)
    let own = reasons
    reasons = before
    note(own)
    return truth
  }

  private mutating func evaluatedTruth(at place: Place) -> Truth {
    switch program.operations[Int(place)] {
    case .and(let run): return combination(run, decidedBy: .no)
    case .or(let run): return combination(run, decidedBy: .yes)
    case .not(let operand): return truth(at: operand).negated
    case .compared(let comparison, let left, let right, let isCaseless):
      return compare(comparison, value(at: left), value(at: right), isCaseless, place)
    case .isIn(let element, let list, let isNegated, let isCaseless):
      let element = value(at: element)
      let truth = contains(value(at: list), element, isCaseless, place)
      return isNegated ? truth.negated : truth
    case .listContains(let list, let element, let isCaseless):
      let list = value(at: list)
      return contains(list, value(at: element), isCaseless, place)
    case .textContains(let text, let part, let isCaseless):
      return onTexts(text, part, place) { $0.contains($1, caseless: isCaseless) }
    case .matchesGlob(let text, let pattern, let isCaseless):
      return onTexts(text, pattern, place) { Glob.matches($1, $0, caseless: isCaseless) }
    case .matchesPattern(let text, let pattern):
      return matches(value(at: text), program.patterns[Int(pattern)], place)
    case .isSet(let operand, let isNegated):
      let truth = isSet(operand)
      return isNegated ? truth.negated : truth
    case .isEmpty(let operand, let isNegated):
      let truth = isEmpty(value(at: operand), program.types[Int(operand)], place)
      return isNegated ? truth.negated : truth
    case .quantified(let quantifier, let list, let condition):
      // Its condition knows its own element alone, so that no element around it changes anything.
      guard depth > 0, case .name = program.operations[Int(list)] else {
        return quantified(quantifier, value(at: list), condition, place)
      }
      return once(at: place) { $0.quantified(quantifier, $0.value(at: list), condition, place) }
    case .constant, .name, .member, .call, .element, .list, .count, .negated, .arithmetic:
      switch value(at: place) {
      case .boolean(let isTrue): return Truth(isTrue)
      case .absent: return .no
      case .unknown(let because): return unknown(because)
      default: return fault(place)
      }
    }
  }

  mutating func value(at place: Place) -> Value {
    let value = evaluatedValue(at: place)
    if isRecording { recording.values[place] = value }
    return value
  }

  private mutating func evaluatedValue(at place: Place) -> Value {
    switch program.operations[Int(place)] {
    case .constant(let index): return program.constants[Int(index)]
    case .name(let slot): return depth > 0 ? remembered(slot) : subject.value(slot)
    case .element: return element
    case .member(let operand, let slot):
      switch value(at: operand) {
      case .record(let record): return record.value(slot)
      case .absent: return .absent
      case .unknown(let because): return .unknown(because)
      default: return .unknown([faultReason(place)])
      }
    case .call(let function, let run): return call(function, run)
    case .list(let run):
      var elements: [Value] = []
      elements.reserveCapacity(Int(run.count))
      for child in children(run) { elements.append(value(at: child)) }
      return .list(elements)
    case .count(let list):
      switch value(at: list) {
      case .list(let elements): return .number(Int64(elements.count))
      case .absent: return .number(0)
      case .unknown(let because): return .unknown(because)
      default: return .unknown([faultReason(place)])
      }
    case .negated(let operand): return negated(value(at: operand), place)
    case .arithmetic(let arithmetic, let left, let right):
      let left = value(at: left)
      return combined(arithmetic, left, value(at: right), place)
    default:
      // A condition as an operand: (age > 1h) == yes. Its reasons travel with the value.
      let before = reasons
      reasons = []
      defer { reasons = before }
      return Value(outcome(truth(at: place), because: reasons))
    }
  }

  private mutating func remembered(_ slot: Int) -> Value {
    if let value = values[slot] { return value }
    let value = subject.value(slot)
    values[slot] = value
    return value
  }

  /// `and`, `or`: the first operand that decides makes the rest superfluous, also one that cannot be told.
  private mutating func combination(_ run: Operation.Run, decidedBy deciding: Truth) -> Truth {
    let before = reasons.count
    var isUnknown = false
    for place in children(run) {
      let truth = truth(at: place)
      if truth == deciding {
        reasons.removeLast(reasons.count - before)
        return deciding
      }
      if truth == .unknown { isUnknown = true }
    }
    return isUnknown ? .unknown : deciding.negated
  }

  /// Otherwise `any` in `any` in `any` would take the time of all their elements multiplied.
  private mutating func once(at place: Place, _ evaluate: (inout Evaluator) -> Truth) -> Truth {
    if let known = known[place] {
      note(known.reasons)
      recording.add(known.recording)
      return known.truth
    }
    var inner = self
    inner.reasons = []
    inner.recording = Recording()
    let truth = evaluate(&inner)
    known = inner.known
    values = inner.values
    known[place] = Known(truth: truth, reasons: inner.reasons, recording: inner.recording)
    note(inner.reasons)
    recording.add(inner.recording)
    return truth
  }

  private mutating func quantified(
    _ quantifier: Quantifier, _ list: Value, _ condition: Place, _ place: Place
  ) -> Truth {
    let deciding: Truth = quantifier == .any ? .yes : .no
    let elements: [Value]
    switch list {
    case .list(let found): elements = found
    case .absent: elements = []
    case .unknown(let because): return unknown(because)
    default: return fault(place)
    }
    let outer = element
    let before = reasons.count
    let recordedBefore = recording
    var recordings: [Recording] = []
    depth += 1
    defer {
      element = outer
      depth -= 1
    }
    var isUnknown = false
    for candidate in elements {
      element = candidate
      if isRecording { recording = Recording() }
      let truth = truth(at: condition)
      if truth == deciding {
        reasons.removeLast(reasons.count - before)
        // An explanation shows the element that decided; the others would only hide it.
        if isRecording { recording = recordedBefore.adding(recording) }
        return deciding
      }
      if truth == .unknown { isUnknown = true }
      if isRecording { recordings.append(recording) }
    }
    if isRecording { recording = recordedBefore.adding(Recording(of: recordings)) }
    return isUnknown ? .unknown : deciding.negated
  }

  private mutating func call(_ function: Int, _ run: Operation.Run) -> Value {
    var arguments: [Value] = []
    arguments.reserveCapacity(Int(run.count))
    var because: [Reason] = []
    var isAbsent = false
    for child in children(run) {
      let argument = value(at: child)
      switch argument {
      case .absent: isAbsent = true
      case .unknown(let reasons): because += reasons
      default: arguments.append(argument)
      }
    }
    if isAbsent { return .absent }
    if arguments.count < Int(run.count) { return .unknown(because) }
    return subject.call(function, arguments)
  }

  private mutating func isSet(_ operand: Place) -> Truth {
    let outcome: Outcome
    if case .name(let slot) = program.operations[Int(operand)] {
      outcome = subject.isSet(slot)
    } else {
      switch value(at: operand) {
      case .absent: outcome = .no
      case .unknown(let because): outcome = .cannotTell(because)
      default: outcome = .yes
      }
    }
    switch outcome {
    case .yes: return .yes
    case .no: return .no
    case .cannotTell(let because): return unknown(because)
    }
  }

  private func children(_ run: Operation.Run) -> ArraySlice<Place> {
    program.children[Int(run.first)..<Int(run.first + run.count)]
  }

  mutating func note(_ more: [Reason]) {
    for reason in more where reasons.count < Evaluator.mostReasons && !reasons.contains(reason) {
      reasons.append(reason)
    }
  }

  mutating func unknown(_ because: [Reason]) -> Truth {
    note(because)
    return .unknown
  }

  /// For a value that is not of the type its vocabulary declares: a fault of the host, but no reason to crash.
  mutating func fault(_ place: Place) -> Truth { unknown([faultReason(place)]) }

  func faultReason(_ place: Place) -> Reason {
    Reason("a value in \(program.source.quoted(program.ranges[Int(place)])) is not of the declared type")
  }
}
