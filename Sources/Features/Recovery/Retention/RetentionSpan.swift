// A time such as "1y5m7d2h", counted back from a moment by the calendar: a month before the 31st of March is the 3rd, since
// there is no 31st of February.

public struct RetentionSpan: Hashable, Sendable, CustomStringConvertible {
  public var years = 0
  public var months = 0
  public var days = 0
  public var hours = 0

  /// Nil for what is no such time. Units may come in any order, each at most once.
  public init?(_ text: String) {
    var rest = text[...]
    var seen: Set<Character> = []
    while !rest.isEmpty {
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      guard let number = Int(digits), number <= 1_000_000, let unit = rest.dropFirst(digits.count).first,
        seen.insert(unit).inserted
      else { return nil }
      switch unit {
      case "y": years = number
      case "m": months = number
      case "d": days = number
      case "h": hours = number
      default: return nil
      }
      rest = rest.dropFirst(digits.count + 1)
    }
    if seen.isEmpty { return nil }
  }

  public var isZero: Bool { years == 0 && months == 0 && days == 0 && hours == 0 }

  public var description: String {
    let text = [(years, "y"), (months, "m"), (days, "d"), (hours, "h")].map { $0 == 0 ? "" : "\($0)\($1)" }.joined()
    return text.isEmpty ? "0h" : text
  }

  /// The moment this long before another, both in seconds since the epoch.
  func before(_ moment: Int64, _ zone: RetentionZone) -> Int64 {
    var time = zone.local(moment)
    time.year -= Int64(years)
    time.month -= Int64(months)
    time.day -= Int64(days)
    return zone.moment(time) - Int64(hours) * 3600
  }
}

/// The clocks of a place.
public struct RetentionZone: Sendable {
  /// How far they are ahead of UTC at a moment; both in seconds.
  let offset: @Sendable (Int64) -> Int64

  public init(offset: @escaping @Sendable (Int64) -> Int64) { self.offset = offset }

  func local(_ moment: Int64) -> CivilTime {
    CivilTime(utc: moment.addingReportingOverflow(offset(moment)).partialValue)
  }

  /// When the clocks show a time. For one that they leave out or show twice, one of the two moments that can be meant.
  func moment(_ time: CivilTime) -> Int64 {
    let shown = time.secondsAsUTC
    let guess = shown - offset(shown)
    // Near a change of the clocks the offset of the moment itself counts.
    return shown - offset(guess)
  }
}
