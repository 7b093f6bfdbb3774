// A moment as clocks and calendars show it, and the arithmetic of the Gregorian calendar: pure, without time zones.

struct CivilTime: Hashable, Sendable {
  var year: Int64
  /// 1 to 12; `secondsAsUTC` takes any number, as it does for the others.
  var month: Int64
  /// 1 to 31.
  var day: Int64
  var hour: Int64
  var minute: Int64
  var second: Int64

  init(year: Int64, month: Int64, day: Int64, hour: Int64 = 0, minute: Int64 = 0, second: Int64 = 0) {
    self.year = year
    self.month = month
    self.day = day
    self.hour = hour
    self.minute = minute
    self.second = second
  }

  /// What a clock of UTC shows.
  /// - Parameter seconds: since the epoch; far beyond any calendar it is the year 9999 or 1.
  init(utc seconds: Int64) {
    let inRange = min(max(seconds, -62_135_596_800), 253_402_300_799)
    let days = Self.floorDivide(inRange, 86_400)
    let rest = inRange - days * 86_400
    (year, month, day) = Self.date(days)
    (hour, minute, second) = (rest / 3600, rest % 3600 / 60, rest % 60)
  }

  /// Seconds since the epoch when a clock of UTC shows this. A month 13 is January, a day 0 the last of the month before.
  var secondsAsUTC: Int64 {
    let bounded = min(max(year, -9999), 99_999)
    return (Self.days(bounded, month, day) * 24 + hour) * 3600 + minute * 60 + second
  }

  /// The year and the number of the week as ISO 8601 counts them: weeks begin on Monday, and the first one of a year has
  /// its first Thursday.
  var isoWeek: (year: Int64, week: Int64) {
    let days = Self.days(year, month, day)
    // The first of January 1970 was a Thursday. The Thursday of a week decides to which year it belongs.
    let thursday = days - Self.floorModulo(days + 3, 7) + 3
    let (year, _, _) = Self.date(thursday)
    return (year, (thursday - Self.days(year, 1, 1)) / 7 + 1)
  }

  /// Days since the epoch.
  private static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
    // Years from March on, so that the day of a leap year comes last.
    let months = min(max(month, -1_000_000), 1_000_000) - 3
    let marchYear = year + floorDivide(months, 12)
    let marchMonth = floorModulo(months, 12)
    let era = floorDivide(marchYear, 400)
    let yearOfEra = marchYear - era * 400
    let dayOfYear = (153 * marchMonth + 2) / 5
    let firstOfMonth = era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    return firstOfMonth + min(max(day, -100_000_000), 100_000_000) - 1
  }

  private static func date(_ days: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let shifted = days + 719_468
    let era = floorDivide(shifted, 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * marchMonth + 2) / 5 + 1)
  }

  private static func floorDivide(_ number: Int64, _ divisor: Int64) -> Int64 {
    number >= 0 ? number / divisor : -((-number + divisor - 1) / divisor)
  }

  private static func floorModulo(_ number: Int64, _ divisor: Int64) -> Int64 {
    number - floorDivide(number, divisor) * divisor
  }
}
