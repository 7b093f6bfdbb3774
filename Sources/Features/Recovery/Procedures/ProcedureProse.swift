// The texts of procedures as blocks: prose, points of a list, and commands, which are the lines that begin with a blank.

import Bytes

struct ProcedureProse {
  enum Block: Equatable {
    case paragraph(String)
    case points([String])
    /// Lines to be typed, without the blanks that all of them begin with.
    case commands([String])
  }

  private(set) var blocks: [Block] = []

  init(_ text: String) {
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) { add(line) }
    finishCommands()
    blocks = blocks.filter { $0 != .paragraph("") }
  }

  private mutating func add(_ line: Substring) {
    if line.allSatisfy(\.isWhitespace) {
      // An empty line ends a paragraph; among commands it stays.
      if case .commands(let lines) = blocks.last { return replaceLast(.commands(lines + [""])) }
      return blocks.append(.paragraph(""))
    }
    if line.hasPrefix(" ") {
      switch blocks.last {
      case .commands(let lines): replaceLast(.commands(lines + [String(line)]))
      case .points(let points) where line.hasPrefix("  ") && !points.isEmpty:
        var points = points
        points[points.count - 1] += " " + line.drop(while: \.isWhitespace)
        replaceLast(.points(points))
      default: blocks.append(.commands([String(line)]))
      }
      return
    }
    finishCommands()
    if line.hasPrefix("- ") {
      let point = String(line.dropFirst(2))
      if case .points(let points) = blocks.last { return replaceLast(.points(points + [point])) }
      return blocks.append(.points([point]))
    }
    if case .paragraph(let text) = blocks.last, !text.isEmpty { return replaceLast(.paragraph("\(text) \(line)")) }
    blocks.append(.paragraph(String(line)))
  }

  private mutating func replaceLast(_ block: Block) { blocks[blocks.count - 1] = block }

  private mutating func finishCommands() {
    guard case .commands(var lines) = blocks.last else { return }
    while lines.last?.isEmpty == true { lines.removeLast() }
    let indent = lines.filter { !$0.isEmpty }.map { $0.prefix { $0 == " " }.count }.min() ?? 0
    replaceLast(.commands(lines.map { String($0.dropFirst(indent)) }))
  }

  /// Text in lines of at most this width. What stands between backquotes is not broken: it is to be typed.
  static func wrapped(_ text: String, width: Int) -> [String] {
    let pieces = PrintableText.of(text).split(separator: "`", omittingEmptySubsequences: false)
    let unbroken = pieces.enumerated().map { index, piece in
      index % 2 == 1 ? String(piece.replacing(" ", with: "\u{A0}")) : String(piece)
    }
    return PrintableText.wrapped(unbroken.joined(separator: "`"), width: width).map {
      $0.replacing("\u{A0}", with: " ")
    }
  }
}
