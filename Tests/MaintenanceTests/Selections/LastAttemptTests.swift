// Which paragraph of a defer log is the last word about a recipient.

import Bytes
import MessageSelections
import PostfixQueue
import TestSupport
import Testing

@Suite("Last attempts")
struct LastAttemptTests {
  /// A recipient that is done, then two of one address, then others. The log is made with the places of their records.
  private static func message(_ log: ([Int]) -> String) -> FileInMemory {
    let recipients: [ByteString] = ["done@b.test", "same@b.test", "same@b.test", "odd one@b.test", "ü@b.test"]
    let written = QueueFileWriter.write(
      MessageFile(
        arrival: QueueTime(seconds: 1_700_000_000, microseconds: 0), createTime: 1_700_000_000, sender: "a@b.test",
        recipients: recipients.enumerated().map { FileRecipient($1, state: $0 == 0 ? .done : .toDo) }))
    return FileInMemory(written.bytes, log: Array(log(written.recipientOffsets).utf8))
  }

  private static func paragraph(_ recipient: String, _ offset: Int?, _ reason: String) -> String {
    "\nrecipient=\(recipient)\n\(offset.map { "offset=\($0)\n" } ?? "")status=4.1.1\nreason=\(reason)\n\n"
  }

  private static func reasons(_ message: FileInMemory) -> [ByteString?] {
    message.lastAttempts.map { $1.flatMap { message.log?.paragraph($0).reason } }
  }

  @Test("The last one about its record counts, and one about another record of the same address does not")
  func record() {
    let message = Self.message { offsets in
      Self.paragraph("same@b.test", offsets[2], "first") + Self.paragraph("same@b.test", offsets[2], "second")
        + Self.paragraph("done@b.test", offsets[0], "over") + Self.paragraph("stranger@b.test", nil, "whose")
    }
    #expect(Self.reasons(message) == [nil, "second", nil, nil])
  }

  @Test("Without a record's place, or with that of no record, it is about the address as it is printed")
  func address() {
    let message = Self.message { offsets in
      Self.paragraph("same@b.test", nil, "address") + Self.paragraph("same@b.test", offsets[1], "record")
        + Self.paragraph("\"odd one\"@b.test", 7, "quoted") + Self.paragraph("ü@b.test", 0, "umlaut")
    }
    #expect(Self.reasons(message) == ["record", "address", "quoted", "umlaut"])
  }

  @Test("A selection sees it")
  func selection() throws {
    let message = Self.message { _ in Self.paragraph("same@b.test", nil, "why") }
    let isDeferred = "it.status == deferred and it.reason == \"why\" and it.dsn == \"4.1.1\""
    #expect(try message.outcome("any(recipients: \(isDeferred))").word == "yes")
    let others = "it.status == waiting and it.reason is not set and it.address != \"same@b.test\""
    #expect(try message.outcome("all(recipients: \(isDeferred) or \(others))").word == "yes")
  }

  @Test("Reasons that differ in the case of letters are no common reason")
  func letterCase() throws {
    let addresses = ["same@b.test", "same@b.test", "\"odd one\"@b.test", "ü@b.test"]
    func message(_ reasons: [String]) -> FileInMemory {
      Self.message { offsets in
        zip(addresses, reasons).enumerated().map { Self.paragraph($1.0, offsets[$0 + 1], $1.1) }.joined()
      }
    }
    let full = ["full", "full", "full", "full"]
    #expect(try message(full).outcome("reason == \"full\"").word == "yes")
    #expect(try message(Array(full.dropLast()) + ["FULL"]).outcome("reason == \"full\"").word == "cannot tell")
  }
}
