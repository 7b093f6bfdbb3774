// A part of a log: a source with the time of its first line, and what is needed to give its lines their times.

import PostfixLog
import SystemAccess

struct LogPart {
  let source: LogSource
  /// Before the first line.
  let years: LogYears
  /// When its first line was written; nil where that has not been looked for, and for an empty file.
  let first: LogTime?

  /// The journal, whose lines all say the year; without a look at it.
  init(unseen source: LogSource, zone: LogZone) {
    self.source = source
    years = LogYears(zone: zone)
    first = nil
  }

  /// Reads the first line; where it does not say the year, all of them.
  /// - Parameter now: nothing has been written later.
  init(_ source: LogSource, now: LogTime, zone: LogZone) throws(MailLogFailure) {
    self.source = source
    var reader = try source.reader()
    var survey = YearSurvey()
    var stamp: LogStamp?
    while let block = try reader.next() {
      stamp = stamp ?? LogStamp.first(in: block.span)
      guard let stamp, Self.isComplete(stamp) else {
        survey.read(block.span)
        continue
      }
      break
    }
    guard stamp != nil || reader.isEmpty || source.isJournal else {
      throw MailLogFailure(name: source.name, reason: .noLog)
    }
    let changed = source.status.map { LogTime(seconds: $0.modified.seconds) } ?? now
    years = survey.years(newest: min(changed, now), zone: zone)
    var look = years
    first = stamp.flatMap { look.time(of: $0) }
  }

  /// Whether it says the year.
  private static func isComplete(_ stamp: LogStamp) -> Bool {
    switch stamp {
    case .instant: true
    case .local(let time): time.year != nil
    }
  }
}
