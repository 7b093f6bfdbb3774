// Where one paragraph of a log has its texts, as ranges of the log's bytes. RecipientLog.Paragraph says what they are.

import Bytes

public struct LogPlaces: Sendable {
  public private(set) var recipient = 0..<0
  public private(set) var originalRecipient: Range<Int>?
  public private(set) var offset: Int64?
  public private(set) var status: Range<Int>?
  public private(set) var action: Range<Int>?
  public private(set) var remoteHost: Range<Int>?
  public private(set) var remoteReply: Range<Int>?
  public private(set) var reason = 0..<0

  /// Takes in a line that is not empty.
  mutating func read(_ line: Range<Int>, of log: [UInt8]) {
    func value(_ name: StaticString) -> Range<Int>? { log.value(of: name, in: line) }
    var start = line.lowerBound
    while start < line.upperBound - 1, log[start].isASCIISpace { start += 1 }
    // Told apart by their first letter first: a queue has millions of such lines.
    switch log[start] {
    case UInt8(ascii: "<"): if start == line.lowerBound { readOldForm(line, of: log) }
    case UInt8(ascii: "a"): action = value("action") ?? action
    case UInt8(ascii: "d"): remoteReply = value("diag_text") ?? remoteReply
    case UInt8(ascii: "m"): remoteHost = value("mta_mname") ?? remoteHost
    case UInt8(ascii: "o"):
      if let number = value("offset") { offset = RecordNumbers.first(log, number) }
      originalRecipient = value("original_recipient") ?? originalRecipient
    case UInt8(ascii: "r"):
      if let text = value("recipient") { recipient = text } else { reason = value("reason") ?? reason }
    case UInt8(ascii: "s"): status = value("status") ?? status
    default: break
    }
  }

  /// "<recipient>: reason"
  private mutating func readOldForm(_ line: Range<Int>, of log: [UInt8]) {
    var rest = line
    while let end = log.firstIndex(of: UInt8(ascii: ">"), in: rest) {
      if line.upperBound - end >= 3, log.holds(">: ", in: end..<(end + 3)) {
        recipient = (line.lowerBound + 1)..<end
        reason = (end + 3)..<line.upperBound
        return
      }
      rest = (end + 1)..<line.upperBound
    }
  }
}
