// A day, as release notes give it.

import Bytes

/// A day of the Gregorian calendar. Comparing is all that is done with it.
public struct CalendarDate: Hashable, Sendable, Comparable, CustomStringConvertible {
  public let year: Int
  public let month: Int
  public let day: Int

  public init(year: Int, month: Int, day: Int) {
    self.year = year
    self.month = month
    self.day = day
  }

  /// Reads "2026-08-09"; nil for anything else.
  public init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 3, let year = parts[0], let month = parts[1], let day = parts[2] else { return nil }
    guard (1...12).contains(month), (1...31).contains(day), (1...9999).contains(year) else { return nil }
    self.init(year: year, month: month, day: day)
  }

  public static func < (left: CalendarDate, right: CalendarDate) -> Bool {
    (left.year, left.month, left.day) < (right.year, right.month, right.day)
  }

  private func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  public var description: String { "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))" }
  /// As Postfix writes it in mail_release_date: "20260809".
  var compact: String { "\(padded(year, 4))\(padded(month, 2))\(padded(day, 2))" }
}
