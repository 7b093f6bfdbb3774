// What a selection says of a message whose file ends early: what is missing may be anything.

import Bytes
import MessageSelections
import PostfixQueue
import TestSupport
import Testing

@Suite("Selections of damaged messages")
struct DamagedMessageTests {
  /// Where the records begin that the file is cut before.
  private static func cut(before letter: RecordLetter, number: Int = 1) -> FileInMemory {
    var file = MessageFile(
      arrival: QueueTime(seconds: 1_700_000_000, microseconds: 0), createTime: 1_700_000_001, sender: "a@b.example",
      recipients: [FileRecipient("x@y.example"), FileRecipient("other@z.example")])
    file.attributes = ["sasl_username=somebody"]
    file.headers = ["Subject: s"]
    let bytes = QueueFileWriter.write(file).bytes
    var (offset, seen) = (0, 0)
    var window = QueueFileWindow(bytes)
    var reader = RecordReader()
    while let record = reader.next(in: &window) {
      if record.type.rawValue == letter.byte { seen += 1 }
      if seen == number { break }
      offset = record.next
    }
    return FileInMemory(Array(bytes[..<offset]))
  }

  @Test(
    "Of recipients that were cut off nothing is known",
    arguments: [
      "recipients is empty", "recipients is not empty and all(recipients: it.address == \"x@y.example\")",
      "any(recipients: it.domain == \"gmail.example\")", "recipient_count == 0", "recipient_count == 1",
      "recipient == \"x@y.example\"", "recipient.domain == \"y.example\"", "reason is not set", "dsn is not set",
    ])
  func recipients(_ condition: String) throws {
    for number in 1...2 {
      let message = Self.cut(before: .recipient, number: number)
      #expect(try message.outcome(condition).word == "cannot tell", "cut before recipient \(number)")
    }
  }

  @Test("A file that misses only its end record may have lost recipients behind the content")
  func end() throws {
    let message = Self.cut(before: .end)
    #expect(try message.outcome("recipient_count == 2").word == "cannot tell")
    #expect(try message.outcome("sasl_username == \"somebody\"").word == "yes")
    #expect(try message.outcome("subject == \"s\" and sender == \"a@b.example\"").word == "yes")
  }

  @Test(
    "An attribute that was not found may have been cut off",
    arguments: ["sasl_username is not set", "client.address is not set", "client.name is not set", "expires_in > 0"])
  func attributes(_ condition: String) throws {
    #expect(try Self.cut(before: .attribute).outcome(condition).word == "cannot tell")
    #expect(try Self.cut(before: .message).outcome("message_id is not set").word == "cannot tell")
  }

  @Test("One that was found is known")
  func found() throws {
    let message = Self.cut(before: .recipient)
    #expect(try message.outcome("sasl_username == \"somebody\" and expires_in > 0 and not is_bounce").word == "yes")
    #expect(try message.outcome("is_damaged").word == "yes")
  }

  @Test("A header behind damage cannot be told, and one in front of it is known, whatever happened to the body")
  func headers() throws {
    let inBody = Self.cut(before: .extracted)
    #expect(try inBody.outcome("subject == \"s\" and header(\"To\") is not set").word == "yes")
    let inHeaders = Self.cut(before: .line, number: 2)
    for condition in ["subject is not set", "header(\"To\") is not set", "message_id is not set"] {
      #expect(try inHeaders.outcome(condition).word == "cannot tell")
      #expect(try Self.cut(before: .message).outcome(condition).word == "cannot tell")
    }
  }

  @Test("A whole file, in maildrop as well, answers everything")
  func whole() throws {
    for message in [
      Self.cut(before: .killed),
      FileInMemory(
        MaildropFileWriter.write(
          MessageFile(
            arrival: QueueTime(seconds: 1_700_000_000, microseconds: 0), createTime: 1, sender: "a@b.example",
            recipients: [FileRecipient("x@y.example"), FileRecipient("z@y.example")])
        ).bytes, in: .maildrop),
    ] {
      #expect(try message.outcome("recipient_count == 2 and client.name is not set and not is_damaged").word == "yes")
    }
  }
}

extension RecordLetter {
  /// None that these files have.
  fileprivate static let killed: RecordLetter = "K"
}
