// Reads the Markdown that our documentation is written in: a plain subset, with everything else refused.
//
// Known are headings of three levels, paragraphs, lists of one level, fenced code and tables. A page that uses anything
// else would come out wrong as a man page, so it is an error with its line.

struct MarkdownError: Error, CustomStringConvertible {
  let line: Int
  let message: String

  var description: String { "\(line): \(message)" }
}

struct MarkdownReader {
  /// The text of the first heading.
  private(set) var title = ""
  private(set) var blocks: [Block] = []

  private let lines: [Substring]
  private var index = 0

  init(_ text: String) throws(MarkdownError) {
    lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    while index < lines.count { try readBlock() }
  }

  private func error(_ message: String) -> MarkdownError { MarkdownError(line: index + 1, message: message) }

  private mutating func readBlock() throws(MarkdownError) {
    let line = lines[index]
    if line.allSatisfy(\.isWhitespace) {
      index += 1
    } else if line.hasPrefix("#") {
      try readHeading()
    } else if line.hasPrefix("```") {
      try readCode()
    } else if line.hasPrefix("|") {
      try readTable()
    } else if line.hasPrefix("- ") {
      blocks.append(.bullets(try readList { $0.hasPrefix("- ") ? 2 : nil }))
    } else if Self.stepIndent(of: line) != nil {
      blocks.append(.steps(try readList(Self.stepIndent)))
    } else if let first = line.first, " \t>*+<".contains(first), !line.hasPrefix("**") {
      throw error("a line that begins with \"\(first)\" is not part of the Markdown that the manual understands")
    } else {
      blocks.append(.paragraph(inlines(readLines { !Self.beginsBlock($0) })))
    }
  }

  private mutating func readHeading() throws(MarkdownError) {
    let level = lines[index].prefix { $0 == "#" }.count
    let text = String(lines[index].dropFirst(level + 1))
    guard level <= 3, lines[index].dropFirst(level).hasPrefix(" ") else {
      throw error("a heading has one to three \"#\" and a blank")
    }
    if level == 1 {
      guard title.isEmpty, blocks.isEmpty else { throw error("a page has one title, at its beginning") }
      title = text
    } else {
      blocks.append(.heading(text, level: level))
    }
    index += 1
  }

  private mutating func readCode() throws(MarkdownError) {
    let start = error("this code has no end")
    index += 1
    var code: [String] = []
    while index < lines.count, !lines[index].hasPrefix("```") {
      code.append(String(lines[index]))
      index += 1
    }
    guard index < lines.count else { throw start }
    index += 1
    blocks.append(.code(code))
  }

  private mutating func readTable() throws(MarkdownError) {
    let header = MarkdownText.cells(of: lines[index]).map { MarkdownText.inlines($0) }
    index += 1
    guard index < lines.count, lines[index].hasPrefix("|-") else { throw error("a table has a line of |---| here") }
    index += 1
    var rows: [[[Inline]]] = []
    while index < lines.count, lines[index].hasPrefix("|") {
      let row = MarkdownText.cells(of: lines[index]).map { MarkdownText.inlines($0) }
      guard row.count == header.count else {
        throw error("this row has \(row.count) cells, the table has \(header.count) columns")
      }
      rows.append(row)
      index += 1
    }
    blocks.append(.table(header: header, rows: rows))
  }

  /// Reads lines while they go on with a paragraph or a list item.
  private mutating func readLines(while goesOn: (Substring) -> Bool) -> String {
    var text = String(lines[index])
    index += 1
    while index < lines.count, goesOn(lines[index]) {
      text += " " + lines[index].drop(while: \.isWhitespace)
      index += 1
    }
    return text
  }

  private mutating func readList(_ indent: (Substring) -> Int?) throws(MarkdownError) -> [[Inline]] {
    var items: [[Inline]] = []
    while index < lines.count, let width = indent(lines[index]) {
      let blanks = String(repeating: " ", count: width)
      let text = readLines { $0.hasPrefix(blanks) && !Self.beginsBlock($0.drop(while: \.isWhitespace)) }
      items.append(inlines(String(text.dropFirst(width))))
      if index < lines.count, lines[index].hasPrefix(" "), lines[index].contains(where: { !$0.isWhitespace }) {
        throw error("an item of a list is one paragraph, and its lines are indented by \(width)")
      }
    }
    return items
  }

  private func inlines(_ text: String) -> [Inline] { MarkdownText.inlines(text) }

  /// The width of "1. ".
  private static func stepIndent(of line: Substring) -> Int? {
    let digits = line.prefix { $0.isNumber }.count
    return digits > 0 && line.dropFirst(digits).hasPrefix(". ") ? digits + 2 : nil
  }

  private static func beginsBlock(_ line: Substring) -> Bool {
    line.allSatisfy(\.isWhitespace) || ["#", "```", "|", "- "].contains { line.hasPrefix($0) }
      || stepIndent(of: line) != nil
  }
}
