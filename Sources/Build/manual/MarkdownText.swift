// Reads the text inside a Markdown block: code, emphasis, links to other pages.

enum MarkdownText {
  /// The cells of a table row; "\|" is no border.
  static func cells(of line: Substring) -> [String] {
    var cells: [String] = []
    var cell = ""
    var isEscaped = false
    for character in line.dropFirst() {
      if character == "|", !isEscaped {
        cells.append(cell.trimmed)
        cell = ""
      } else {
        // The backslash was for the table alone.
        if character == "|" { cell.removeLast() }
        cell.append(character)
      }
      isEscaped = character == "\\"
    }
    if !cell.trimmed.isEmpty { cells.append(cell.trimmed) }
    return cells
  }

  static func inlines(_ text: String) -> [Inline] {
    var result: [Inline] = []
    var literal = ""
    var rest = text[...]
    func flush() {
      if !literal.isEmpty { result.append(contentsOf: pages(in: literal)) }
      literal = ""
    }
    while let character = rest.first {
      if let (inlines, length) = marked(rest, after: literal.last) {
        flush()
        result += inlines
        rest = rest.dropFirst(length)
      } else if character == "\\", let next = rest.dropFirst().first, next.isPunctuation || next.isSymbol {
        literal.append(next)
        rest = rest.dropFirst(2)
      } else {
        literal.append(character)
        rest = rest.dropFirst()
      }
    }
    flush()
    return result
  }

  /// The marked text that begins here, and how many characters it takes.
  private static func marked(_ rest: Substring, after previous: Character?) -> ([Inline], Int)? {
    func enclosed(_ mark: String) -> String? {
      let body = rest.dropFirst(mark.count)
      guard rest.hasPrefix(mark), let end = body.firstRange(of: mark), end.lowerBound > body.startIndex else {
        return nil
      }
      let text = body[..<end.lowerBound]
      return mark != "`" && (text.first?.isWhitespace == true || text.last?.isWhitespace == true) ? nil : String(text)
    }
    if let text = enclosed("`") { return ([.code(text)], text.count + 2) }
    if let text = enclosed("**") { return ([.strong(text)], text.count + 4) }
    if let text = enclosed("*") { return ([.emphasis(text)], text.count + 2) }
    // Within a word "_" is a letter: smtpd_banner.
    if previous?.isLetter != true, previous?.isNumber != true, let text = enclosed("_") {
      return ([.emphasis(text)], text.count + 2)
    }
    return link(rest)
  }

  /// `[text](file.md)` tells the man page of that file; one to another file beside it is that file's name, which
  /// `ReferencePage.files` says where to find; other links keep their text and address.
  private static func link(_ rest: Substring) -> ([Inline], Int)? {
    guard rest.hasPrefix("["), let middle = rest.firstRange(of: "]("),
      let end = rest[middle.upperBound...].firstIndex(of: ")")
    else { return nil }
    let text = String(rest[rest.index(after: rest.startIndex)..<middle.lowerBound])
    let address = String(rest[middle.upperBound..<end])
    let length = rest.distance(from: rest.startIndex, to: end) + 1
    let file = address.prefix { $0 != "#" }
    if let page = ReferencePage.all.first(where: { $0.sources.contains("\(file)") }) {
      return ([.text("\(text) ("), .page(page.name, section: page.section), .text(")")], length)
    }
    return ([address.hasPrefix("http") ? .text("\(text) <\(address)>") : .emphasis(text)], length)
  }

  /// Finds references such as postconf(5) in plain text.
  static func pages(in text: String) -> [Inline] {
    var result: [Inline] = []
    var rest = text[...]
    var searched = rest
    while let open = searched.firstIndex(of: "(") {
      let after = searched[searched.index(after: open)...]
      let before = rest[..<open]
      let name = before.reversed().prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }
      if let digit = after.first?.wholeNumberValue, (1...8).contains(digit), after.dropFirst().first == ")",
        name.last?.isLetter == true
      {
        let lead = before.dropLast(name.count)
        if !lead.isEmpty { result.append(.text(String(lead))) }
        result.append(.page(String(name.reversed()), section: digit))
        rest = after.dropFirst(2)
        searched = rest
      } else {
        searched = after
      }
    }
    if !rest.isEmpty { result.append(.text(String(rest))) }
    return result
  }
}

extension StringProtocol {
  var trimmed: String {
    String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
  }
}
