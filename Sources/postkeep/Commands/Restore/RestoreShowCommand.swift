// postkeep restore show: a procedure to be read, printed and followed by hand.

import ArgumentParser
import Recovery
import SystemAccess

struct RestoreShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show a restore procedure.",
    usage: "postkeep restore show [<options>] [<procedure> ...]",
    discussion: """
      Shows every step with its reason, the commands to do it by hand, what tells that it is done, what proves it, and \
      the way back. Steps that the site has added stand in their places. JSON is an object for each procedure.

      EXAMPLES
        postkeep restore show same-host
        postkeep restore show new-host --format markdown
        postkeep restore show --all | lpr

      FILES
        /etc/postkeep/procedures.d/  The site's own steps and procedures (.yaml).

      \(ExitStatus.table([.done, .usage, .unreadable, .permission]))
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable { case text, markdown, json }

  @Argument(
    help: ArgumentHelp("The procedure, as 'postkeep restore list' names it.", valueName: "procedure"),
    completion: .procedures)
  var names: [String] = []
  @Flag(help: "All of them, one after the other.") var all = false
  @OptionGroup var procedures: ProcedureOptions
  @Option(help: "text, markdown or json.") var format: Format = .text

  func run() throws {
    guard names.isEmpty == all else {
      throw Failure.untold("name procedures, as 'postkeep restore list' shows them, or say --all", "restore show")
    }
    let book = try procedures.book()
    let chosen = all ? book.procedures : try Failure.translating { try names.map(book.procedure) }
    for (index, procedure) in chosen.enumerated() {
      switch format {
      case .text: Output.write((index == 0 ? "" : "\n\n") + ProcedureText.text(procedure, width: 78))
      case .markdown: Output.write((index == 0 ? "" : "\n") + ProcedureText.markdown(procedure))
      case .json: FileWriting.write(ProcedureText.json(procedure), to: .output)
      }
    }
  }
}
