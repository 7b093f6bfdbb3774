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
    try begun("there is no trash", by: "purge") { try StateDirectory.existing(state) }
  }

  /// What an earlier command has begun there; a place that somebody names has to have it.
  func begun<Place>(_ lack: String, by command: String, _ find: () throws -> Place?) throws -> Place? {
    let found = try Failure.translating(find)
    guard found == nil, state != StateDirectory.usual else { return found }
    throw Failure(.unreadable, "\(lack) in \(state)\n  --state names the directory that the \(command) was given.")
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
    try begun("there are no restores", by: "restore") { try Restoring.existing(state: state) }
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
