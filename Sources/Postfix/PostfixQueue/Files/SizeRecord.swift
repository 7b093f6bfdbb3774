// The first record of a cleaned message: how large it is and where its content begins. Source: cleanup_final.c.

import Bytes

public struct SizeRecord: Hashable, Sendable {
  /// The content in bytes, with the headers of its records.
  public let dataSize: Int64
  /// Where the content begins in the file. Nil in files of Postfix before 1.0.
  public let dataOffset: Int64?
  public let recipientCount: Int64?
  public let flags: Int64?
  /// The content that is delivered, after Milters replaced the body; 0 and nil mean `dataSize`.
  public let contentSize: Int64?
  /// Bits: 1 SMTPUTF8 requested, 2 a header needs it, 4 the sender does, 8 a recipient does.
  public let sendOptions: Int64?

  /// Flags of the queue manager; it takes a file with others for corrupt. Source: qmgr_user.h.
  static let knownFlags: Int64 = 0b11111

  /// Nil when not even the first number makes sense.
  init?(_ record: QueueRecord, in window: QueueFileWindow) {
    var numbers = RecordNumbers(window.bytes, record.data)
    guard let size = numbers.next(), size > 0 else { return nil }
    dataSize = size
    dataOffset = numbers.next()
    recipientCount = numbers.next()
    flags = numbers.next()
    contentSize = numbers.next()
    sendOptions = numbers.next()
    if let dataOffset, dataOffset <= 0 { return nil }
  }

  /// The size that mailq lists; nil where it takes that of the file, since the record has other bytes than digits and blanks.
  /// Source: showq.c.
  static func listed(_ record: QueueRecord, in window: QueueFileWindow) -> Int64? {
    let text = window.bytes[record.data].prefix { $0 != 0 }
    guard text.allSatisfy({ $0 == 0x20 || $0.isASCIIDigit }) else { return nil }
    var numbers = RecordNumbers(window.bytes, record.data)
    return numbers.next() ?? 0
  }
}
