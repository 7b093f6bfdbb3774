// Where one paragraph of a log has its texts, as ranges of the log's bytes. RecipientLog.Paragraph says what they are.
//
// Postfix makes a line printable before it looks for names: a TAB or CR is "?" then, and only blanks are blanks.
// Source: bounce_log.c, split_nameval.c.

import Bytes

public struct LogPlaces: Sendable {
  /// Empty for one without an address; nil where no line tells it.
  public private(set) var recipient: Range<Int>?
  public private(set) var originalRecipient: Range<Int>?
  public private(set) var offset: Int64?
  public private(set) var status: Range<Int>?
  public private(set) var action: Range<Int>?
  public private(set) var remoteHost: Range<Int>?
  public private(set) var remoteReply: Range<Int>?
  /// Never empty.
  public private(set) var reason: Range<Int>?

  /// Takes in a line that is not empty.
  mutating func read(_ line: Range<Int>, of log: [UInt8]) {
    func value(_ name: StaticString) -> Range<Int>? { log.value(named: name, in: line) }
    func read(_ name: StaticString, into place: inout Range<Int>?) {
      guard let value = value(name) else { return }
      place = value.isEmpty ? nil : value
    }
    // Told apart by their first letter first: a queue has millions of such lines.
    switch log[line.lowerBound] {
    case UInt8(ascii: "<"): readOldForm(line, of: log)
    case UInt8(ascii: "a"): read("action", into: &action)
    case UInt8(ascii: "d"): read("diag_text", into: &remoteReply)
    case UInt8(ascii: "m"): read("mta_mname", into: &remoteHost)
    case UInt8(ascii: "o"):
      if let number = value("offset").flatMap({ RecordNumbers.first(log, $0) }), number > 0 { offset = number }
      read("original_recipient", into: &originalRecipient)
    case UInt8(ascii: "r"):
      if let text = value("recipient") { recipient = text } else { read("reason", into: &reason) }
    case UInt8(ascii: "s"): read("status", into: &status)
    default: break
    }
  }

  /// "<recipient>: reason"
  private mutating func readOldForm(_ line: Range<Int>, of log: [UInt8]) {
    var rest = (line.lowerBound + 1)..<line.upperBound
    while let end = log.firstIndex(of: UInt8(ascii: ">"), in: rest) {
      if line.upperBound - end >= 3, log.holds(">: ", in: end..<(end + 3)) {
        recipient = (line.lowerBound + 1)..<end
        let text = log.withoutBlanks(before: (end + 3)..<line.upperBound)
        reason = text.isEmpty ? nil : text
        return
      }
      rest = (end + 1)..<line.upperBound
    }
  }
}

extension Array where Element == UInt8 {
  /// Where the value is, if a line that begins with a name has this one.
  fileprivate func value(named name: StaticString, in line: Range<Int>) -> Range<Int>? {
    let end = line.lowerBound + name.utf8CodeUnitCount
    guard end < line.upperBound, holds(name, in: line.lowerBound..<end) else { return nil }
    let rest = withoutBlanks(before: end..<line.upperBound)
    guard let equals = rest.first, self[equals] == UInt8(ascii: "=") else { return nil }
    let value = withoutBlanks(before: (equals + 1)..<line.upperBound)
    var last = value.upperBound
    while last > value.lowerBound, self[last - 1] == 0x20 { last -= 1 }
    return value.lowerBound..<last
  }

  fileprivate func withoutBlanks(before part: Range<Int>) -> Range<Int> {
    var start = part.lowerBound
    while start < part.upperBound, self[start] == 0x20 { start += 1 }
    return start..<part.upperBound
  }
}
