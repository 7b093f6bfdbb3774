// Where the clock of a log's host is, for lines that show local time without an offset.

public struct LogZone: Sendable {
  /// Seconds that the clock is ahead of UTC when it shows so many seconds since 1970-01-01 00:00:00.
  private let offset: @Sendable (_ local: Int64) -> Int64

  public init(_ offset: @escaping @Sendable (_ local: Int64) -> Int64) { self.offset = offset }

  public static let utc = LogZone { _ in 0 }

  /// What the clock shows at a moment, in seconds since 1970-01-01 00:00:00.
  func local(_ time: LogTime) -> Int64 {
    // The offset is asked for by local time. Next to a change of it this is wrong by an hour, which only has to do for
    // finding the year.
    time.adding(seconds: bounded(offset(time.seconds))).seconds
  }

  /// Nil for 29 February of a common year.
  func time(of civil: CivilTime, inYear year: Int) -> LogTime? {
    guard (1...9999).contains(year), let seconds = civil.seconds(inYear: year) else { return nil }
    return LogTime(seconds: seconds - bounded(offset(seconds)), microseconds: Int64(civil.microsecond))
  }

  /// No clock is more than a day ahead of another.
  private func bounded(_ seconds: Int64) -> Int64 { max(-86_400, min(seconds, 86_400)) }
}
