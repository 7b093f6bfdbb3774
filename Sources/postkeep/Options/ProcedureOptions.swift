// Which restore procedures a command knows.

import ArgumentParser
import Recovery

struct ProcedureOptions: ParsableArguments {
  @Option(
    name: .customLong("procedures"),
    help: ArgumentHelp(
      "Where the site keeps its own steps and procedures. Default: \(ProcedureBook.usualDirectory).", valueName: "dir"),
    transform: PathWord.read)
  var named: String?

  var directory: String { named ?? ProcedureBook.usualDirectory }

  func book() throws -> ProcedureBook { try Failure.translating { try ProcedureBook(site: directory) } }
}
