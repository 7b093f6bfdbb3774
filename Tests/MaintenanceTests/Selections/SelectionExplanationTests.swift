// What --explain says of the parts inside any and all.

import Bytes
import MessageSelections
import PostfixQueue
import TestSupport
import Testing

@Suite("Explanations of selections")
struct SelectionExplanationTests {
  @Test(
    "Where no single recipient decides, it is told how the part turned out for all",
    arguments: [
      ("all(recipients: it.domain == \"b.test\")", "yes for each of the 3: it.domain == \"b.test\""),
      ("not any(recipients: it.domain == \"c.test\")", "no for each of the 3: it.domain == \"c.test\""),
      ("all(recipients: it.address == \"x@b.test\" or yes)", "yes for 1, no for 2: it.address == \"x@b.test\""),
      ("any(recipients: it.address == \"y@b.test\")", "yes: it.address == \"y@b.test\"   (it.address is \"y@b.test\")"),
    ])
  func elements(condition: String, expected: String) throws {
    let recipients: [ByteString] = ["x@b.test", "y@b.test", "z@b.test"]
    let file = MessageFile(
      arrival: QueueTime(seconds: 1_700_000_000, microseconds: 0), createTime: 1_700_000_000, sender: "a@b.test",
      recipients: recipients.map { FileRecipient($0, state: .toDo) })
    let message = FileInMemory(QueueFileWriter.write(file).bytes)
    let lines = try #require(try Selection(where: ByteString(condition)).explanation(of: message))
    #expect(lines.contains("  \(expected)\n"), "\(lines)")
  }
}
