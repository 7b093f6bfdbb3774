// Computing with values: what does not fit in 64 bits, and a division by zero, cannot be told.

import Bytes

extension Evaluator {
  func negated(_ value: Value, _ place: Place) -> Value {
    if let quantity = Quantity(value) {
      return quantity.negated?.value ?? .unknown([tooLarge(place)])
    }
    switch value {
    case .absent, .unknown: return value
    default: return .unknown([faultReason(place)])
    }
  }

  func combined(_ arithmetic: Arithmetic, _ left: Value, _ right: Value, _ place: Place) -> Value {
    guard let leftQuantity = Quantity(left), let rightQuantity = Quantity(right) else {
      return withoutQuantity(left, right, place)
    }
    if let result = leftQuantity.combined(arithmetic, with: rightQuantity) { return result.value }
    if arithmetic == .divided, rightQuantity.amount == 0 {
      return .unknown(because: "\(program.source.quoted(program.ranges[Int(place)])) divides by zero")
    }
    return .unknown([tooLarge(place)])
  }

  /// The result of computing with a value that is missing or cannot be told: the same.
  private func withoutQuantity(_ left: Value, _ right: Value, _ place: Place) -> Value {
    switch (left, right) {
    case (.absent, _), (_, .absent): .absent
    case (.unknown(let because), .unknown(let more)): .unknown(because + more)
    case (.unknown(let because), _), (_, .unknown(let because)): .unknown(because)
    default: .unknown([faultReason(place)])
    }
  }

  private func tooLarge(_ place: Place) -> Reason {
    Reason("the result of \(program.source.quoted(program.ranges[Int(place)])) is too large")
  }
}
