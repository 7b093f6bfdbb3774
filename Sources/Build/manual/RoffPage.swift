// Writes a page in the man(7) language, which groff and mandoc both set.

struct RoffPage {
  private(set) var text = ""
  /// The next paragraph follows a heading, which has made room already.
  private var isFirst = true

  init(_ page: Page, edition: Edition) {
    // Tables need tbl(1); man(1) learns that from the first line.
    if page.blocks.contains(where: Self.isGrid) { line("'\\\" t") }
    line(".\\\" Written by make man. Change docs/ or the command's help instead.")
    let title = RoffText.code(page.name.uppercased())
    line(".TH \(title) \(page.section) \(edition.date) \(RoffText.argument("Postkeep \(edition.version)")) Postkeep")
    // Names of parameters must not be hyphenated, and words not be pulled apart.
    line(".nr HY 0")
    line(".nh")
    line(".ad l")
    // One blank between sentences, as the texts have it.
    line(".ss 12 0")
    line(".SH NAME")
    line("\(RoffText.code(page.name)) \\- \(RoffText.prose(page.abstract))")
    for block in page.blocks { write(block) }
  }

  private mutating func line(_ line: String) { text += line + "\n" }

  private mutating func prose(_ inlines: [Inline]) {
    for piece in RoffText.lines(RoffText.inlines(inlines)) { line(piece) }
  }

  private mutating func write(_ block: Block) {
    switch block {
    case .heading(let title, let level):
      let shown = level == 2 ? title.uppercased() : title
      line((level == 2 ? ".SH " : ".SS ") + RoffText.argument(RoffText.inlines(MarkdownText.inlines(shown))))
      isFirst = true
      return
    case .paragraph(let inlines):
      if !isFirst { line(".PP") }
      prose(inlines)
    case .bullets(let items): list(items.map { ("\\(bu", $0) }, width: 2)
    case .steps(let items): list(items.enumerated().map { ("\($0.offset + 1).", $0.element) }, width: 3)
    case .code(let lines): code(lines)
    case .table(let header, let rows):
      if Self.isGrid(block) { grid(header, rows) } else { terms(rows.map(Self.term), isCompact: false) }
    case .terms(let items, let isCompact): terms(items, isCompact: isCompact)
    case .call(let command, let arguments):
      line(".SY \(RoffText.argument(RoffText.code(command)))")
      for argument in arguments { line(RoffText.inlines(argument)) }
      line(".YS")
    }
    isFirst = false
  }

  private mutating func list(_ items: [(mark: String, text: [Inline])], width: Int) {
    for (index, item) in items.enumerated() {
      line(".IP \(item.mark) \(width)")
      // Only the list as a whole stands off from what is before it.
      if index == 0 { line(".PD 0") }
      prose(item.text)
    }
    line(".PD")
  }

  private mutating func code(_ lines: [String]) {
    line(isFirst ? ".RS 2" : ".PP\n.RS 2")
    line(".EX")
    for code in lines { line(RoffText.guarded(RoffText.code(code))) }
    line(".EE")
    line(".RE")
  }

  private mutating func terms(_ items: [Term], isCompact: Bool) {
    for (index, item) in items.enumerated() {
      line(isCompact ? ".TP 5" : ".TP")
      if index == 0, isCompact { line(".PD 0") }
      line(RoffText.guarded(RoffText.inlines(item.term)))
      if item.meaning.isEmpty { line("\\&") } else { prose(item.meaning) }
    }
    if isCompact { line(".PD") }
  }

  private mutating func grid(_ header: [[Inline]], _ rows: [[[Inline]]]) {
    if !isFirst { line(".PP") }
    line(".TS")
    line(header.map { _ in "lb" }.joined(separator: " "))
    line(header.map { _ in "l" }.joined(separator: " ") + ".")
    for row in [header] + rows {
      line(row.map { $0.isEmpty ? "\\&" : RoffText.guarded(RoffText.inlines($0)) }.joined(separator: "\t"))
    }
    line(".TE")
  }

  /// Whether a table is narrow enough for columns; others become terms with meanings.
  private static func isGrid(_ block: Block) -> Bool {
    guard case .table(let header, let rows) = block else { return false }
    let widths = header.indices.map { column in ([header] + rows).map { $0[column].plain.count }.max() ?? 0 }
    return widths.reduce(0, +) + 3 * (widths.count - 1) <= 72 && header.count > 2
  }

  /// `name` | type | meaning becomes "name (type)" with its meaning.
  private static func term(_ row: [[Inline]]) -> Term {
    guard let first = row.first else { return Term(term: [], meaning: []) }
    let middle = row.dropFirst().dropLast().filter { !$0.isEmpty }
    let aside = middle.isEmpty ? [] : [.text("  (")] + middle.joined(separator: [.text("; ")]) + [.text(")")]
    return Term(term: first + aside, meaning: row.count > 1 ? row[row.count - 1] : [])
  }
}
