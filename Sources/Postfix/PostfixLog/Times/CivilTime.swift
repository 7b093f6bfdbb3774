// Date and time of day as a log line shows them, perhaps without the year.

public struct CivilTime: Hashable, Sendable {
  /// Nil in the traditional form of syslog.
  public var year: Int?
  /// 1 to 12.
  public let month: Int
  /// 1 to 31, and no more than the month has in a leap year.
  public let day: Int
  public let hour: Int
  public let minute: Int
  /// 0 to 60: leap seconds are logged as such.
  public let second: Int
  public let microsecond: Int

  /// Nil for a date that no calendar has, and for years outside 1 to 9999.
  public init?(
    year: Int? = nil, month: Int, day: Int, hour: Int, minute: Int, second: Int, microsecond: Int = 0
  ) {
    guard (1...12).contains(month), (1...Calendar.days(inMonth: month, isLeap: true)).contains(day),
      (0...23).contains(hour), (0...59).contains(minute), (0...60).contains(second),
      (0...999_999).contains(microsecond)
    else { return nil }
    if let year, !(1...9999).contains(year) || !Calendar.has(year: year, month: month, day: day) { return nil }
    self.year = year
    self.month = month
    self.day = day
    self.hour = hour
    self.minute = minute
    self.second = second
    self.microsecond = microsecond
  }

  /// Seconds from the beginning of a leap year: the order of times within any year.
  var secondOfYear: Int { (Calendar.daysBefore(month: month, isLeap: true) + day - 1) * 86_400 + secondOfDay }

  private var secondOfDay: Int { hour * 3600 + minute * 60 + second }

  /// Since 1970-01-01 00:00:00 on the same clock; nil for 29 February of a common year.
  public func seconds(inYear year: Int) -> Int64? {
    guard Calendar.has(year: year, month: month, day: day) else { return nil }
    let inYear = Calendar.daysBefore(month: month, isLeap: Calendar.isLeap(year)) + day - 1
    let days = Calendar.daysBefore(year: year) - Calendar.daysBefore(year: 1970) + inYear
    return Int64(days) * 86_400 + Int64(secondOfDay)
  }
}

/// The Gregorian calendar, for years 1 to 9999.
enum Calendar {
  static func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

  static func days(inMonth month: Int, isLeap: Bool) -> Int {
    switch month {
    case 2: isLeap ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  static func has(year: Int, month: Int, day: Int) -> Bool { month != 2 || day != 29 || isLeap(year) }

  /// Days from the beginning of the year to that of the month.
  static func daysBefore(month: Int, isLeap: Bool) -> Int {
    // Months from March on have the same lengths in every year.
    month <= 2 ? (month - 1) * 31 : (153 * month - 457) / 5 + 59 + (isLeap ? 1 : 0)
  }

  /// Days from 1 January of year 1.
  static func daysBefore(year: Int) -> Int {
    let past = max(0, min(year, 10_000) - 1)
    return past * 365 + past / 4 - past / 100 + past / 400
  }

  /// The year on a clock that shows so many seconds since 1970-01-01 00:00:00.
  static func year(ofSeconds seconds: Int64) -> Int {
    var year = 1970 + Int(clamping: seconds / 31_556_952)
    year = max(1, min(year, 9999))
    // The quotient can miss by a day or two at either end of a year.
    if year < 9999, start(of: year + 1) <= seconds { year += 1 }
    if year > 1, start(of: year) > seconds { year -= 1 }
    return year
  }

  /// Of a year, on a clock as above.
  static func start(of year: Int) -> Int64 { Int64(daysBefore(year: year) - daysBefore(year: 1970)) * 86_400 }
}
