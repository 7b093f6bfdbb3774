// docs/rules.md names every attribute of every kind of subject with its type, and no others; what it shows works.

import Bytes
import Conditions
import PostfixConfig
import TestSupport
import Testing

@testable import Audit

/// The attributes of one Swift type, and the heading below which the page lists them.
struct AttributeTable: Sendable, CustomStringConvertible {
  struct Row: Hashable, Sendable {
    let name: String
    let type: String
  }

  let heading: String
  let rows: [Row]
  /// The words of attributes that are one of a closed set.
  let words: [String]

  var description: String { heading }

  init<Attribute: SubjectAttribute>(_ heading: String, _ attributes: Attribute.Type) {
    self.heading = heading
    rows = Attribute.allCases.map { Row(name: $0.rawValue, type: Self.phrase($0.type)) }
    words = Attribute.allCases.flatMap { attribute -> [String] in
      guard case .word(let type) = attribute.type else { return [] }
      return type.words.map(\.description)
    }
  }

  static let all = [
    AttributeTable("Attributes of every subject", ReleaseAttribute.self),
    AttributeTable("Attributes of the host", HostAttribute.self),
    AttributeTable("Attributes of the configuration", ConfigurationAttribute.self),
    AttributeTable("Attributes of a service", ServiceAttribute.self),
    AttributeTable("Attributes of a setting", SettingAttribute.self),
    AttributeTable("Attributes of a restriction", RestrictionAttribute.self),
    AttributeTable("Attributes of an address pattern", AddressPatternAttribute.self),
    AttributeTable("Attributes of a table", TableAttribute.self),
    AttributeTable("Attributes of a diagnostic", DiagnosticAttribute.self),
    AttributeTable("Attributes of a security fix", SecurityFixAttribute.self),
  ]

  /// A type as the page writes it.
  private static func phrase(_ type: ValueType) -> String {
    switch type {
    case .boolean: "yes or no"
    case .number: "number"
    case .duration: "time"
    case .size: "size"
    case .version: "version"
    case .text: "text"
    case .caselessText: "text, any case"
    case .word: "word"
    case .list(.caselessText): "list, any case"
    case .list: "list"
    case .record(let type): type.name
    }
  }
}

@Suite("docs/rules.md")
struct VocabularyDocumentationTests {
  /// The page's parts by heading.
  static let parts: [String: String] = {
    var parts: [String: String] = [:]
    var heading = ""
    let page = (try? Repository.text("docs/rules.md")) ?? ""
    for line in page.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("## ") || line.hasPrefix("### ") {
        heading = String(line.drop { $0 == "#" || $0 == " " })
      } else {
        parts[heading, default: ""] += line + "\n"
      }
    }
    return parts
  }()

  /// The blocks of code of one language.
  static func blocks(_ language: String) -> [String] {
    parts.sorted { $0.key < $1.key }.flatMap { part in
      part.value.split(separator: "```\(language)\n", omittingEmptySubsequences: false).dropFirst()
        .compactMap { $0.split(separator: "```", omittingEmptySubsequences: false).first.map(String.init) }
    }
  }

  /// The rows "| `name` | type | meaning |" of a part that has a table of attributes.
  private static func documented(below heading: String) -> [AttributeTable.Row] {
    var rows: [AttributeTable.Row] = []
    var isInside = false
    for line in (parts[heading] ?? "").split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("| attribute | type |") { isInside = true }
      if !line.hasPrefix("|") { isInside = false }
      let cells = line.split(separator: " | ")
      guard isInside, cells.count >= 3, cells[0].hasPrefix("| `") else { continue }
      rows.append(.init(name: String(cells[0].dropFirst(3).dropLast()), type: String(cells[1])))
    }
    return rows
  }

  @Test("Every attribute that a condition may name has a table")
  func tables() {
    let tables = Set(AttributeTable.all.flatMap { $0.rows.map(\.name) })
    for kind in SubjectKind.allCases {
      let missing = Vocabularies.attributes(of: kind).map { $0.rawValue }.filter { !tables.contains($0) }
      #expect(missing == [], "Add the new type of attributes to AttributeTable.all")
    }
  }

  @Test("The page lists every attribute with its type, and no others", arguments: AttributeTable.all)
  func attributes(table: AttributeTable) {
    let documented = Self.documented(below: table.heading)
    let missing = table.rows.filter { !documented.contains($0) }
    let foreign = documented.filter { !table.rows.contains($0) }
    #expect(
      missing.isEmpty,
      """
      Add to "\(table.heading)" in docs/rules.md, with a meaning, then run `make man`:
      \(missing.map { "| `\($0.name)` | \($0.type) | … |" }.joined(separator: "\n"))
      """)
    #expect(foreign.isEmpty, "Remove from \"\(table.heading)\": \(foreign.map { "\($0.name) (\($0.type))" })")
    #expect(Set(documented).count == documented.count, "\"\(table.heading)\" has a row twice")
  }

  @Test("The page explains every word that an attribute can be", arguments: AttributeTable.all)
  func words(table: AttributeTable) {
    let part = Self.parts[table.heading] ?? ""
    let missing = table.words.filter { !part.contains("`\($0)`") }
    #expect(missing.isEmpty, "Explain below \"\(table.heading)\" in docs/rules.md: \(missing)")
  }

  @Test("The page names every subject, need, severity, confidence and profile")
  func choices() {
    func missing(_ words: [String], below heading: String) -> [String] {
      words.filter { word in Self.parts[heading]?.contains("| `\(word)` |") != true }
    }
    #expect(missing(SubjectKind.allCases.map(\.rawValue), below: "Subjects") == [])
    #expect(missing(LiveNeed.allCases.map(\.rawValue), below: "Needs") == [])
    #expect(missing(Severity.allCases.map(\.rawValue), below: "Severity") == [])
    #expect(missing(Confidence.allCases.map(\.rawValue), below: "Confidence") == [])
    #expect(missing(Profile.allCases.map(\.rawValue), below: "Profiles") == [])
    let forms = Self.parts["Examples"]?.replacing("`", with: "") ?? ""
    #expect(ExampleVariant.allCases.map(\.rawValue).filter { !forms.contains("| \($0)") } == [])
  }

  @Test("The complete rule on the page passes its own examples")
  func completeRule() throws {
    let rules = Self.blocks("yaml").filter { $0.contains("\nid: ") }
    #expect(rules.count == 1)
    for text in rules {
      let file = RuleBook.File(path: "docs/rules.md", bytes: Array(text.utf8))
      #expect(RuleBook.problems(in: [file]) == [])
      let today = CalendarDate(year: 2026, month: 11, day: 26)
      for rule in try RuleBook([file]).rules {
        let result = ExampleRun.run(rule, today: today)
        #expect(result.failures.map(\.description) == [])
        #expect(result.runs > rule.examples.count)
      }
    }
  }

  static let conditions = blocks("condition").flatMap { $0.split(separator: "\n").map(String.init) }

  @Test("The page has conditions") func conditionsAreFound() { #expect(Self.conditions.count > 5) }

  @Test("Every condition on the page can be asked about some subject", arguments: conditions)
  func condition(text: String) {
    let vocabularies = Vocabularies()
    var problems: [String] = []
    for kind in SubjectKind.allCases {
      do {
        _ = try Condition(ByteString(text), from: SourceOrigin(file: "docs/rules.md"), in: vocabularies[kind])
        return
      } catch {
        problems.append("\(kind.rawValue): \(error)")
      }
    }
    Issue.record("\(text)\n\(problems.joined(separator: "\n"))")
  }
}
