// What stands in front of the text of a log line: time, host, program and process.

import Bytes

struct LogEnvelope {
  let stamp: LogStamp
  let host: LogText
  let program: ProgramName
  let pid: Int?
  /// What follows.
  let text: Range<Int>

  init?(_ line: Span<UInt8>) {
    var place = LogLine.placeOfStamp(in: line)
    // RFC 5424 has a version between priority and time.
    let isProtocol = place > 3 && line.begins(with: "1 ", at: place - 2)
    guard let stamp = LogStamp(in: line, at: &place), let host = Self.word(line, &place) else { return nil }
    self.stamp = stamp
    self.host = LogText(host)
    guard let name = Self.word(line, &place) else { return nil }
    if isProtocol {
      guard let process = Self.word(line, &place), Self.word(line, &place) != nil, Self.word(line, &place) != nil
      else { return nil }
      program = ProgramName(name, in: line)
      var digits = process.lowerBound
      pid = line.number(at: &digits, until: process.upperBound, digits: 10).map { Int($0) }
      text = min(place + 1, line.count)..<line.count
      return
    }
    // A blank ends the name: service names in syslog_name may have colons and brackets.
    guard line.has(UInt8(ascii: ":"), at: name.upperBound - 1), name.count > 1 else { return nil }
    var end = name.upperBound - 1
    var pid: Int?
    if line.has(UInt8(ascii: "]"), at: end - 1),
      let open = line.last(UInt8(ascii: "["), from: name.lowerBound, to: end)
    {
      var digits = open + 1
      if let number = line.number(at: &digits, until: end - 1, digits: 10), digits == end - 1 {
        pid = Int(number)
        end = open
      }
    }
    guard end > name.lowerBound else { return nil }
    program = ProgramName(name.lowerBound..<end, in: line)
    self.pid = pid
    text = min(place + 1, line.count)..<line.count
  }

  /// The word behind one blank, and moves the place to its end.
  private static func word(_ line: Span<UInt8>, _ place: inout Int) -> Range<Int>? {
    guard line.has(0x20, at: place), place + 1 < line.count else { return nil }
    let start = place + 1
    let end = line.first(0x20, from: start, to: line.count) ?? line.count
    guard end > start else { return nil }
    place = end
    return start..<end
  }
}
