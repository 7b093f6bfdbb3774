// The long text of a command's help, taken apart: prose first, then sections with titles in capitals.
//
// In a section, indented lines are examples or, in EXIT STATUS, FILES and ENVIRONMENT, terms with their meanings.

struct Discussion {
  /// Before the first title.
  private(set) var prose: [Block] = []
  /// By title, as they come.
  private(set) var sections: [(title: String, blocks: [Block])] = []

  init(_ text: String) {
    var title: String?
    var body: [Substring] = []
    func close() {
      if let title {
        sections.append((title, Self.blocks(body, isTerms: title != "EXAMPLES")))
      } else {
        prose = Self.blocks(body, isTerms: false)
      }
      body = []
    }
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if Self.isTitle(line) {
        close()
        title = String(line)
      } else {
        body.append(line)
      }
    }
    close()
  }

  func blocks(of title: String) -> [Block]? { sections.first { $0.title == title }?.blocks }

  private static func isTitle(_ line: Substring) -> Bool {
    line.first?.isUppercase == true && line.allSatisfy { $0.isUppercase || $0 == " " } && line.count > 3
  }

  private static func blocks(_ lines: [Substring], isTerms: Bool) -> [Block] {
    var blocks: [Block] = []
    for group in lines.split(whereSeparator: { $0.allSatisfy(\.isWhitespace) }) {
      var rest = group
      while let first = rest.first {
        let isIndented = first.hasPrefix(" ")
        let part = rest.prefix { $0.hasPrefix(" ") == isIndented }
        rest = rest.dropFirst(part.count)
        if !isIndented {
          blocks.append(.paragraph(MarkdownText.pages(in: part.joined(separator: " "))))
        } else if isTerms {
          blocks.append(.terms(part.map(term), isCompact: true))
        } else {
          blocks.append(.code(part.map { String($0.dropFirst(2)) }))
        }
      }
    }
    return blocks
  }

  /// "  64  wrong options": a term, two blanks or more, its meaning.
  private static func term(_ line: Substring) -> Term {
    let text = line.drop(while: \.isWhitespace)
    guard let gap = text.firstRange(of: "  ") else { return Term(term: [.strong(text.trimmed)], meaning: []) }
    return Term(
      term: [.code(String(text[..<gap.lowerBound]))], meaning: MarkdownText.pages(in: text[gap.upperBound...].trimmed))
  }
}
