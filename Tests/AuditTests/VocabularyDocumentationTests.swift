// docs/rules.md names every attribute that rules may ask about, and no other.

import TestSupport
import Testing

@testable import Audit

@Suite("Documentation of the vocabulary")
struct VocabularyDocumentationTests {
  private static var attributes: Set<String> {
    var names = Set((ReleaseAttribute.all as [any SubjectAttribute] + HostAttribute.all).map { $0.rawValue })
    for kind in SubjectKind.allCases {
      for attribute in Vocabularies.attributes(of: kind) { names.insert(attribute.rawValue) }
    }
    return names
  }

  @Test("The tables of docs/rules.md have every attribute and no other")
  func attributes() throws {
    let page = try Repository.text("docs/rules.md")
    let start = try #require(page.firstRange(of: "### The Postfix release")).lowerBound
    let end = try #require(page.firstRange(of: "## Examples\n")).lowerBound
    let section = page[start..<end]
    let documented = Set(
      section.split(separator: "\n").filter { $0.hasPrefix("| `") }.map { row in
        String(row.dropFirst(3).prefix { $0 != "`" })
      })
    #expect(Self.attributes.subtracting(documented) == [], "missing in docs/rules.md")
    #expect(documented.subtracting(Self.attributes) == [], "unknown in docs/rules.md")
  }

  @Test("docs/rules.md tells of every kind of subject", arguments: SubjectKind.allCases)
  func kinds(kind: SubjectKind) throws {
    let page = try Repository.text("docs/rules.md")
    #expect(page.contains("| `\(kind.rawValue)` |"))
  }
}
