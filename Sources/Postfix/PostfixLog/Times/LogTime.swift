// A moment, to the microsecond. Log lines of the traditional form know only the second.

public struct LogTime: Hashable, Sendable, Comparable {
  /// Since 1970-01-01T00:00:00Z.
  public let microseconds: Int64

  public init(microseconds: Int64) { self.microseconds = microseconds }

  /// Seconds that do not fit become the first or the last moment.
  public init(seconds: Int64, microseconds: Int64 = 0) {
    let (product, isTooLarge) = seconds.multipliedReportingOverflow(by: 1_000_000)
    let (sum, isOver) = product.addingReportingOverflow(microseconds)
    self.microseconds = isTooLarge || isOver ? (seconds < 0 ? .min : .max) : sum
  }

  /// Since 1970-01-01T00:00:00Z, rounded down.
  public var seconds: Int64 {
    let (seconds, rest) = microseconds.quotientAndRemainder(dividingBy: 1_000_000)
    return rest < 0 ? seconds - 1 : seconds
  }

  /// Later, or earlier, by so many seconds.
  public func adding(seconds: Int64) -> LogTime {
    let (step, isTooLarge) = seconds.multipliedReportingOverflow(by: 1_000_000)
    let (sum, isOver) = microseconds.addingReportingOverflow(step)
    return LogTime(microseconds: isTooLarge || isOver ? (seconds < 0 ? .min : .max) : sum)
  }

  public static func < (left: LogTime, right: LogTime) -> Bool { left.microseconds < right.microseconds }
}
