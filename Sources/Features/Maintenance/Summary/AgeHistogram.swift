// How old messages are, in little memory: ages within 2 % of each other are counted together.

struct AgeHistogram: Sendable {
  /// Each doubling of the age is divided into so many parts.
  private static let parts = 64
  private var counts = [Int](repeating: 0, count: 64 * parts)
  private(set) var count = 0

  /// - Parameter age: seconds; what comes from the future is new.
  mutating func add(_ age: Int64) {
    counts[Self.place(of: UInt64(max(0, age)))] += 1
    count += 1
  }

  mutating func add(_ other: AgeHistogram) {
    for (place, count) in other.counts.enumerated() where count > 0 { counts[place] += count }
    count += other.count
  }

  /// An age that at least this part of all messages does not exceed; nil when there are none.
  /// - Parameter permille: 500 for the median.
  func quantile(_ permille: Int) -> Int64? {
    guard count > 0 else { return nil }
    let wanted = max(1, (count * permille + 999) / 1000)
    var seen = 0
    for (place, count) in counts.enumerated() {
      seen += count
      if seen >= wanted { return Self.start(of: place) }
    }
    return nil
  }

  private static func place(of age: UInt64) -> Int {
    guard age >= 2 * UInt64(parts) else { return Int(age) }
    // The highest bits: one that is always set and those that tell the part.
    let shift = UInt64.bitWidth - age.leadingZeroBitCount - 7
    return (shift + 1) * parts + Int(age >> UInt64(shift)) - parts
  }

  private static func start(of place: Int) -> Int64 {
    guard place >= 2 * parts else { return Int64(place) }
    let shift = place / parts - 1
    return Int64(place % parts + parts) << Int64(shift)
  }
}
