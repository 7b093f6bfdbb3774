// The long test runs of the Makefile: a variable that makes tests longer does so only if the run sets it, and has effect
// only in tests that the run's filter lets through.

import SystemAccess
import TestSupport
import Testing

@Suite("Makefile")
struct MakefileTests {
  private struct LongRun {
    /// The POSTKEEP_ variables that it sets.
    let variables: Set<String>
    /// A test runs when its module or its suite has one of these in its name.
    let filters: [String]

    init(_ target: String) throws {
      let makefile = try Repository.text("Makefile")
      let start = try #require(makefile.firstRange(of: "\n\(target): ")).upperBound
      let recipe = makefile[start...].split(separator: "\n\n").first ?? ""
      let words = recipe.split { $0.isWhitespace || $0 == "'" }.map(String.init)
      variables = Set(words.filter { $0.hasPrefix("POSTKEEP_") }.map { String($0.prefix { $0 != "=" }) })
      let filter = try #require(words.firstIndex(of: "--filter")) + 1
      filters = words[filter].split(separator: "|").map(String.init)
    }
  }

  private static func tests() throws -> [(path: String, text: String)] {
    try Repository.files(below: "Tests").filter { $0.hasSuffix(".swift") && !$0.hasSuffix("MakefileTests.swift") }
      .map { ($0, try Repository.text("Tests/\($0)")) }
  }

  @Test("Every test that reads a variable of a long run is run by it", arguments: ["soak", "fuzz"])
  func reached(target: String) throws {
    let run = try LongRun(target)
    #expect(!run.variables.isEmpty)
    let tests = try Self.tests()
    for variable in run.variables.sorted() {
      let readers = tests.filter { $0.text.contains("\"\(variable)\"") }.map(\.path)
      #expect(!readers.isEmpty, "nothing reads \(variable)")
      for path in readers {
        let names = path.split(separator: "/")
        let isRun = run.filters.contains { filter in names.contains { $0.contains(filter) } }
        #expect(isRun, "make \(target) sets \(variable) and does not run \(path)")
      }
    }
  }

  @Test("A test that says that make soak is longer is longer there")
  func promised() throws {
    let soak = try LongRun("soak")
    let promising = try Self.tests().filter { $0.text.contains("`make soak`") }
    #expect(promising.count > 3)
    for (path, text) in promising {
      let named = text.split { !$0.isLetter && $0 != "_" }.filter { $0.hasPrefix("POSTKEEP_") }.map(String.init)
      #expect(Set(named).isSubset(of: soak.variables) && !named.isEmpty, "Tests/\(path) names \(Set(named))")
    }
  }
}
