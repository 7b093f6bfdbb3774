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

  struct Count {
    var arrived = 0
    var left = 0
    /// How long they were counted: up to a minute.
    let seconds: Int
  }

  func count(at time: Double) -> Count {
    var count = Count(seconds: Int(min(Self.span, time - start)))
    for sample in samples where time - sample.time <= Self.span {
      count.arrived += sample.arrived
      count.left += sample.left
    }
    return count
  }
}
