// The pages of section 5: each is one file of docs/.

struct ReferencePage {
  /// The file in docs/.
  let source: String
  let name: String
  let section: Int
  let abstract: String
  let seeAlso: [Inline]

  static let all = [
    ReferencePage(
      source: "rules.md", name: "postkeep-rules", section: 5, abstract: "how to write rules for postkeep audit",
      seeAlso: [
        .page("postkeep-audit", section: 1), .page("postkeep-rules-test", section: 1),
        .page("postkeep-conditions", section: 5), .page("postconf", section: 5), .page("master", section: 5),
      ]),
    ReferencePage(
      source: "conditions.md", name: "postkeep-conditions", section: 5,
      abstract: "the language of conditions in rules and selections",
      seeAlso: [.page("postkeep", section: 1), .page("postkeep-rules", section: 5)]),
  ]

  func page(_ markdown: String) throws(MarkdownError) -> Page {
    let document = try MarkdownReader(markdown)
    return Page(
      name: name, section: section, abstract: abstract,
      blocks: [.heading("Description", level: 2)] + document.blocks + [
        .heading("See also", level: 2), .paragraph(Array(seeAlso.map { [$0] }.joined(separator: [.text(", ")]))),
      ])
  }
}
