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
    if log[line.lowerBound] == UInt8(ascii: "<") { return readOldForm(line, of: log) }
    guard let equals = log.firstIndex(of: UInt8(ascii: "="), in: line) else { return }
    let name = log.trimmed(line.lowerBound..<equals)
    guard !name.isEmpty else { return }
    let value = log.trimmed((equals + 1)..<line.upperBound)
    // Told apart by their first letter first: a queue has millions of such lines.
    switch log[name.lowerBound] {
    case UInt8(ascii: "a"):
      if log.holds("action", in: name) { action = value }
    case UInt8(ascii: "d"):
      if log.holds("diag_text", in: name) { remoteReply = value }
    case UInt8(ascii: "m"):
      if log.holds("mta_mname", in: name) { remoteHost = value }
    case UInt8(ascii: "o"):
      if log.holds("offset", in: name) { offset = RecordNumbers.first(log, value) }
      if log.holds("original_recipient", in: name) { originalRecipient = value }
    case UInt8(ascii: "r"):
      if log.holds("reason", in: name) { reason = value }
      if log.holds("recipient", in: name) { recipient = value }
    case UInt8(ascii: "s"):
      if log.holds("status", in: name) { status = value }
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
