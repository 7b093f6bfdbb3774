// The periods of which a policy keeps the last snapshot each.

public enum RetentionPeriod: String, Sendable, CaseIterable, Comparable {
  /// Every snapshot is a period of its own.
  case last
  case hourly, daily, weekly, monthly, yearly

  public static func < (left: RetentionPeriod, right: RetentionPeriod) -> Bool {
    (allCases.firstIndex(of: left) ?? 0) < (allCases.firstIndex(of: right) ?? 0)
  }

  /// Moments with equal numbers are in the same period.
  /// - Parameters:
  ///   - time: as the clocks of the host show it, so that a day is a day of the people there. The hour that comes twice
  ///     when summer time ends is one hour.
  ///   - number: that of the snapshot in its group.
  func key(_ time: CivilTime, number: Int) -> [Int64] {
    switch self {
    case .last: return [Int64(number)]
    case .hourly: return [time.year, time.month, time.day, time.hour]
    case .daily: return [time.year, time.month, time.day]
    case .weekly:
      let week = time.isoWeek
      return [week.year, week.week]
    case .monthly: return [time.year, time.month]
    case .yearly: return [time.year]
    }
  }
}

/// Of how many periods the last snapshot is kept.
public enum RetentionCount: Hashable, Sendable {
  case number(Int)
  case unlimited

  /// "7", "unlimited" or "-1"; nil for anything else.
  public init?(_ text: String) {
    if text == "unlimited" || text == "-1" {
      self = .unlimited
    } else if let number = Int(text), number >= 0 {
      self = .number(number)
    } else {
      return nil
    }
  }

  var isNone: Bool { self == .number(0) }

  /// One less.
  var next: RetentionCount { if case .number(let count) = self { .number(max(0, count - 1)) } else { self } }
}
