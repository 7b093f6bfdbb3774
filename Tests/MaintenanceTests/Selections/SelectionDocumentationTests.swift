// docs/selections.md, which is postkeep-selections(5), has the names that selections know, with their types, and no others.

import Conditions
import TestSupport
import Testing

@testable import MessageSelections

@Suite("docs/selections.md")
struct SelectionDocumentationTests {
  private static func word(_ type: ValueType) -> String {
    switch type {
    case .duration: "time"
    case .text, .caselessText: "text"
    case .number: "number"
    case .size: "size"
    case .boolean: "yes or no"
    case .word: "word"
    case .list: "list"
    default: "\(type)"
    }
  }

  @Test("Every name is described with its type")
  func names() throws {
    let page = try Repository.text("docs/selections.md")
    var documented: [String: String] = [:]
    for line in page.split(separator: "\n") where line.hasPrefix("| `") {
      let cells = line.dropFirst(2).split(separator: " | ")
      for name in cells[0].split(separator: ", ") { documented[name.filter { $0 != "`" }] = String(cells[1]) }
    }
    var known = Dictionary(uniqueKeysWithValues: MessageAttribute.all.map { ($0.rawValue, Self.word($0.type)) })
    known["header(\"Name\")"] = "text"
    #expect(documented == known)
    for member in RecipientRecord.type.members { #expect(page.contains("`\(member.name)`"), "it.\(member.name)") }
  }
}
