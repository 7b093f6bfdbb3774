// What a condition is evaluated about: one message, one service's configuration, one measurement.
//
// The host writes a Subject next to its vocabulary. Slots are the numbers that the vocabulary gave its names, so a
// subject is a `switch` and evaluation hashes no strings. A value is fetched only when the outcome may depend on it.

public protocol Subject {
  /// The value of the name with that slot, of the type that the vocabulary declares.
  func value(_ slot: Int) -> Value

  /// The result of the function with that slot. Arguments are of the declared types, neither absent nor unknown, and
  /// a constant argument is what the parameter's `prepare` made of it.
  func call(_ function: Int, _ arguments: [Value]) -> Value

  /// Whether the name `is set`. The default: its value is not absent. A configuration may answer otherwise, because
  /// a parameter that stands in no file still has its default value.
  func isSet(_ slot: Int) -> Outcome
}

extension Subject {
  public func call(_ function: Int, _ arguments: [Value]) -> Value {
    .unknown(because: "this kind of subject has no functions")
  }

  public func isSet(_ slot: Int) -> Outcome {
    switch value(slot) {
    case .absent: .no
    case .unknown(let reasons): .cannotTell(reasons)
    default: .yes
    }
  }
}
