// Message files for the tests of this module, and a window that notices when somebody looks beyond the file.

import Bytes
import PostfixQueue
import TestSupport
import Testing

enum SampleFile {
  static let plain: MessageFile = {
    var file = MessageFile(
      arrival: QueueTime(seconds: 1_700_000_000, microseconds: 5), createTime: 1_700_000_001, sender: "from@a.test",
      recipients: [
        FileRecipient.cleaned("one@b.test"), FileRecipient("two@b.test", original: "zwei@b.test", state: .done),
        FileRecipient("three@b.test", state: .cancelled),
      ])
    file.clientAttributes = ["client_name=client.test", "client_address=192.0.2.1"]
    file.attributes = ["sasl_username = user "]
    file.headers = ["Received: from a\n\tby b", "Subject: x", "To: y"]
    file.body = ["line one", "", ByteString(String(repeating: "long", count: 1000)), "end"]
    file.extractedRecipients = [FileRecipient("archive@b.test")]
    return file
  }()

  static let edited: MessageFile = {
    var file = plain
    file.hasMilterRoom = true
    file.headerEdits = [
      .insert("X-First: yes\n\tmore", before: 0), .change(1, to: "Subject: another"), .delete(2), .append("X-Last: 1"),
      .append("X-Very-Last: 2"),
    ]
    file.appendedRecipients = [FileRecipient("added@c.test"), FileRecipient("added2@c.test")]
    return file
  }()

  static let all: [(name: String, file: MessageFile)] = [("plain", plain), ("edited", edited)]
}

/// Everything that a reader finds in a file.
struct WholeReading {
  var envelope = Envelope()
  var content: [UInt8] = []
  var damage: [QueueFileDamage] = []
  let window: QueueFileWindow

  init(_ bytes: [UInt8]) {
    var window = QueueFileWindow(step: 64)
    window.open(size: bytes.count) { buffer, offset in
      let isInside = offset >= 0 && offset <= bytes.count && buffer.count <= bytes.count - offset
      #expect(isInside, "\(buffer.count) bytes at \(offset) of \(bytes.count)")
      guard isInside else { return 0 }
      buffer.copyBytes(from: bytes[offset..<(offset + buffer.count)])
      return buffer.count
    }
    envelope.read(&window)
    damage = envelope.damage
    if let start = envelope.contentStart {
      var passing = window.sibling()
      var content: [UInt8] = []
      let found = MessageContent.pass(&passing, from: start) { text, endsLine in
        content += text
        if endsLine { content.append(0x0A) }
        return content.count < 1 << 22
      }
      damage += found.map { [$0] } ?? []
      self.content = content
    }
    self.window = window
  }

  func texts(_ state: Envelope.Recipient.State) -> [ByteString] {
    envelope.recipients.filter { $0.state == state }.map { window.text($0.address) }
  }
}
