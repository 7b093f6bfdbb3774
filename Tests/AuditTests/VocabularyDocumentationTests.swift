// docs/rules.md names every attribute that rules may ask about, and no other.

import TestSupport
import Testing

@testable import Audit

@Suite("Documentation of the vocabulary")
struct VocabularyDocumentationTests {
  private static var attributes: Set<String> {
    let ofKinds = SubjectKind.allCases.flatMap { Vocabularies.attributes(of: $0).map(\.rawValue) }
    return Set(ofKinds + ReleaseAttribute.all.map(\.rawValue) + HostAttribute.all.map(\.rawValue))
  }

  @Test("The tables of docs/rules.md have every attribute and no other")
  func attributes() throws {
    let page = try Repository.text("docs/rules.md")
    let section = page[(try #require(page.firstRange(of: "### The Postfix release")).lowerBound)...]
      .prefix(upTo: try #require(page.firstRange(of: "## Examples\n")).lowerBound)
    let documented = Set(
      section.split(separator: "\n").filter { $0.hasPrefix("| `") }.map { row in
        String(row.dropFirst(3).prefix { $0 != "`" })
      })
    #expect(Self.attributes.subtracting(documented) == [], "missing in docs/rules.md")
    #expect(documented.subtracting(Self.attributes) == [], "unknown in docs/rules.md")
  }

  @Test("docs/rules.md tells of every kind of subject", arguments: SubjectKind.allCases)
  func kinds(kind: SubjectKind) throws {
    #expect(try Repository.text("docs/rules.md").contains("| `\(kind.rawValue)` |"))
  }
}
