// The few bytes of a queue file that may be changed in place, and where they stand.

public enum MessageMarks {
  /// What is to be written over a place of the file.
  public struct Change: Hashable, Sendable {
    public let offset: Int
    public let bytes: [UInt8]
    /// What may stand there now; nil for anything.
    public let before: [UInt8]?

    public var range: Range<Int> { offset..<(offset + bytes.count) }
  }

  /// Marks recipients as done, as delivery agents do. Source: deliver_completed.c.
  ///
  /// - Parameter offsets: where the records of recipients that are to do begin.
  public static func finish(_ offsets: [Int]) -> [Change] {
    offsets.map { Change(offset: $0, bytes: [RecordType.done.rawValue], before: [RecordType.recipient.rawValue]) }
  }

  /// Where the number stands from which on Postfix counts a message's age: attribute create_time. Nil where there is none.
  public static func createTime(in window: QueueFileWindow) -> Range<Int>? {
    var window = window
    var reader = RecordReader()
    var found: Range<Int>?
    while let record = reader.next(in: &window), record.type != .message, record.type != .end {
      guard record.type == .attribute, let value = window.bytes.value(of: "create_time", in: record.data) else {
        continue
      }
      let start = record.next - record.data.count + (value.lowerBound - record.data.lowerBound)
      found = start..<(start + value.count)
    }
    return found
  }

  /// Writes a time there.
  /// - Parameter seconds: since the epoch.
  /// - Returns: nil when it does not fit.
  public static func setCreateTime(_ seconds: Int64, at place: Range<Int>) -> Change? {
    let digits = Array("\(seconds)".utf8)
    guard digits.count == place.count else { return nil }
    return Change(offset: place.lowerBound, bytes: digits, before: nil)
  }
}
