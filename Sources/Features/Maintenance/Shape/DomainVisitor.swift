// Counts domains as qshape does, from the records alone: the fast way through a queue. Source: qshape(1).

import Bytes
import PostfixQueue
import QueueStore
import SystemAccess

struct DomainVisitor: MessageVisitor {
  private(set) var tally: ShapeTally
  private let buckets: AgeBuckets
  private let now: Int64
  private let isSender: Bool
  /// The rows of this message, counted when its end is reached.
  private var rows: [Int] = []
  private var name = DomainName()

  private static let types = RecordTypeSet(.recipient, .sender, .message, .end)

  init(_ options: ShapeOptions, now: Int64) {
    tally = ShapeTally(width: options.buckets.count)
    buckets = options.buckets
    isSender = options.dimension == .senderDomain
    self.now = now
  }

  mutating func takeOutput() -> ShapeTally? { tally.takeWhenLarge() }

  mutating func visit(_ file: QueuedFile, _ window: inout QueueFileWindow) {
    guard file.status.mode & 0o733 == 0o700, file.hasAlphanumericName, file.nameLength >= 6 else { return }
    rows.removeAll(keepingCapacity: true)
    guard let arrival = read(file, &window) else { return }
    let (age, isOver) = now.subtractingReportingOverflow(arrival)
    let bucket = isOver ? buckets.count - 1 : buckets.bucket(of: age)
    for row in rows { tally.add(row: row, bucket: bucket) }
  }

  /// Collects the rows; nil for a message that is not complete.
  /// - Returns: when it arrived, in seconds since the epoch.
  private mutating func read(_ file: QueuedFile, _ window: inout QueueFileWindow) -> Int64? {
    var reader = RecordReader()
    guard let first = reader.next(in: &window) else { return nil }
    var arrival = file.status.modified.seconds
    var dataSize: Int64?
    switch first.type {
    case .size:
      dataSize = first.number(in: window)
      guard let second = reader.next(in: &window), second.type == .time else { return nil }
      arrival = second.number(in: window) ?? 0
    // As postdrop(1) leaves it. qshape passes over these files.
    case .time where file.queue == .maildrop: arrival = first.number(in: window) ?? 0
    // As it did once.
    case .sender, .fullName: reader.seek(to: 0)
    default: return nil
    }
    var hasSender = false
    var hasRecipient = false
    while let record = reader.next(among: Self.types, in: &window) {
      switch record.type {
      case .recipient:
        hasRecipient = true
        if !isSender { collect(record, window) }
      case .sender:
        hasSender = true
        if isSender {
          rows.removeAll(keepingCapacity: true)
          collect(record, window)
        }
      case .message:
        guard hasSender, reader.skipContent(dataSize, in: &window) else { return nil }
      case .end: return hasSender && hasRecipient ? arrival : nil
      default: break
      }
    }
    return nil
  }

  private mutating func collect(_ record: QueueRecord, _ window: QueueFileWindow) {
    let row = window.bytes.withUnsafeBytes { bytes in
      name.read(UnsafeRawBufferPointer(rebasing: bytes[record.data])) { tally.row(of: $0) }
    }
    rows.append(row)
  }
}
