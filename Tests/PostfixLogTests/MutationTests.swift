// Damaged lines: nothing traps, and no damage makes a delivery of what was none.

import Bytes
import PostfixLog
import TestSupport
import Testing

@Suite("Damaged lines")
struct MutationTests {
  /// Lines that try hardest, besides those of real logs.
  private static let hostile: [String] = {
    let words = ">, relay=none, delay=0, delays=0/0/0/0, dsn=2.0.0, status=sent (ok)"
    let start = "Nov  2 00:00:14 mx1 postfix/smtp[12]: 4jYR3d3YTQz2NPSf: to=<"
    let end =
      ", relay=none, delay=0, delays=0/0/0/0, dsn=5.1.3, status=bounced (host x said: 550 a, dsn=2.0.0, status=sent (x))"
    return [
      "\(start)\"a\(words)\"@b.example>\(end)", "\(start)x@[a\(words)]>\(end)", "\(start)x@b\(words)>\(end)",
      "\(start)a@b>, orig_to=<\"a\(words)\"@b>\(end)", "\(start)a@b>, orig_to=<x@b\(words)>\(end)",
      "Nov  2 00:00:14 mx1 postfix/smtpd[12]: NOQUEUE: reject: RCPT from x[192.0.2.1]: 550 <a\(words)>: no; from=<a\(words)> "
        + "to=<a\(words)> proto=ESMTP helo=<a\(words)>",
      "Nov  2 00:00:14 mx1 postfix/cleanup[12]: 4jYR3d3YTQz2NPSf: message-id=<to=<a@b\(words)>",
      "Nov  2 00:00:14 mx1 postfix/smtp[12]: message repeated 2 times: [ 4jYR3d3YTQz2NPSf: to=<a@b>\(end)]",
    ]
  }()

  private static func lines() throws -> [[UInt8]] {
    try hostile.map { Array($0.utf8) } + SampleLog.recorded.flatMap { SampleLog.lines(try SampleLog.bytes($0)) }
  }

  @Test("No changed byte, no cut and no insertion proves a delivery that was none", arguments: [UInt64(1), 2, 3])
  func changes(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let bytesOfNote = Array("<>\"\\@[](), =:/\n\r\0?.s".utf8)
    for line in try Self.lines() {
      let isSent = try #require(SampleLine(line)).provesSent
      for _ in 0..<20 {
        var damaged = line
        let place = random.below(line.count)
        switch random.below(6) {
        case 0: damaged[place] = UInt8(truncatingIfNeeded: random.next())
        case 1: damaged[place] = random.pick(bytesOfNote)
        case 2: damaged.insert(random.pick(bytesOfNote), at: place)
        case 3: damaged.removeSubrange(place..<min(line.count, place + 1 + random.below(8)))
        case 4: damaged.removeLast(random.below(line.count))
        default: damaged.removeFirst(place)
        }
        guard let sample = SampleLine(damaged), !isSent, sample.provesSent else { continue }
        // Cut behind the words in an address without quotes, it cannot be told from a delivery.
        if line.starts(with: damaged), ByteString(damaged).hasSuffix("status=sent (ok)") { continue }
        Issue.record("\(ByteString(line)) became \(ByteString(damaged))")
      }
    }
  }

  @Test("Every beginning of a line is read without harm, and none that was cut proves a delivery")
  func beginnings() throws {
    let lines = try Self.lines().filter { ByteString($0).description.contains("to=<") }
    for line in lines where !(SampleLine(line)?.provesSent ?? true) {
      for count in 0..<line.count {
        guard let sample = SampleLine(Array(line[..<count])) else { continue }
        // An address without quotes that was cut behind the words in it cannot be told from a delivery.
        let text = ByteString(line[..<count])
        if sample.provesSent { #expect(text.description.hasSuffix("status=sent (ok)"), "\(text)") }
      }
    }
  }

  @Test("Any bytes at all are read without harm", arguments: [UInt64(1), 2, 3])
  func noise(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let pieces = [
      "Nov  2 00:00:14 ", "2026-11-02T00:00:14.8+01:00 ", "mx1 ", "postfix/smtp[12]: ", "4jYR3d3YTQz2NPSf: ", "to=<",
      "a@b", ">",
      ", orig_to=<", ", relay=", ", conn_use=", ", delay=", ", delays=", "0/0/0/0", ", tls=", ", dsn=", ", status=",
      "sent",
      " (", ")", "]", "[", "\"", "\\", "from=<", ", size=", ", nrcpt=", "99999999999999999999", " (queue active)",
      "uid=",
      " orig_id=", "client=", ", sasl_username=", ", orig_queue_id=", "message-id=", "reject: ", " from ", "; from=<",
      " to=<",
      "message repeated ", "3", " times: [", "last message repeated ", "<22>", "1 ", "NOQUEUE: ", "removed", "@[",
      "\u{0}", "\n",
      "sender non-delivery notification: ", ", status=expired, returned to sender",
    ].map { Array($0.utf8) }
    for _ in 0..<8_000 {
      var bytes = random.chance(80) ? Array("Nov  2 00:00:14 mx1 postfix/smtp[12]: 4jYR3d3YTQz2NPSf: ".utf8) : []
      for _ in 0..<random.below(14) {
        bytes += random.chance(95) ? random.pick(pieces) : [UInt8(truncatingIfNeeded: random.next())]
      }
      guard let line = LogLine(bytes.span) else { continue }
      _ = line.text.bytes(in: bytes.span)
      var survey = YearSurvey()
      survey.read(bytes.span)
      var years = survey.years(newest: SampleLog.end)
      var history = DeliveryHistory(of: .all)
      history.read(bytes.span, years: &years)
      for message in history.messages { _ = FateFinder(message).fate(of: LoggedRecipient(logged: "a@b")) }
    }
  }

  @Test("Interleaved processes and a file cut at both ends leave the rest as it is")
  func cutFile() throws {
    let bytes = try SampleLog.bytes("long-ids")
    let whole = SampleLog.history(bytes)
    for cut in [1, 20, 57, 300] {
      let part = SampleLog.history(Array(bytes[cut..<(bytes.count - cut)]))
      #expect(part.lineCount >= whole.lineCount - 12 && part.messages.count <= whole.messages.count)
    }
  }
}
