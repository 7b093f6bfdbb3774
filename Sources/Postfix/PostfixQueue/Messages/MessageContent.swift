// The content of a message as it will be delivered: headers and body, with what Milters changed.
//
// Content lies in the file as lines; pointers lead to lines that were inserted or replaced later. It is passed through a
// closure piece by piece, so that a message of any size takes no memory.

public import Bytes

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

  /// The headers, unfolded lines joined with a blank, up to the first line that is none.
  public static func headers(_ window: inout QueueFileWindow, from start: Int) -> [MessageHeader] {
    var headers: [MessageHeader] = []
    var line: [UInt8] = []
    // Longer headers than this are cut: what is asked for is a subject, not an attachment.
    let limit = 1 << 16
    _ = pass(&window, from: start) { text, endsLine in
      if line.count < limit { line += text }
      guard endsLine else { return true }
      defer { line = [] }
      guard let first = line.first else { return false }
      if first == 0x20 || first == 0x09 {
        guard let last = headers.indices.last else { return false }
        if headers[last].value.count < limit {
          let rest = line.drop { $0 == 0x20 || $0 == 0x09 }
          headers[last].value += ByteString(headers[last].value.isEmpty ? Array(rest) : [0x20] + rest)
        }
        return true
      }
      guard let header = MessageHeader(line: line) else { return false }
      headers.append(header)
      return headers.count < 1000
    }
    return headers
  }
}

public struct MessageHeader: Hashable, Sendable {
  /// As written.
  public let name: ByteString
  public internal(set) var value: ByteString

  /// Nil for a line that is no header.
  public init?(line: [UInt8]) {
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > 0 else { return nil }
    // Old mail may have blanks in front of the colon.
    let name = line[..<colon].reversed().drop { $0 == 0x20 || $0 == 0x09 }.reversed()
    guard name.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
    self.name = ByteString(Array(name))
    value = ByteString(Array(line[(colon + 1)...].drop { $0 == 0x20 || $0 == 0x09 }))
  }
}
