// How much mail came and went in the last minute.

import QueueStore

struct MotionRates {
  /// Seconds that are looked back.
  private static let span = 60.0

  private struct Sample {
    let time: Double
    let arrived: Int
    let left: Int
  }

  private var samples: [Sample] = []
  private let start: Double

  /// - Parameter time: seconds on a clock that only goes forward.
  init(since time: Double) { start = time }

  mutating func add(_ count: QueueMotion.Count, at time: Double) {
    if count.arrived > 0 || count.left > 0 {
      samples.append(Sample(time: time, arrived: count.arrived, left: count.left))
    }
    samples.removeAll { time - $0.time > Self.span }
  }

  /// Messages per minute; nil in the first seconds, when there is nothing to go by.
  func perMinute(at time: Double) -> (arrived: Int, left: Int)? {
    let length = min(Self.span, time - start)
    guard length >= 2 else { return nil }
    let recent = samples.filter { time - $0.time <= Self.span }
    func rate(_ count: Int) -> Int { Int((Double(count) * Self.span / length).rounded()) }
    return (rate(recent.reduce(0) { $0 + $1.arrived }), rate(recent.reduce(0) { $0 + $1.left }))
  }
}
