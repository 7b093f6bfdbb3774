// Gives the lines of a log their time, from the first line to the last, as YearSurvey has found out.

public struct LogYears: Sendable {
  private let zone: LogZone
  private var year: Int?
  private var previous: CivilTime?

  /// For logs whose lines say the year. A line that does not has no time.
  public init(zone: LogZone = .utc) { self.zone = zone }

  /// - Parameter first: the year of the first line that does not say it.
  public init(first: Int, zone: LogZone = .utc) {
    self.zone = zone
    year = first
  }

  /// Goes on from a line that is of no interest, or is none of Postfix's.
  public mutating func pass(_ line: Span<UInt8>) {
    var place = LogLine.placeOfStamp(in: line)
    if let stamp = LogStamp(in: line, at: &place) { _ = time(of: stamp) }
  }

  /// When a line was written. Every line has to be asked about or passed, in the order of the file.
  public mutating func time(of stamp: LogStamp) -> LogTime? {
    switch stamp {
    case .instant(let time): return time
    case .local(let time):
      if let year = time.year { return zone.time(of: time, inYear: year) }
      guard var year else { return nil }
      if let previous { year += YearSurvey.step(from: previous, to: time) }
      self.year = year
      previous = time
      return zone.time(of: time, inYear: year)
    }
  }
}
