// postkeep restore list: which procedures there are.

import ArgumentParser
import Recovery

struct RestoreListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the restore procedures.",
    usage: "postkeep restore list [<options>]",
    discussion: """
      Those of Postkeep come first, then those of the site.

      EXAMPLES
        postkeep restore list

      FILES
        /etc/postkeep/procedures.d/  The site's own steps and procedures (.yaml).

      \(ExitStatus.table([.done, .usage, .unreadable, .permission]))
      """)

  @OptionGroup var procedures: ProcedureOptions

  func run() throws { Output.write(ProcedureText.list(try procedures.book())) }
}
