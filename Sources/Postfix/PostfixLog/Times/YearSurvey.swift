// Finds out in which year a log without years begins, from its stamps and the time of its newest line.
//
// The stamps are looked at from the oldest to the newest. A stamp that lies before its neighbour begins a new year, unless
// it lies only a little before: clocks are set back, and programs write late. The same distance decides whether a
// stamp far ahead is a silence of months or a clock set back over New Year.
//
//   var survey = YearSurvey()
//   for block in file { survey.read(block.span) }
//   var years = survey.years(newest: timeOfLastChange)

public struct YearSurvey: Sendable {
  /// How far a clock may be set back, in days. A log may be silent for the rest of a year.
  static let stepLimit = 90

  /// How many days the newest line may lie behind the time that was given for it: clocks differ.
  static let slack = 1

  private var previous: CivilTime?
  /// The year of the newest line, counted from the year of the first one.
  private var year = 0
  /// The years of the 29ths of February, counted in the same way.
  private var leapYears: Set<Int> = []

  public init() {}

  /// Whether a line without a year has been seen: whether the survey is worth going on with.
  public var isNeeded: Bool { previous != nil }

  public mutating func read(_ block: Span<UInt8>) {
    LogBlock.forEachLine(in: block) { line in
      var place = LogLine.placeOfStamp(in: line)
      if case .local(let time) = LogStamp(in: line, at: &place) { note(time) }
    }
  }

  /// The next stamp of the log. One that has a year is passed over.
  public mutating func note(_ time: CivilTime) {
    guard time.year == nil else { return }
    if let previous { year += Self.step(from: previous, to: time) }
    previous = time
    if time.month == 2, time.day == 29 { leapYears.insert(year) }
  }

  /// - Parameter newest: when the last line was written, or a little later: when the file was last changed, or now. A
  ///   file that was copied without its times says something too late, and by a year or more that is not noticed.
  public func years(newest: LogTime, zone: LogZone = .utc) -> LogYears {
    guard let previous else { return LogYears(zone: zone) }
    let limit = newest.adding(seconds: Int64(Self.slack) * 86_400)
    var last = Calendar.year(ofSeconds: zone.local(limit))
    if let time = zone.time(of: previous, inYear: last), time > limit { last -= 1 }
    let latest = last - year
    // A year without the 29th of February that the log shows cannot be meant. When none fits, the log is no help.
    let fitting = (0..<8).map { latest - $0 }.first { first in leapYears.allSatisfy { Calendar.isLeap(first + $0) } }
    return LogYears(first: fitting ?? latest, zone: zone)
  }

  /// From the year of one line to the year of the next: 0, 1, or -1 for a clock that was set back over New Year.
  static func step(from previous: CivilTime, to next: CivilTime) -> Int {
    let distance = next.secondOfYear - previous.secondOfYear
    if distance < -stepLimit * 86_400 { return 1 }
    return distance > (366 - stepLimit) * 86_400 ? -1 : 0
  }
}
