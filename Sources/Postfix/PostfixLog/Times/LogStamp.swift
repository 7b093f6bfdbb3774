// The time in front of a log line, in whichever form the logger writes it.
//
//   Nov  2 00:00:14            syslog of old, and with a zero before the 2 maillog_file: no year, no zone, local time
//   Nov 02 00:00:14.123456     journalctl -o short-precise
//   2026-11-06T01:26:08.867037+01:00   rsyslog of Debian 12, RFC 5424, journalctl -o short-iso (offset as +0100)
//
// Source: msg_logger.c, RFC 3164, RFC 3339.

public enum LogStamp: Hashable, Sendable {
  /// The line says when it was written.
  case instant(LogTime)
  /// Local time, and perhaps no year: LogYears says when that was.
  case local(CivilTime)

  /// The stamp of the first line of a block that has one.
  public static func first(in block: Span<UInt8>) -> LogStamp? {
    var first: LogStamp?
    LogBlock.forEachLine(in: block) { line in
      guard first == nil else { return }
      var place = LogLine.placeOfStamp(in: line)
      first = LogStamp(in: line, at: &place)
    }
    return first
  }

  /// Reads a stamp and moves the place behind it.
  init?(in line: Span<UInt8>, at place: inout Int) {
    guard place < line.count else { return nil }
    let stamp = line[place] & 0xF0 == 0x30 ? Self.full(line, &place) : Self.traditional(line, &place)
    guard let stamp else { return nil }
    self = stamp
  }

  private static func traditional(_ line: Span<UInt8>, _ place: inout Int) -> LogStamp? {
    guard line.count - place >= 15, let month = month(line, place), line.has(0x20, at: place + 3) else { return nil }
    var index = place + 4
    if line[index] == 0x20 { index += 1 }
    guard let day = line.number(at: &index, until: place + 6, digits: 2), index == place + 6, line.has(0x20, at: index)
    else { return nil }
    index += 1
    guard let clock = clock(line, &index),
      let time = CivilTime(
        month: month, day: Int(day), hour: clock.hour, minute: clock.minute, second: clock.second,
        microsecond: clock.microsecond)
    else { return nil }
    place = index
    return .local(time)
  }

  private static func full(_ line: Span<UInt8>, _ place: inout Int) -> LogStamp? {
    var index = place
    guard let year = pair(line, &index), let rest = pair(line, &index), line.skip("-", at: &index),
      let month = pair(line, &index), line.skip("-", at: &index), let day = pair(line, &index),
      line.skip("T", at: &index) || line.skip(" ", at: &index), let clock = clock(line, &index),
      let time = CivilTime(
        year: year * 100 + rest, month: month, day: day, hour: clock.hour, minute: clock.minute, second: clock.second,
        microsecond: clock.microsecond)
    else { return nil }
    guard let seconds = time.seconds(inYear: year * 100 + rest) else { return nil }
    if line.skip("Z", at: &index) {
      place = index
      return .instant(LogTime(seconds: seconds, microseconds: Int64(clock.microsecond)))
    }
    let isEast = line.skip("+", at: &index)
    guard isEast || line.skip("-", at: &index) else {
      place = index
      return .local(time)
    }
    guard let hours = pair(line, &index) else { return nil }
    _ = line.skip(":", at: &index)
    guard let minutes = pair(line, &index), hours <= 23, minutes <= 59 else { return nil }
    let offset = Int64(hours * 3600 + minutes * 60)
    place = index
    return .instant(
      LogTime(seconds: isEast ? seconds - offset : seconds + offset, microseconds: Int64(clock.microsecond)))
  }

  /// "HH:MM:SS", perhaps with a fraction.
  private static func clock(
    _ line: Span<UInt8>, _ place: inout Int
  ) -> (hour: Int, minute: Int, second: Int, microsecond: Int)? {
    guard let hour = pair(line, &place), line.skip(":", at: &place), let minute = pair(line, &place),
      line.skip(":", at: &place), let second = pair(line, &place)
    else { return nil }
    guard line.skip(".", at: &place) || line.skip(",", at: &place) else { return (hour, minute, second, 0) }
    var (microsecond, unit, digits) = (0, 100_000, 0)
    while place < line.count, line[place] & 0xF0 == 0x30, line[place] <= 0x39 {
      // Digits beyond the sixth have no weight.
      microsecond += Int(line[place] & 0x0F) * unit
      unit /= 10
      digits += 1
      place += 1
    }
    return digits == 0 ? nil : (hour, minute, second, microsecond)
  }

  private static func pair(_ line: Span<UInt8>, _ place: inout Int) -> Int? {
    guard line.count - place >= 2 else { return nil }
    let (tens, ones) = (line[place] &- 0x30, line[place + 1] &- 0x30)
    guard tens <= 9, ones <= 9 else { return nil }
    place += 2
    return Int(tens) * 10 + Int(ones)
  }

  /// Loggers run in the C locale, whose names these are.
  private static func month(_ line: Span<UInt8>, _ place: Int) -> Int? {
    switch (line[place], line[place + 1], line[place + 2]) {
    case (0x4A, 0x61, 0x6E): 1
    case (0x46, 0x65, 0x62): 2
    case (0x4D, 0x61, 0x72): 3
    case (0x41, 0x70, 0x72): 4
    case (0x4D, 0x61, 0x79): 5
    case (0x4A, 0x75, 0x6E): 6
    case (0x4A, 0x75, 0x6C): 7
    case (0x41, 0x75, 0x67): 8
    case (0x53, 0x65, 0x70): 9
    case (0x4F, 0x63, 0x74): 10
    case (0x4E, 0x6F, 0x76): 11
    case (0x44, 0x65, 0x63): 12
    default: nil
    }
  }
}
