// Commands about a run, as they are told to a person: with the options that it needs, so that they can be pasted.

import Bytes
import ConfigurationDirectory
import RunJournals
import SystemAccess

struct RunCommands: Sendable {
  private let run: String
  private let place: RunPlace
  /// Nil for this host's.
  private let configuration: String?

  init(_ run: RestoreRun) {
    self.run = run.id
    let configuration = run.request.configuration
    self.configuration = HostPostfix.isOwnConfiguration(configuration) ? nil : FilePath.absolute(configuration)
    place = RunPlace(
      state: RunShelf.state(of: run.directory), configuration: self.configuration, queue: run.request.queue)
  }

  /// "postkeep restore resume RUN --state DIR".
  func restore(_ verb: String) -> String { place.stateAlone.command("restore \(verb)", run) }

  /// "postkeep restore transfer accept ARCHIVE -c DIR --queue-dir DIR --state DIR", of a transfer to this host.
  func accept(_ what: String) -> String { place.command("restore transfer accept \(what)") }

  /// "postkeep queue check --fix -c DIR", of the queue of the run.
  func queue(_ words: String) -> String { place.command("queue \(words)") }

  /// What a procedure leaves to a person, for this run.
  func filled(_ text: String) -> String {
    var text = text
    for verb in ["release", "resume", "status"] {
      text = text.replacing("postkeep restore \(verb) RUN", with: restore(verb))
    }
    guard let configuration else { return text.replacing("RUN", with: run) }
    for tool in ["postsuper", "postqueue"] {
      text = text.replacing("\(tool) -", with: "\(tool) -c \(ShellWord.quoted(configuration)) -")
    }
    for verb in ["start", "stop", "reload", "check", "status"] {
      text = text.replacing("postfix \(verb)", with: "postfix -c \(ShellWord.quoted(configuration)) \(verb)")
    }
    return text.replacing("RUN", with: run)
  }
}
