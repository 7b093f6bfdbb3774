// Random numbers that come again: the same seed gives the same test cases on every machine.

/// SplitMix64.
public struct SeededRandom: RandomNumberGenerator {
  private var state: UInt64

  public init(seed: UInt64) { state = seed }

  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }

  /// Zero up to, not including, the bound.
  public mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
  public mutating func chance(_ percent: Int) -> Bool { below(100) < percent }
  public mutating func pick<Element>(_ choices: [Element]) -> Element { choices[below(choices.count)] }
}
