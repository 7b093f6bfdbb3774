// The columns of a shape: ages in steps that double, or in equal steps. The last one has no end. Source: qshape(1).

public struct AgeBuckets: Hashable, Sendable {
  /// More columns than anybody reads; their number bounds the memory that a row takes.
  public static let most = 10_000

  public let count: Int
  /// Where each bucket but the last ends, in minutes.
  public let ends: [Int]

  /// - Parameters:
  ///   - count: from 1 to `most`.
  ///   - minutes: the end of the first bucket.
  ///   - isLinear: equal steps.
  public init(count: Int = 10, minutes: Int = 5, isLinear: Bool = false) {
    self.count = min(max(1, count), Self.most)
    var ends: [Int] = []
    var end = 0
    for _ in 1..<self.count + 1 where ends.count < self.count - 1 {
      let (next, isOver) = end.addingReportingOverflow(end > 0 && !isLinear ? end : max(1, minutes))
      end = isOver ? Int.max : next
      ends.append(end)
    }
    self.ends = ends
  }

  /// Which bucket, from 0, an age in seconds belongs to. What comes from the future is new.
  func bucket(of age: Int64) -> Int {
    let minutes = Int(clamping: age / 60)
    var low = 0
    var high = ends.count
    while low < high {
      let middle = (low + high) / 2
      if minutes < ends[middle] { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// "5", "10", …, "1280+".
  public var labels: [String] { ends.map { "\($0)" } + ["\(ends.last ?? 0)+"] }
}
