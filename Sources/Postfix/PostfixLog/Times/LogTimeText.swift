// A moment in the form of RFC 3339, as rsyslog writes it: "2026-11-06T01:26:08.867037+00:00".

extension LogTime {
  /// Appends the text, in UTC. False, and nothing, outside of the years 1 to 9999.
  func write(to text: inout [UInt8]) -> Bool {
    let seconds = self.seconds
    let year = Calendar.year(ofSeconds: seconds)
    let sinceYear = seconds - Calendar.start(of: year)
    guard sinceYear >= 0, sinceYear < 366 * 86_400 else { return false }
    let (day, second) = Int(sinceYear).quotientAndRemainder(dividingBy: 86_400)
    let isLeap = Calendar.isLeap(year)
    guard let month = (1...12).last(where: { Calendar.daysBefore(month: $0, isLeap: isLeap) <= day }) else {
      return false
    }
    let dayOfMonth = day - Calendar.daysBefore(month: month, isLeap: isLeap) + 1
    guard dayOfMonth <= Calendar.days(inMonth: month, isLeap: isLeap) else { return false }
    let parts: [(mark: StaticString, value: Int, digits: Int)] = [
      ("", year, 4), ("-", month, 2), ("-", dayOfMonth, 2), ("T", second / 3600, 2), (":", second / 60 % 60, 2),
      (":", second % 60, 2), (".", Int(microseconds - seconds * 1_000_000), 6),
    ]
    for part in parts {
      if part.mark.utf8CodeUnitCount > 0 { text.append(part.mark.utf8Start[0]) }
      var unit = 1
      for _ in 1..<part.digits { unit *= 10 }
      while unit > 0 {
        text.append(UInt8(ascii: "0") + UInt8(part.value / unit % 10))
        unit /= 10
      }
    }
    text += [UInt8(ascii: "+"), 0x30, 0x30, UInt8(ascii: ":"), 0x30, 0x30]
    return true
  }
}
