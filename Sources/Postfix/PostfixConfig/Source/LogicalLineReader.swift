// Splits a file into logical lines exactly as Postfix's readllines() does.
//
// A line that begins with white space continues the one before; comment lines and blank lines never end a logical line.
// There is no backslash continuation and there are no quotes. Source: readlline.c.

import Bytes

/// The logical lines of a file, and the lines that Postfix drops with a warning.
struct LogicalLines: Sendable {
  private(set) var lines: [LogicalLine] = []
  /// Lines that begin with white space before any text: Postfix warns and ignores them.
  private(set) var orphans: [LogicalLine] = []

  init(_ bytes: [UInt8]) {
    var position = 0
    var lineNumber = 0
    var segments: [LogicalLine.Segment] = []
    var length = 0
    var endOffset = 0

    func finish() {
      guard let first = segments.first else { return }
      let whole: ArraySlice<UInt8>
      if segments.count == 1 {
        whole = bytes[first.fileOffset..<endOffset]
      } else {
        var joined: [UInt8] = []
        joined.reserveCapacity(length)
        for (index, segment) in segments.enumerated() {
          let next = index + 1 < segments.count ? segments[index + 1].textOffset : length
          joined += bytes[segment.fileOffset..<segment.fileOffset + next - segment.textOffset]
        }
        whole = joined[...]
      }
      let null = whole.firstIndex(of: 0)
      let line = LogicalLine(
        text: null.map { whole[..<$0] } ?? whole, first: first, continuations: Array(segments.dropFirst()),
        isCutAtNull: null != nil, endOffset: endOffset)
      if whole.first?.isASCIISpace == true { orphans.append(line) } else { lines.append(line) }
      segments.removeAll(keepingCapacity: true)
      length = 0
    }

    while position < bytes.count {
      let end = bytes[position...].firstIndex(of: 0x0A) ?? bytes.count
      lineNumber += 1
      let firstVisible = bytes[position..<end].first { !$0.isASCIISpace }
      if let firstVisible, firstVisible != UInt8(ascii: "#") {
        segments.append(.init(textOffset: length, fileOffset: position, line: lineNumber))
        length += end - position
        endOffset = end
      }
      position = end + 1
      if !segments.isEmpty {
        let next = position < bytes.count ? bytes[position] : nil
        if next.map({ $0 != UInt8(ascii: "#") && !$0.isASCIISpace }) ?? true { finish() }
      }
    }
    finish()
  }
}
