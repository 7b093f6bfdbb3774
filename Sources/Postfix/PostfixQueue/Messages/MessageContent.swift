// The content of a message as it will be delivered: headers and body, with what Milters changed.
//
// Content lies in the file as lines; pointers lead to lines that were inserted or replaced later. It is passed through a
// closure piece by piece, so that a message of any size takes no memory.

public enum MessageContent {
  /// Passes the content through, up to its end or as far as the file can be read.
  ///
  /// - Parameters:
  ///   - start: where the content begins in the file, in bytes.
  ///   - piece: is given text, and whether the line ends with it; returns whether it wants more.
  /// - Returns: what was wrong with the file, if anything.
  public static func pass(
    _ window: inout QueueFileWindow, from start: Int, _ piece: (ArraySlice<UInt8>, _ endsLine: Bool) -> Bool
  ) -> QueueFileDamage? {
    var reader = RecordReader(offset: start)
    while let record = reader.next(in: &window) {
      switch record.type {
      case .line: guard piece(window.bytes[record.data], true) else { return nil }
      case .continuedLine: guard piece(window.bytes[record.data], false) else { return nil }
      case .extracted, .end: return nil
      default: return .unknownRecord(type: record.type.rawValue, offset: record.offset)
      }
      if window.used > 1 << 20 { window.forget() }
    }
    return reader.damage ?? .incomplete
  }
}
