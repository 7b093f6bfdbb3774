// What we find in a table is what postmap finds.

import Bytes
import PostfixConfig
import Testing

@Suite("Tables: recorded lookups")
struct RecordedLookupTests {
  @Test("Every key has the value that postmap finds", arguments: TableFixture.all)
  func answers(_ fixture: TableFixture) throws {
    let table = try fixture.table
    let recorded = try fixture.recordedAnswers
    if let failure = recorded.first, failure.hasPrefix("! ") {
      for key in try fixture.keys {
        guard case .failed = table.lookup(key) else {
          Issue.record("\(fixture.name): \(key) gives \(table.lookup(key)), postmap fails: \(failure)")
          continue
        }
      }
      return
    }
    for (key, expected) in zip(try fixture.keys, recorded) {
      switch table.lookup(key) {
      case .found(let value, _): #expect(key + "\t" + value == expected)
      case .notFound: #expect(key == expected)
      case let other: Issue.record("\(key): \(other), postmap: \(expected)")
      }
    }
  }

  @Test("There is a problem for every warning of postmap, and no other", arguments: TableFixture.all)
  func warnings(_ fixture: TableFixture) throws {
    let table = try fixture.table
    // Empty results, bad keys and costly matches are warned about at each lookup, not when the table is read.
    let warnings = try fixture.recordedWarnings.filter {
      !$0.hasPrefix("table ") && !$0.contains("non-UTF-8 key") && !$0.contains("match limit exceeded")
    }.map(Warning.init)
    let failure = try fixture.recordedAnswers.first { $0.hasPrefix("! ") }.map { String($0.description.dropFirst(2)) }
    let problems = ([table] + table.tables).flatMap(\.problems)
    for warning in warnings {
      #expect(problems.contains { warning.matches($0) }, "no problem for \(warning)")
    }
    for problem in problems where problem.message != failure {
      #expect(warnings.contains { $0.matches(problem) }, "no warning for \(problem)")
    }
    if let failure, !failure.contains("query error") {
      #expect(problems.contains { failure.contains($0.message) }, "no problem for \(failure)")
    }
  }

  @Test("At least 150 lookups are recorded")
  func enough() throws {
    #expect(try TableFixture.all.map { try $0.keys.count }.reduce(0, +) >= 150)
  }
}

/// A line that postmap logs: "cidr map FILE, line N: text", "FILE, line N: text", "FILE: text" or just text.
private struct Warning: CustomStringConvertible {
  let line: Int?
  let text: String
  let description: String

  init(_ text: String) {
    description = text
    if let range = text.firstRange(of: ", line "), let number = Int(text[range.upperBound...].prefix { $0 != ":" }) {
      line = number
      self.text = String(text[range.upperBound...].drop { $0 != ":" }.dropFirst(2))
    } else {
      line = nil
      self.text = text
    }
  }

  /// Postfix counts the rules in a table name as lines; that number is not compared.
  func matches(_ problem: TableProblem) -> Bool {
    if let line, let place = problem.place, place.file != nil, place.position.line != line { return false }
    // Postfix shows bytes that are not ASCII as question marks.
    let message = String(String.UnicodeScalarView(problem.message.unicodeScalars.map { $0.isASCII ? $0 : "?" }))
    return message.contains(text) || text.contains(message)
  }
}
