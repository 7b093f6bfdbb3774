// postkeep rules: the rule book, and the test of rule files.

import ArgumentParser
import Audit
import ConfigurationDirectory
import SystemAccess

struct RulesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rules", abstract: "List rules, and test rule files.", subcommands: [Test.self])

  struct Test: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Run the examples of the rule files below a directory.")

    @Argument(help: "A directory with rule files.") var directory: String

    func run() throws {
      let files = try RuleFiles.below(directory)
      var failed = false
      for problem in RuleBook.problems(in: files) {
        print(problem)
        failed = true
      }
      guard !failed else { throw ExitStatus.findings.code }
      var runs = 0
      for rule in try RuleBook(files).rules {
        let result = ExampleRun.run(rule, today: HostPostfix.today)
        runs += result.runs
        for failure in result.failures {
          print(failure)
          failed = true
        }
      }
      print("\(files.count) rule files, \(runs) example runs\(failed ? "" : ", all as expected")")
      if failed { throw ExitStatus.findings.code }
    }
  }
}

/// Finds rule files.
enum RuleFiles {
  /// Every .yaml file below a directory, in order.
  static func below(_ directory: String) throws(SystemError) -> [RuleBook.File] {
    var files: [RuleBook.File] = []
    for name in try FileReading.names(inDirectory: directory) {
      let path = "\(directory)/\(name)"
      if FileReading.isDirectory(path) {
        files += try below(path)
      } else if name.hasSuffix(".yaml") {
        files.append(RuleBook.File(path: path, bytes: try FileReading.contents(of: path)))
      }
    }
    return files
  }
}
