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
      source: "reports.md", name: "postkeep-reports", section: 5, abstract: "formats of reports of postkeep audit",
      seeAlso: [.page("postkeep-audit", section: 1), .page("postkeep-rules", section: 5)]),
    ReferencePage(
      source: "conditions.md", name: "postkeep-conditions", section: 5,
      abstract: "the language of conditions in rules and selections",
      seeAlso: [
        .page("postkeep", section: 1), .page("postkeep-rules", section: 5), .page("postkeep-selections", section: 5),
        .page("postkeep-policies", section: 5),
      ]),
    ReferencePage(
      source: "access.md", name: "postkeep-access", section: 7,
      abstract: "what Postkeep evaluates to tell who may send what through a server",
      seeAlso: [
        .page("postkeep-relay", section: 1), .page("postkeep-trace", section: 1),
        .page("postkeep-sessions", section: 5), .page("smtpd", section: 8),
      ]),
    ReferencePage(
      source: "sessions.md", name: "postkeep-sessions", section: 5,
      abstract: "sessions that postkeep trace answers, and the answers",
      seeAlso: [.page("postkeep-trace", section: 1), .page("postkeep-access", section: 7)]),
    ReferencePage(
      source: "queue.md", name: "postkeep-queue", section: 7,
      abstract: "how Postkeep lists, changes and checks a mail queue",
      seeAlso: [
        .page("postkeep-queue", section: 1), .page("postkeep-selections", section: 5),
        .page("postkeep-policies", section: 5), .page("postqueue", section: 1), .page("postsuper", section: 1),
        .page("qmgr", section: 8),
      ]),
    ReferencePage(
      source: "selections.md", name: "postkeep-selections", section: 5,
      abstract: "names for conditions about messages, and selections.yaml",
      seeAlso: [
        .page("postkeep-queue", section: 1), .page("postkeep-snapshot", section: 1),
        .page("postkeep-conditions", section: 5), .page("postkeep-policies", section: 5),
      ]),
    ReferencePage(
      source: "policies.md", name: "postkeep-policies", section: 5, abstract: "policies for a mail queue, purge.yaml",
      seeAlso: [
        .page("postkeep-queue-purge", section: 1), .page("postkeep-setup", section: 1),
        .page("postkeep-selections", section: 5), .page("postkeep-conditions", section: 5),
      ]),
    ReferencePage(
      source: "snapshots.md", name: "postkeep-snapshots", section: 7,
      abstract: "snapshots of a running Postfix: what they promise, and how they are kept",
      seeAlso: [
        .page("postkeep-snapshot", section: 1), .page("postkeep-snapshot-configuration", section: 7),
        .page("postkeep-snapshot-format", section: 5), .page("postkeep-restore", section: 7),
      ]),
    ReferencePage(
      source: "snapshot-configuration.md", name: "postkeep-snapshot-configuration", section: 7,
      abstract: "which files of a configuration a snapshot holds, and which secrets it leaves out",
      seeAlso: [
        .page("postkeep-snapshot-create", section: 1), .page("postkeep-snapshots", section: 7),
        .page("postkeep-restore", section: 7),
      ]),
    ReferencePage(
      source: "snapshot-format.md", name: "postkeep-snapshot-format", section: 5, abstract: "the format of a snapshot",
      seeAlso: [
        .page("postkeep-snapshot", section: 1), .page("postkeep-snapshots", section: 7), .page("tar", section: 1),
        .page("zstd", section: 1),
      ]),
    ReferencePage(
      source: "restore.md", further: ["restore-procedures.md", "restore-steps.md"], name: "postkeep-restore",
      section: 7,
      abstract: "how to bring back a mail queue or a configuration, with Postkeep and without",
      seeAlso: [
        .page("postkeep-restore", section: 1), .page("postkeep-restore-show", section: 1),
        .page("postkeep-snapshots", section: 7), .page("postfix", section: 1), .page("postsuper", section: 1),
        .page("postcat", section: 1), .page("qmgr", section: 8),
      ]),
  ]

  /// Where the files lie that a page only names: `make install` puts them there.
  static let files = [
    Block.heading("Files", level: 2),
    .terms(
      [
        Term(
          term: [.emphasis("prefix"), .code("/share/doc/postkeep/docs/")],
          meaning: [.text("Further texts.")]),
        Term(
          term: [.emphasis("prefix"), .code("/share/doc/postkeep/docs/schemas/")],
          meaning: [.text("The schemas of all JSON that Postkeep writes.")]),
      ], isCompact: false),
    .paragraph([
      .text("The "), .emphasis("prefix"), .text(" is that of the program: "), .code("/usr/local"), .text(" for "),
      .code("/usr/local/bin/postkeep"), .text("."),
    ]),
  ]

  var sources: [String] { [source] + further }

  func page(_ documents: [MarkdownReader]) -> Page {
    Page(
      name: name, section: section, abstract: abstract,
      blocks: [.heading("Description", level: 2)] + documents.flatMap(\.blocks) + Self.files + [
        .heading("See also", level: 2), .paragraph(Array(seeAlso.map { [$0] }.joined(separator: [.text(", ")]))),
      ])
  }
}
