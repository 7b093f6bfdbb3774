// The test of rule files: each can be read, no id or name is taken twice, causes exist, and examples are answered as they say.

public import PostfixConfig

public struct RuleFilesTest: Sendable {
  /// "file:line: what is wrong", in the order of the files.
  public private(set) var problems: [String]
  private let fileCount: Int
  private var runCount = 0

  public init(_ files: [RuleBook.File], today: CalendarDate) {
    fileCount = files.count
    problems = []
    var byID: [String: String] = [:]
    var causes: [(id: String, file: String)] = []
    var byName: [String: String] = [:]
    for file in files {
      do throws(RuleError) {
        let rules = try RuleBook([file]).rules
        for rule in rules {
          if let other = byID.updateValue(file.path, forKey: rule.id) {
            problems.append("\(file.path):1: the id \(rule.id) is taken by \(other)")
          }
          if let other = byName.updateValue(file.path, forKey: rule.name) {
            problems.append("\(file.path):1: the name \(rule.name) is taken by \(other)")
          }
          causes += rule.followsFrom.ids.sorted().map { ($0, file.path) }
          problems += Self.missingExamples(of: rule).map { "\(file.path):1: \(rule.id): \($0)" }
          let result = ExampleRun.run(rule, today: today)
          runCount += result.runs
          problems += result.failures.map(\.description)
        }
      } catch {
        problems.append(error.description)
      }
    }
    let known = Set((try? RuleBook(RuleBook.embeddedQuestions()))?.rules.map(\.id) ?? []).union(byID.keys)
    for (id, file) in causes where !known.contains(id) {
      problems.append("\(file):1: follows_from has \(id), and there is no such rule")
    }
  }

  /// A rule proves with examples that it reports and that it is silent; one that is not asked yet cannot.
  private static func missingExamples(of rule: Rule) -> [String] {
    guard !rule.isLive else { return [] }
    return [RuleExample.Expectation.bad, .good]
      .filter { kind in !rule.examples.contains { $0.expectation == kind } }
      .map { "there is no \($0.rawValue) example" }
  }

  public var isPassed: Bool { problems.isEmpty }

  /// "12 rule files, 96 example runs: all as expected".
  public var summary: String {
    let files = "\(fileCount) rule \(fileCount == 1 ? "file" : "files")"
    let runs = "\(runCount) example \(runCount == 1 ? "run" : "runs")"
    let result =
      problems.isEmpty ? "all as expected" : "\(problems.count) \(problems.count == 1 ? "problem" : "problems")"
    return "\(files), \(runs): \(result)"
  }
}
