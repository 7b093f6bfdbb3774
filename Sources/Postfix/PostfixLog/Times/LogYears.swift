// Gives the lines of a log their time, from the first line to the last, as YearSurvey has found out.

public struct LogYears: Sendable {
  private let zone: LogZone
  private var year: Int?
  private var previous: CivilTime?
  /// When the first line was written of those that were asked about, and when the last one was.
  public private(set) var first: LogTime?
  public private(set) var last: LogTime?

  /// For logs whose lines say the year. A line that does not is of the year that the lines before it tell; before the
  /// first that says one, it has no time.
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
    let time = moment(of: stamp)
    if let time {
      if first == nil { first = time }
      last = time
    }
    return time
  }

  private mutating func moment(of stamp: LogStamp) -> LogTime? {
    switch stamp {
    case .instant(let time): return time
    case .local(let time):
      if let year = time.year { return zone.time(of: time, inYear: year) }
      guard var year = year ?? yearAfterLast(of: time) else { return nil }
      if let previous { year += YearSurvey.step(from: previous, to: time) }
      self.year = year
      previous = time
      return zone.time(of: time, inYear: year)
    }
  }

  /// In the middle of a log loggers begin to leave the year out when their settings change.
  private func yearAfterLast(of time: CivilTime) -> Int? {
    guard let last else { return nil }
    let near = Calendar.year(ofSeconds: zone.local(last))
    var best: (year: Int, distance: UInt64)?
    for year in near - 1...near + 1 {
      guard let moment = zone.time(of: time, inYear: year) else { continue }
      let distance = (moment.microseconds &- last.microseconds).magnitude
      if best.map({ distance < $0.distance }) ?? true { best = (year, distance) }
    }
    return best?.year
  }
}
