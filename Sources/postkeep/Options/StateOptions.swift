// Where trash and journals are kept.

import ArgumentParser
import Maintenance

struct StateOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Where trash and journals are kept.", valueName: "dir"))
  var state: String = StateDirectory.usual

  func open() throws -> StateDirectory { try Failure.translating { try StateDirectory(state) } }
}
