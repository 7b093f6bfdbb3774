// postkeep rules: the rule book, and the test of rule files.

import ArgumentParser
import Audit
import Bytes
import ConfigurationDirectory
import SystemAccess

struct RulesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rules",
    abstract: "List rules, and test rule files.",
    usage: "postkeep rules <subcommand>",
    discussion: "\(ExitStatus.table([.done, .findings, .usage, .unreadable, .permission]))",
    subcommands: [List.self, Test.self])

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list",
      abstract: "List all rules.",
      usage: "postkeep rules list [<options>]",
      discussion: """
        EXAMPLES
          postkeep rules list
          postkeep rules list --profile default --format json

        \(ExitStatus.table([.done, .usage, .unreadable, .permission]))
        """)

    @Option(help: "Only the rules of a profile.") var profile: Profile?
    @Option(help: "The format of the list.") var format: ListingFormat = .text
    @OptionGroup var files: RuleFileOptions

    func run() throws {
      let listing = RuleListing(try Failure.translating { try files.book() }, profile: profile)
      FileWriting.write(format == .json ? listing.json : Array(listing.text.utf8), to: .output)
    }
  }

  struct Test: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "test",
      abstract: "Run the examples of rule files.",
      usage: "postkeep rules test [<options>] <directories> ...",
      discussion: """
        Reads every rule below the directories and runs its examples, as they are written and in the other \
        forms that Postfix accepts. Every failure is a line "file:line: what is wrong".

        EXAMPLES
          postkeep rules test Rules
          postkeep rules test /etc/postkeep/rules.d

        \(ExitStatus.table([.done, .findings, .usage, .unreadable, .permission]))
        """)

    @Argument(help: "Directories with rule files, or single files.", completion: .file(), transform: PathWord.read)
    var directories: [String]
    @Flag(name: .shortAndLong, help: "Print nothing unless an example fails.") var quiet = false

    func run() throws {
      let files = try Failure.translating { try directories.flatMap { try RuleFiles.below($0) } }
      let test = RuleFilesTest(files, today: HostPostfix.today)
      let lines = test.problems + (quiet ? [] : [test.summary])
      Output.write(lines.map { PrintableText.of($0) + "\n" }.joined())
      if !test.isPassed { throw ExitStatus.findings.code }
    }
  }
}
