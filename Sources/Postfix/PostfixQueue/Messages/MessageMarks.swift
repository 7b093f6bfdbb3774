// The few bytes of a queue file that may be changed in place, and where they stand.

public enum MessageMarks {
  /// Marks recipients as done, as delivery agents do. Source: deliver_completed.c.
  ///
  /// - Parameter offsets: where the records of recipients that are to do begin.
  /// - Returns: false when one of them is none; nothing is changed then.
  public static func finish(_ offsets: [Int], in content: inout [UInt8]) -> Bool {
    for offset in offsets {
      guard content.indices.contains(offset), content[offset] == RecordType.recipient.rawValue else { return false }
    }
    for offset in offsets { content[offset] = RecordType.done.rawValue }
    return true
  }

  /// Where the number stands from which on Postfix counts a message's age: attribute create_time. Nil where there is none.
  public static func createTime(in content: [UInt8]) -> Range<Int>? {
    var window = QueueFileWindow(content)
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
  /// - Returns: false when it does not fit.
  public static func setCreateTime(_ seconds: Int64, at place: Range<Int>, in content: inout [UInt8]) -> Bool {
    let digits = Array("\(seconds)".utf8)
    guard digits.count == place.count, place.upperBound <= content.count else { return false }
    content.replaceSubrange(place, with: digits)
    return true
  }
}
