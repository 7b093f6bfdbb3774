// A line of a table source: a logical line of a file, or a rule in braces of the table name.
//
// Source: readlline.c, dict_stream.c.

import Bytes

struct TableLine: Sendable {
  private enum Origin: Sendable {
    case file(ByteString, LogicalLine)
    /// Where the text begins in "type:name".
    case name(Int)
  }

  /// Without line end, never beginning with white space.
  let text: ArraySlice<UInt8>
  private let origin: Origin

  /// The place of a byte of the text, given by its distance from the start of the text.
  func place(at offset: Int = 0) -> TablePlace {
    switch origin {
    case .file(let path, let line): TablePlace(file: path, position: line.position(at: offset))
    case .name(let base): .inName(base + offset)
    }
  }

  /// The place of an index of `text`.
  func place(of index: Int) -> TablePlace { place(at: index - text.startIndex) }

  static func lines(ofFile path: ByteString, _ bytes: [UInt8], problems: inout [TableProblem]) -> [TableLine] {
    let read = LogicalLines(bytes)
    problems += read.orphans.map { line in
      let start = ByteString(line.text.prefix(30))
      return TableProblem(
        .leadingWhitespace, .ignored, at: TablePlace(file: path, position: line.position(at: 0)),
        "logical line must not start with whitespace: \"\(start)\(line.text.count > 30 ? "..." : "")\"")
    }
    return read.lines.map { TableLine(text: $0.text, origin: .file(path, $0)) }
  }

  /// The rules of `{{rule}, {rule}}`. A rule that begins with "#" is a comment, as a line in a file would be.
  static func lines(ofName name: TableName) throws(BracedText.Problem) -> [TableLine] {
    var lines: [TableLine] = []
    for word in try BracedText(name.name.bytes[...], trimming: false).words {
      let rule = try BracedText(word.text.bytes[...], trimming: true).inside
      guard let first = rule.first, first != UInt8(ascii: "#") else { continue }
      lines.append(TableLine(text: rule, origin: .name(name.nameOffset + word.offset + rule.startIndex)))
    }
    return lines
  }
}
