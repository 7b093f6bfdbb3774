// The names that a site has given to selections, for the completion of --selection: never an error, whatever the file is.

import Maintenance
import MessageSelections
import TestSupport
import Testing

@Suite("Names of selections")
struct NamedSelectionTests {
  private let directory: PrivateDirectory
  private var path: String { "\(directory.path)/selections.yaml" }

  init() throws { directory = try PrivateDirectory() }

  @Test("They are those of the file, sorted, whether their conditions are right or not")
  func names() throws {
    try directory.write("old-bounces: is_bounce and age > 3d\nnewsletter: no such condition\n", to: "selections.yaml")
    #expect(Selection.names(in: path) == ["newsletter", "old-bounces"])
  }

  @Test(
    "A file that is missing or broken has none",
    arguments: [nil, "", "- a\n- b\n", "a: [b\n", "a: {b: c}\n", "\u{0}"])
  func broken(content: String?) throws {
    if let content { try directory.write(content, to: "selections.yaml") }
    #expect(Selection.names(in: path) == [])
    #expect(Selection.names(in: directory.path) == [])
  }
}
