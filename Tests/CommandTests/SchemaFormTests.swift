// Every form of JSON has a schema, and a schema says in which unit its numbers are.

import JSONText
import TestSupport
import Testing

@Suite("Schemas")
struct SchemaFormTests {
  /// What a run keeps beside its journal: nobody but Postkeep reads it.
  private static let own: Set = ["postkeep.run/1", "postkeep.run.restore/1", "postkeep.transfer.run/1"]

  @Test("Every form that a feature names has a schema of that title")
  func complete() throws {
    var forms: Set<String> = []
    for path in try Repository.files(below: "Sources/Features") where path.hasSuffix(".swift") {
      for part in try Repository.text("Sources/Features/\(path)").split(separator: "\"")
      where part.wholeMatch(of: #/postkeep\.[a-z.-]+\/1/#) != nil {
        forms.insert(String(part))
      }
    }
    #expect(forms.count > 30)
    for form in forms.subtracting(Self.own) {
      let file = "docs/schemas/\(form.dropLast(2))-1.schema.json"
      let schema = try JSONReader().read(Array(try Repository.text(file).utf8))
      #expect(schema["title"]?.text == form)
    }
  }

  private static let unitWords = ["econds", "minutes"]

  private static func isTime(_ name: String) -> Bool {
    ["ms", "time", "started", "arrival", "modified", "expires", "oldest"].contains(name)
      || ["_ms", "_us", "_ns", "_time", "_minutes", "_lifetime", "_attempt", "_warning", "_success", "_full"]
        .contains { name.hasSuffix($0) }
      || ["log_", "last_"].contains { name.hasPrefix($0) }
  }

  @Test(
    "A number that is a time or a size says its unit", arguments: (try? Repository.files(below: "docs/schemas")) ?? [])
  func units(file: String) throws {
    func check(_ schema: JSONValue, _ path: String) {
      for property in schema["properties"]?.members ?? [] {
        let types = property.value["type"]?.elements?.compactMap(\.text) ?? [property.value["type"]?.text ?? ""]
        guard types.contains("integer") else { continue }
        let told = property.value["description"]?.text ?? ""
        if Self.isTime(property.name) {
          #expect(Self.unitWords.contains { told.contains($0) }, "\(path): \(property.name)")
        } else if property.name.hasSuffix("size") {
          #expect(told.contains("bytes"), "\(path): \(property.name)")
        }
      }
      for member in schema.members ?? [] { check(member.value, "\(path).\(member.name)") }
      for element in schema.elements ?? [] { check(element, path) }
    }
    check(try JSONReader().read(Array(try Repository.text("docs/schemas/\(file)").utf8)), file)
  }
}
