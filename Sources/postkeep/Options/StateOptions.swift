// Where trash and journals are kept.

import ArgumentParser
import Bytes
import Maintenance
import Recovery

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

  /// The trash in which a run is.
  func existing(with id: String) throws -> StateDirectory {
    guard let found = try existing() else {
      throw Failure(.unreadable, "there is no run '\(PrintableText.of(id))': nothing was ever removed here")
    }
    return found
  }

  /// Restores that were begun: nil where none was ever begun, which only the usual place may say.
  func restores() throws -> Restoring? {
    let found = try Failure.translating { try Restoring.existing(state: state) }
    guard found == nil, state != StateDirectory.usual else { return found }
    throw Failure(
      .unreadable, "there are no restores in \(state)\n  --state names the directory that the restore was given.")
  }

  /// The restores of which one is named.
  func restores(with id: String) throws -> Restoring {
    guard let found = try restores() else {
      throw Failure(.unreadable, "there is no run '\(PrintableText.of(id))': nothing was ever restored here")
    }
    return found
  }

  func open() throws -> StateDirectory { try Failure.translating { try StateDirectory(state) } }
}
