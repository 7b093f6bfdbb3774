// Where trash and journals are kept.

import ArgumentParser
import Bytes
import Maintenance

struct StateOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Where trash and journals are kept. Default: \(StateDirectory.usual).", valueName: "dir"),
    completion: .directory,
    transform: PathWord.read)
  var state: String = StateDirectory.usual

  /// What is there already: nil where nothing was ever removed, which only the usual place may say.
  func existing() throws -> StateDirectory? {
    let found = try Failure.translating { try StateDirectory.existing(state) }
    guard found == nil, state != StateDirectory.usual else { return found }
    throw Failure(.unreadable, "there is no trash in \(state)\n  --state names the directory that the purge was given.")
  }

  /// For a run where nothing was ever removed.
  func noRun(_ id: String) -> Failure {
    Failure(.unreadable, "there is no run '\(PrintableText.of(id))': nothing was ever removed here")
  }

  func open() throws -> StateDirectory { try Failure.translating { try StateDirectory(state) } }
}
