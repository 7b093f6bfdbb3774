// Makes the bytes of a file in maildrop as postdrop(1) leaves it: no size, no create_time, recipients as they were given.
//
// Source: sendmail.c, postdrop.c; compared with a file of 3.7.11.

import Bytes

public enum MaildropFileWriter {
  /// Milter edits have not been made yet, and everything behind the content is empty.
  public static func write(_ message: MessageFile) -> WrittenFile {
    var records = RecordBuffer(capacity: 2048)
    records.append(.time, "\(message.arrival.seconds) \(message.arrival.microseconds)")
    records.append(.attribute, "rewrite_context=local")
    if let name = message.fullName { records.append(.fullName, name.bytes) }
    records.append(.sender, message.sender.bytes)
    var offsets: [Int] = []
    for recipient in message.allRecipients {
      if let flags = recipient.notifyFlags { records.append(attribute: "notify_flags", Array(String(flags).utf8)) }
      offsets.append(records.count)
      records.append(recipient.state.type, recipient.address.bytes)
    }
    records.append(.message)
    let dataOffset = records.count
    for header in message.headers { _ = records.append(header: header.bytes, hasMilterRoom: false) }
    records.append(.line)
    for line in message.body { records.append(line: line.bytes) }
    records.append(.extracted)
    records.append(.end)
    return WrittenFile(bytes: records.bytes, dataSize: nil, dataOffset: dataOffset, recipientOffsets: offsets)
  }
}
