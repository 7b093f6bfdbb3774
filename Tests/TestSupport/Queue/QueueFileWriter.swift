// Makes the bytes of a message file as cleanup(8) leaves it: size, envelope, content, extracted part, Milter edits.
//
// Source: cleanup_envelope.c, cleanup_message.c, cleanup_final.c, cleanup_milter.c.

import Bytes

/// A message file as it lies on disk, with what tests compare.
public struct WrittenFile: Sendable {
  public let bytes: [UInt8]
  /// The first number of the size record, `message_size` for postqueue; nil in maildrop.
  public let dataSize: Int?
  /// Where the content begins.
  public let dataOffset: Int
  /// Where the record of each recipient begins, in the order of `MessageFile.allRecipients`.
  public let recipientOffsets: [Int]
}

public struct QueueFileWriter {
  /// Six numbers of 15 characters and the blanks between them.
  private static let sizeLength = 95

  private let message: MessageFile
  private var records = RecordBuffer(capacity: 4096)
  private var offsets: [Int] = []
  private var headers: [HeaderPlace] = []

  public static func write(_ message: MessageFile) -> WrittenFile {
    var writer = QueueFileWriter(message: message)
    return writer.write()
  }

  private init(message: MessageFile) { self.message = message }

  private mutating func write() -> WrittenFile {
    records.append(.size, [UInt8](repeating: UInt8(ascii: " "), count: Self.sizeLength))
    writeEnvelope()
    var recipientsEnd = appendPoint()
    records.append(.message)
    let dataOffset = records.count
    var headersEnd = writeContent()
    _ = appendPoint()
    let dataSize = records.count - dataOffset
    records.append(.extracted)
    let extracted = write(message.extractedRecipients)
    _ = appendPoint()
    records.append(.end)
    // What Milters add lies behind the end.
    for recipient in message.appendedRecipients {
      offsets.append(records.add(at: &recipientsEnd) { $0.append(recipient) })
    }
    for edit in message.headerEdits { apply(edit, &headersEnd) }
    offsets += extracted
    let notify = message.allRecipients.reduce(0) { $0 | ($1.notifyFlags ?? 0) }
    let size = [dataSize, dataOffset, offsets.count, notify << 1, dataSize, message.sendOptions]
    records.overwrite(at: 2, Array(size.map(RecordBuffer.number).joined(separator: [UInt8(ascii: " ")])))
    return WrittenFile(
      bytes: records.bytes, dataSize: dataSize, dataOffset: dataOffset, recipientOffsets: offsets)
  }

  private mutating func writeEnvelope() {
    records.append(.time, "\(message.arrival.seconds) \(message.arrival.microseconds)")
    records.append(attribute: "create_time", Array(String(message.createTime).utf8))
    for attribute in message.attributes { records.append(.attribute, attribute.bytes) }
    if let name = message.fullName { records.append(.fullName, name.bytes) }
    records.append(.sender, message.sender.bytes)
    if message.hasMilterRoom {
      // A short sender gets room for a pointer.
      records.pad(.pointer, after: message.sender.count + 2)
    }
    if let time = message.warningTime { records.append(.warningTime, RecordBuffer.number(time)) }
    for attribute in message.clientAttributes { records.append(.attribute, attribute.bytes) }
    offsets = write(message.recipients)
  }

  /// Returns where the R, D or / record of each begins.
  private mutating func write(_ recipients: [FileRecipient]) -> [Int] {
    recipients.map { records.append($0) }
  }

  private mutating func writeContent() -> AppendPoint? {
    for header in message.headers {
      headers.append(records.append(header: header.bytes, hasMilterRoom: message.hasMilterRoom))
    }
    let point = appendPoint()
    records.append(.line)
    for line in message.body { records.append(line: line.bytes) }
    return point
  }

  /// A dummy pointer that later additions hang on.
  private mutating func appendPoint() -> AppendPoint? {
    guard message.hasMilterRoom else { return nil }
    let position = records.count
    records.append(pointerTo: 0)
    return AppendPoint(pointer: position, target: records.count)
  }

  private mutating func apply(_ edit: HeaderEdit, _ end: inout AppendPoint?) {
    switch edit {
    case .insert(let header, let index):
      records.insert(header: header.bytes, before: headers[index])
    case .change(let index, let header):
      records.replace(headers[index], by: header.bytes)
    case .delete(let index):
      records.overwrite(at: headers[index].start, pointerTo: headers[index].end)
    case .append(let header):
      records.add(at: &end) { _ = $0.append(header: header.bytes, hasMilterRoom: true) }
    }
  }
}

extension RecordBuffer {
  /// A recipient with what belongs to it. Returns where its own record begins.
  mutating func append(_ recipient: FileRecipient) -> Int {
    if let flags = recipient.notifyFlags { append(attribute: "notify_flags", Array(String(flags).utf8)) }
    if let original = recipient.dsnOriginal { append(attribute: "dsn_orig_rcpt", original.bytes) }
    if let original = recipient.original { append(.originalRecipient, original.bytes) }
    defer { append(recipient.state.type, recipient.address.bytes) }
    return count
  }
}
