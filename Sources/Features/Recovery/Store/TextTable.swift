// A table for a terminal or a mail from cron: columns as wide as what is in them.

import Bytes

struct TextTable {
  private let rows: [[String]]
  private let rightAligned: Set<Int>

  init(_ head: [String], _ rows: [[String]], rightAligned: Set<Int> = []) {
    self.rows = [head] + rows
    self.rightAligned = rightAligned
  }

  var text: String {
    var widths: [Int] = []
    for row in rows {
      for (column, cell) in row.enumerated() {
        if column == widths.count { widths.append(0) }
        widths[column] = max(widths[column], PrintableText.width(cell))
      }
    }
    return rows.map { row in
      var line = ""
      for (column, cell) in row.enumerated() {
        let blanks = String(repeating: " ", count: widths[column] - PrintableText.width(cell))
        line += (column == 0 ? "" : "  ") + (rightAligned.contains(column) ? blanks + cell : cell + blanks)
      }
      while line.hasSuffix(" ") { line.removeLast() }
      return line + "\n"
    }.joined()
  }
}
