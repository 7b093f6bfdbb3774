// Lines that do not say the year get it from the newest line's time.

import PostfixLog
import TestSupport
import Testing

@Suite("Years of log lines")
struct YearTests {
  /// The times of lines with these stamps, "Dec 31 23:59:59", as years.
  private static func years(_ stamps: [String], newest: LogTime) -> [String] {
    let block = stamps.map { "\($0) mx1 postfix/qmgr[1]: BAC54F7C0A6: removed\n" }.joined()
    var survey = YearSurvey()
    survey.read(Array(block.utf8).span)
    var years = survey.years(newest: newest)
    var result: [String] = []
    LogBlock.forEachLine(in: Array(block.utf8).span) { bytes in
      let time = LogLine(bytes).flatMap { years.time(of: $0.stamp) }
      result.append(time.map { "\($0.seconds)" } ?? "none")
    }
    return result
  }

  private static func time(_ year: Int, _ month: Int, _ day: Int, _ hour: Int = 0) throws -> LogTime {
    let civil = try #require(CivilTime(month: month, day: day, hour: hour, minute: 0, second: 0))
    return LogTime(seconds: try #require(civil.seconds(inYear: year)))
  }

  @Test("Days are counted as the calendar counts them")
  func calendar() throws {
    #expect(try Self.time(1970, 1, 1).seconds == 0)
    #expect(try Self.time(2000, 3, 1).seconds == 951_868_800)
    #expect(try Self.time(2024, 2, 29).seconds == 1_709_164_800)
    #expect(try Self.time(2026, 12, 31, 23).seconds == 1_798_758_000)
    #expect(CivilTime(month: 2, day: 30, hour: 0, minute: 0, second: 0) == nil)
    #expect(CivilTime(year: 2025, month: 2, day: 29, hour: 0, minute: 0, second: 0) == nil)
    #expect(CivilTime(month: 2, day: 29, hour: 0, minute: 0, second: 0)?.seconds(inYear: 2026) == nil)
  }

  @Test("December before January is of the year before")
  func turn() throws {
    let newest = try Self.time(2027, 1, 2)
    #expect(
      Self.years(["Dec 30 00:00:00", "Dec 31 00:00:00", "Jan  1 00:00:00"], newest: newest)
        == [try Self.time(2026, 12, 30), try Self.time(2026, 12, 31), try Self.time(2027, 1, 1)].map { "\($0.seconds)" }
    )
  }

  @Test("A log of several years goes back from its end")
  func several() throws {
    let stamps = (0..<30).map { ["Mar  1 00:00:00", "Jul  1 00:00:00", "Nov  1 00:00:00"][$0 % 3] }
    let expected = try (0..<30).map { "\(try Self.time(2017 + $0 / 3, [3, 7, 11][$0 % 3], 1).seconds)" }
    #expect(Self.years(stamps, newest: try Self.time(2026, 11, 5)) == expected)
  }

  @Test("The newest line is not later than the file, but for a day")
  func newest() throws {
    let line = ["Nov 26 00:00:00"]
    #expect(Self.years(line, newest: try Self.time(2026, 11, 25, 12)) == ["\(try Self.time(2026, 11, 26).seconds)"])
    #expect(Self.years(line, newest: try Self.time(2026, 11, 24)) == ["\(try Self.time(2025, 11, 26).seconds)"])
    #expect(
      Self.years(["Dec 31 23:00:00"], newest: try Self.time(2027, 1, 1)) == [
        "\(try Self.time(2026, 12, 31, 23).seconds)"
      ])
    // A clock that is a day ahead of the one that gave the file its time.
    #expect(
      Self.years(["Jan  1 00:00:00"], newest: try Self.time(2026, 12, 31, 12)) == [
        "\(try Self.time(2027, 1, 1).seconds)"
      ])
  }

  @Test("A clock that is set back begins no year, not even over New Year")
  func steps() throws {
    let newest = try Self.time(2027, 1, 2)
    #expect(
      Self.years(["Nov 20 00:00:00", "Nov  3 00:00:00", "Nov 20 00:00:00"], newest: newest)
        == [20, 3, 20].map { "\((try? Self.time(2026, 11, $0))?.seconds ?? 0)" })
    #expect(
      Self.years(["Dec 31 00:00:00", "Jan  1 00:00:00", "Dec 31 00:00:00", "Jan  1 00:00:00"], newest: newest)
        == [
          try Self.time(2026, 12, 31), try Self.time(2027, 1, 1), try Self.time(2026, 12, 31),
          try Self.time(2027, 1, 1),
        ].map { "\($0.seconds)" })
  }

  @Test("A 29th of February is of a leap year, whatever the file's time says")
  func leapDay() throws {
    let leapDay = "\(try Self.time(2024, 2, 29).seconds)"
    #expect(Self.years(["Feb 29 00:00:00"], newest: try Self.time(2026, 5, 1)) == [leapDay])
    #expect(
      Self.years(["Feb 29 00:00:00", "Mar  1 00:00:00"], newest: try Self.time(2025, 3, 2))
        == [leapDay, "\(try Self.time(2024, 3, 1).seconds)"])
    // After a year of other lines it says which year that was.
    #expect(
      Self.years(["Feb 29 00:00:00", "Nov  1 00:00:00", "Mar  1 00:00:00"], newest: try Self.time(2026, 3, 2)).first
        == leapDay)
  }

  @Test("Local time becomes UTC by the zone that is given")
  func zones() throws {
    // One hour ahead, and two from 29 March 2026 02:00 on.
    let change = try Self.time(2026, 3, 29, 2).seconds
    let zone = LogZone { $0 < change ? 3600 : 7200 }
    let line = try #require(SampleLine("Jul  1 12:00:00 mx1 postfix/qmgr[1]: x"))
    var survey = YearSurvey()
    if case .local(let time) = line.line.stamp { survey.note(time) }
    var years = survey.years(newest: try Self.time(2026, 7, 1, 11), zone: zone)
    #expect(years.time(of: line.line.stamp) == (try Self.time(2026, 7, 1, 10)))
  }

  @Test("Nothing about years can trap", arguments: [UInt64(1), 2, 3])
  func anything(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    for _ in 0..<200 {
      var survey = YearSurvey()
      var stamps: [CivilTime] = []
      for _ in 0..<random.below(60) {
        let time = CivilTime(
          month: random.below(13), day: random.below(32), hour: random.below(25), minute: random.below(60),
          second: random.below(61))
        guard let time else { continue }
        survey.note(time)
        stamps.append(time)
      }
      let newest = LogTime(microseconds: Int64(bitPattern: random.next()) >> Int64(random.below(64)))
      let offset = Int64(bitPattern: random.next()) >> Int64(random.below(64))
      var years = survey.years(newest: newest, zone: LogZone { _ in offset })
      for stamp in stamps { _ = years.time(of: .local(stamp)) }
    }
    for edge in [Int64.min, .max, 0, -1] {
      _ = YearSurvey().years(newest: LogTime(microseconds: edge))
      #expect(LogTime(microseconds: edge).adding(seconds: edge) <= LogTime(microseconds: .max))
      _ = LogTime(seconds: edge, microseconds: edge).seconds
    }
  }

  @Test("Lines that are none of Postfix's count as well")
  func passed() throws {
    let text = (0..<9).map { "\(["Mar", "Jul", "Nov"][$0 % 3])  1 00:00:00 kernel\n" }.joined()
    let block = Array((text + "Mar  1 00:00:00 mx1 postfix/smtp[1]: BAC54F7C0A6: removed\n").utf8)
    var survey = YearSurvey()
    survey.read(block.span)
    var years = survey.years(newest: try Self.time(2026, 3, 1))
    var history = DeliveryHistory(of: .all)
    history.read(block.span, years: &years)
    #expect(history.messages.first?.firstSeen == (try Self.time(2026, 3, 1)))
  }

  @Test("A log whose lines say the year needs no survey")
  func full() throws {
    var survey = YearSurvey()
    survey.read(SampleLog.iso(try SampleLog.bytes("long-ids")).span)
    #expect(!survey.isNeeded)
    var years = LogYears()
    let line = try #require(SampleLine("Nov  2 00:00:14 mx1 postfix/qmgr[1]: x"))
    #expect(years.time(of: line.line.stamp) == nil)
  }
}
