// postkeep explain: what a rule asks and why, or what is known about a parameter.

import ArgumentParser
import Audit
import PostfixConfig
import SystemAccess

struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Explain a rule or a parameter.",
    usage: "postkeep explain [<options>] <rule|parameter>",
    discussion: """
      EXAMPLES
        postkeep explain QUE002
        postkeep explain backoff-inverted
        postkeep explain maximal_queue_lifetime --postfix-version 2.11.0

      \(ExitStatus.table([.done, .usage, .unreadable, .permission]))
      """)

  @Argument(help: ArgumentHelp("A rule by id or name, or a parameter.", valueName: "rule|parameter")) var word: String
  @Option(help: "Show the default of this Postfix version, too.") var postfixVersion: PostfixVersion?
  @OptionGroup var files: RuleFileOptions

  func run() throws {
    let page = try Failure.translating { try files.book().explanation(of: word, version: postfixVersion) }
    FileWriting.write(Array(page.utf8), to: .output)
  }
}
