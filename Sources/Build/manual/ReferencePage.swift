// The pages of sections 5 and 7: each is a file of docs/, or several, one after the other.

struct ReferencePage {
  /// The file in docs/.
  let source: String
  /// What follows it on the same page.
  var further: [String] = []
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
    ReferencePage(
      source: "restore.md", further: ["restore-procedures.md", "restore-steps.md"], name: "postkeep-restore",
      section: 7,
      abstract: "how to bring back a mail queue or a configuration, with Postkeep and without",
      seeAlso: [
        .page("postkeep-restore", section: 1), .page("postkeep-restore-show", section: 1),
        .page("postkeep-snapshot", section: 1), .page("postfix", section: 1), .page("postsuper", section: 1),
        .page("postcat", section: 1), .page("qmgr", section: 8),
      ]),
  ]

  var sources: [String] { [source] + further }

  func page(_ documents: [MarkdownReader]) -> Page {
    Page(
      name: name, section: section, abstract: abstract,
      blocks: [.heading("Description", level: 2)] + documents.flatMap(\.blocks) + [
        .heading("See also", level: 2), .paragraph(Array(seeAlso.map { [$0] }.joined(separator: [.text(", ")]))),
      ])
  }
}
