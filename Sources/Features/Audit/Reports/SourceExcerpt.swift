// A line of a configuration file as a terminal shows it, and the marks under the piece that is meant.
//
//    41 | maximal_backoff_time = 30m
//       |                        ^^^
//
// Columns of a file count bytes, columns of a terminal do not: tabs are wide, letters beyond ASCII have several bytes,
// some are two columns wide and some none. A line that is too long is cut on both sides of the marks.

import Bytes

struct SourceExcerpt {
  /// The line, or the part of it around the marks.
  private(set) var text = ""
  /// Where the first mark stands, in columns of the terminal from 0.
  private(set) var markStart = 0
  private(set) var markLength = 1

  /// What one character, or one byte that is none, looks like.
  private struct Cell {
    let text: String
    let width: Int
    /// Where it begins in the line, in bytes.
    let offset: Int

    /// The same place when the line is cut there.
    var cut: Cell { Cell(text: "…" + String(repeating: " ", count: max(0, width - 1)), width: width, offset: offset) }
  }

  private static let tabWidth = 8
  /// How much is shown in front of the marks when the line is cut.
  private static let lead = 24

  /// - Parameters:
  ///   - offset: the first byte that is meant, from 0.
  ///   - length: how many bytes are meant; 0 for a place between two.
  ///   - width: the columns that there are.
  init(_ line: ArraySlice<UInt8>, offset: Int, length: Int, width: Int) {
    let cells = Self.cells(of: Array(line))
    func column(ofByte byte: Int) -> Int {
      cells.prefix { $0.offset < byte }.reduce(0) { $0 + $1.width }
    }
    let total = cells.reduce(0) { $0 + $1.width }
    let start = column(ofByte: offset)
    let end = max(column(ofByte: offset + length), start + 1)

    // The window of columns that is shown.
    var lower = 0
    var upper = total
    if total > width {
      lower = max(0, min(start - Self.lead, total - width))
      upper = min(total, lower + width)
    }
    var position = 0
    var shown: [Cell] = []
    for cell in cells {
      if position >= lower, position + cell.width <= upper {
        // A wide character across the edge is left out as a whole.
        if shown.isEmpty { lower = position }
        shown.append(cell)
      }
      position += cell.width
    }
    if lower > 0, let first = shown.first { shown[0] = first.cut }
    if upper < total, let last = shown.lastIndex(where: { $0.width > 0 }) {
      shown.replaceSubrange(last..., with: [shown[last].cut])
    }
    text = shown.map(\.text).joined()
    markStart = max(0, start - lower)
    markLength = max(1, min(end, max(upper, start + 1)) - start)
  }

  /// The blanks and marks that belong under the text.
  var marks: String { String(repeating: " ", count: markStart) + String(repeating: "^", count: markLength) }

  private static func cells(of line: [UInt8]) -> [Cell] {
    var cells: [Cell] = []
    var column = 0
    var index = 0
    func add(_ text: String, _ width: Int, bytes: Int) {
      cells.append(Cell(text: text, width: width, offset: index))
      column += width
      index += bytes
    }
    while index < line.count {
      let byte = line[index]
      if byte == 0x09 {
        let width = tabWidth - column % tabWidth
        add(String(repeating: " ", count: width), width, bytes: 1)
      } else if byte < 0x80 {
        add(PrintableText.of(String(UnicodeScalar(byte))), 1, bytes: 1)
      } else if let scalar = scalar(in: line, at: index) {
        let isHarmless = PrintableText.isHarmless(scalar)
        add(
          isHarmless ? String(scalar) : "\u{FFFD}", isHarmless ? PrintableText.width(scalar) : 1,
          bytes: UTF8.width(scalar))
      } else {
        add("\u{FFFD}", 1, bytes: 1)
      }
    }
    return cells
  }

  /// The character that begins at a byte; nil when the bytes are not UTF-8.
  private static func scalar(in line: [UInt8], at index: Int) -> Unicode.Scalar? {
    var decoder = UTF8()
    var rest = line[index..<min(index + 4, line.count)].makeIterator()
    guard case .scalarValue(let scalar) = decoder.decode(&rest) else { return nil }
    return scalar
  }
}
