// Markdown and help texts become roff that says the same.

import Testing

@testable import manual

private func roff(_ markdown: String) throws -> [Substring] {
  let page = Page(name: "x", section: 5, abstract: "a page", blocks: try MarkdownReader(markdown).blocks)
  let text = RoffPage(page, edition: Edition(version: "1")).text
  // After the head, which is the same for all pages.
  return text.split(separator: "\n").drop { $0 != "x \\- a page" }.dropFirst().map { $0 }
}

@Suite("Man pages")
struct ManualPageTests {
  @Test("What roff would read as its own is text")
  func escaping() throws {
    #expect(try roff(".dot `a\\b` and 'x'") == ["\\&.dot \\fBa\\eb\\fR and \\(aqx\\(aq"])
    #expect(try roff("`-o x=y` well-known…") == ["\\fB\\-o x=y\\fR well-known\\[u2026]"])
    #expect(
      try roff("```\n.SH no\n'x\n\n`a`\n```")
        == [".RS 2", ".EX", "\\&.SH no", "\\(aqx", "\\(gaa\\(ga", ".EE", ".RE"])
  }

  @Test("A line that is broken anew cannot become a request")
  func breaking() throws {
    let words = String(repeating: "word ", count: 15) + ".conf 'quoted'"
    #expect(try roff(words).allSatisfy { $0 == ".PP" || !$0.hasPrefix(".") && !$0.hasPrefix("'") })
  }

  @Test("Names with underscores and wildcards keep them")
  func underscores() {
    #expect(MarkdownText.inlines("smtpd_tls_level and 2 * 3 * 4") == [.text("smtpd_tls_level and 2 * 3 * 4")])
    #expect(MarkdownText.inlines("*may* be") == [.emphasis("may"), .text(" be")])
    #expect(MarkdownText.inlines("see postconf(5).") == [.text("see "), .page("postconf", section: 5), .text(".")])
  }

  @Test("A link to a text names its man page, one to another file that file")
  func links() {
    #expect(
      MarkdownText.inlines("[the language](conditions.md)")
        == [.text("the language ("), .page("postkeep-conditions", section: 5), .text(")")])
    #expect(MarkdownText.inlines("[x.schema.json](schemas/x.schema.json)") == [.emphasis("x.schema.json")])
  }

  @Test("A list item goes on until the next one")
  func lists() throws {
    #expect(try MarkdownReader("- a\n  b\n- c\n").blocks == [.bullets([[.text("a b")], [.text("c")]])])
    #expect(try MarkdownReader("1. a\n2. c\n").blocks == [.steps([[.text("a")], [.text("c")]])])
  }

  @Test("A wide table is a list of terms; a narrow one keeps its columns")
  func tables() throws {
    let wide = "| name | type | meaning |\n|---|---|---|\n| `a` | text | \(String(repeating: "long ", count: 20)) |"
    #expect(try roff(wide)[..<2] == [".TP", "\\fBa\\fR  (text)"])
    #expect(try roff("| a | b | c |\n|---|---|---|\n| 1 | 2 | x\\|y |").suffix(2) == ["1\t2\tx|y", ".TE"])
  }

  @Test(
    "Markdown that the manual does not know is an error with its line",
    arguments: [
      ("a\n\n> quote", 3), ("#### deep", 1), ("```\nno end", 1), ("| a |\n| b |", 2), ("- a\n    - b", 2),
      ("| a |\n|---|\n| b | c |", 3),
    ])
  func refused(markdown: String, line: Int) {
    #expect {
      _ = try MarkdownReader(markdown)
    } throws: { error in
      (error as? MarkdownError)?.line == line
    }
  }

  @Test("Sections of a help text are found by their titles")
  func discussion() {
    let text = """
      Prose
      goes on.

      EXAMPLES
        postkeep audit   this host

      EXIT STATUS
        0  done
        64  wrong options
      Status 0 is good.
      """
    let discussion = Discussion(text)
    #expect(discussion.prose == [.paragraph([.text("Prose goes on.")])])
    #expect(discussion.blocks(of: "EXAMPLES") == [.code(["postkeep audit   this host"])])
    #expect(
      discussion.blocks(of: "EXIT STATUS") == [
        .terms(
          [
            Term(term: [.code("0")], meaning: [.text("done")]),
            Term(term: [.code("64")], meaning: [.text("wrong options")]),
          ], isCompact: true), .paragraph([.text("Status 0 is good.")]),
      ])
  }
}
