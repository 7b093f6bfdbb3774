// What can be wrong with a queue file. Damage ends no reading of the queue: what can be read is read.

public enum QueueFileDamage: Error, Hashable, Sendable {
  case empty
  /// A record's length takes more than four bytes.
  case endlessLength(offset: Int)
  /// A record reaches beyond the end of the file.
  case cutRecord(offset: Int)
  case unknownRecord(type: UInt8, offset: Int)
  /// A pointer that leads out of the file, or is no number.
  case badPointer(offset: Int)
  /// Pointers that go in circles. Postfix gives up after 10,000 steps backwards.
  case pointerLoop(offset: Int)
  case missingSize
  case badSize
  /// The size record has flags that the queue manager does not know.
  case unknownFlags
  case missingSender
  case secondSender(offset: Int)
  /// mailq passes over a message with a recipient in front of the sender. Source: showq.c.
  case recipientBeforeSender(offset: Int)
  case missingTime
  /// The content does not begin or end where the size record says.
  case misplacedContent
  /// No end record: the file was cut, or never finished.
  case incomplete
  /// More recipients than are kept in memory.
  case tooLarge
  case unreadable

  var isUnknownRecord: Bool {
    if case .unknownRecord = self { true } else { false }
  }

  /// For a person, without the file's name.
  public var text: String {
    switch self {
    case .empty: "the file is empty"
    case .endlessLength(let offset): "at byte \(offset), a record's length has no end"
    case .cutRecord(let offset): "the file ends inside the record at byte \(offset)"
    case .unknownRecord(let type, let offset): "at byte \(offset), a record of unknown type \(type)"
    case .badPointer(let offset): "at byte \(offset), a pointer leads nowhere"
    case .pointerLoop(let offset): "at byte \(offset), pointers go in circles"
    case .missingSize: "the size record is missing"
    case .badSize: "the size record makes no sense"
    case .unknownFlags: "the size record has flags that Postfix does not know"
    case .missingSender: "the sender is missing"
    case .secondSender(let offset): "at byte \(offset), a second sender"
    case .recipientBeforeSender(let offset): "at byte \(offset), a recipient in front of the sender"
    case .missingTime: "the arrival time is missing"
    case .misplacedContent: "the content is not where the size record says"
    case .incomplete: "the end record is missing"
    case .tooLarge: "the envelope is too large to be read"
    case .unreadable: "the file cannot be read"
    }
  }
}
