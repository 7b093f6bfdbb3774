// Which restore procedures a command knows.

import ArgumentParser
import Recovery

struct ProcedureOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Where the site keeps its own steps and procedures.", valueName: "dir"))
  var procedures: String = ProcedureBook.usualDirectory

  func book() throws -> ProcedureBook { try Failure.translating { try ProcedureBook(site: procedures) } }
}
