// A shape by reason or code, and the reasons of a summary, count recipients that are to do, each once.

import Bytes
import Maintenance
import PostfixQueue
import SystemAccess
import TestSupport
import Testing

@Suite("Live: reasons of shapes", .enabled(if: PrivatePostfix.canRun, "needs root and Postfix"))
struct ShapedReasonTests {
  private static func paragraph(_ recipient: String, _ offset: Int, _ status: String, _ reason: String) -> [UInt8] {
    Array("\nrecipient=\(recipient)\noffset=\(offset)\nstatus=\(status)\naction=delayed\nreason=\(reason)\n\n".utf8)
  }

  private static func rows(_ queue: HandmadeQueue, _ dimension: ShapeDimension) throws -> [String: Int] {
    var options = ShapeOptions()
    options.dimension = dimension
    let table = QueueShape(try queue.store, [.deferred], options, now: LocalTime.now).table
    let rows = table.rows.map { ($0.name.description, $0.sum) } + [("TOTAL", table.total.sum)]
    return Dictionary(uniqueKeysWithValues: rows)
  }

  @Test("Several attempts are one recipient's, and those who are done or strangers do not count")
  func counts() throws {
    let queue = try HandmadeQueue()
    let time = QueueTime(seconds: 1_700_000_000, microseconds: 0)
    let file = QueueFileWriter.write(
      MessageFile(
        arrival: time, createTime: time.seconds, sender: "a@b.example",
        recipients: [
          FileRecipient("x@y.example"), FileRecipient("done@y.example", state: .done), FileRecipient("new@y.example"),
        ]))
    let log = [
      Self.paragraph("x@y.example", file.recipientOffsets[0], "4.1.1", "first"),
      Self.paragraph("x@y.example", file.recipientOffsets[0], "4.1.2", "second"),
      Self.paragraph("done@y.example", file.recipientOffsets[1], "4.1.4", "over"),
      Self.paragraph("stranger@y.example", 9, "4.1.5", "whose"),
      Self.paragraph("x@y.example", file.recipientOffsets[0], "4.1.3", "third"),
    ]
    try queue.put(file.bytes, log: Array(log.joined()))
    #expect(try Self.rows(queue, .reason) == ["third": 1, "(none)": 1, "TOTAL": 2])
    #expect(try Self.rows(queue, .dsn) == ["4.1.3": 1, "(none)": 1, "TOTAL": 2])
    let summary = QueueSummary(try queue.store, now: LocalTime.now)
    #expect(summary.reasons.map(\.name) == ["third"] && summary.reasons.map(\.count) == [1])
  }
}
