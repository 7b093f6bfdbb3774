// postkeep audit: all rules over configuration directories.

import ArgumentParser
import Audit
import PostfixConfig
import SystemAccess

struct AuditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "Audit configuration directories.",
    usage: "postkeep audit [<options>] [<directories> ...]",
    discussion: """
      Asks every rule about main.cf and master.cf and reports what it finds, with the reason and the commands that \
      repair it. Without a directory it audits this host's configuration, for this host's Postfix. For a copy of \
      another server's configuration, say which Postfix that server runs.

      EXAMPLES
        postkeep audit
        postkeep audit ./postfix --postfix-version 3.7.11
        postkeep audit ./postfix --format sarif --output audit.sarif --fail-on medium
        postkeep audit ./mx1 ./mx2 --only QUE002,mynetworks-any

      \(ExitStatus.table([.done, .findings, .incomplete, .usage, .unreadable, .permission]))
      """)

  @Argument(
    help: "Directories with main.cf and master.cf. Default: this host's configuration.", completion: .directory,
    transform: PathWord.read)
  var directories: [String] = []
  @Option(
    name: [.customShort("c"), .customLong("config-dir")],
    help: ArgumentHelp("One more directory, as Postfix's own tools take it.", valueName: "dir"), completion: .directory,
    transform: PathWord.read)
  var configDirectories: [String] = []
  @Option(help: "The format of the report.") var format: ReportFormat = .text
  @Option(
    help: ArgumentHelp("Write the report to a file.", valueName: "file"), completion: .file(), transform: PathWord.read)
  var output: String?
  @Option(help: "Exit with 1 for findings of this severity and above.")
  var failOn: FailThreshold = .high
  @OptionGroup var choice: RuleChoiceOptions
  @Option(help: "The Postfix version to audit for, such as 3.7.11.") var postfixVersion: PostfixVersion?
  @OptionGroup var common: CommonOptions

  func run() throws {
    let audit = try Failure.translating { try choice.audit() }
    let run = audit.run(on: directories + configDirectories, version: postfixVersion)
    for failure in run.failures { Failure(failure).show() }
    let report = run.written(as: format, common.style(writingToFile: output != nil))
    if let output {
      try Failure.translating { try FileWriting.write(report, to: output) }
    } else {
      FileWriting.write(report, to: .output)
    }
    throw ExitStatus(AuditVerdict(run, failingOn: failOn)).code
  }
}
