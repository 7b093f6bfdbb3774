// Commands about a run, as they are told to a person: with the options that it needs, so that they can be pasted.

import Bytes
import ConfigurationDirectory
import RunJournals
import SystemAccess

struct RunCommands: Sendable {
  private let run: String
  private let state: String?
  private let configuration: String?
  private let queue: String?

  init(_ run: RestoreRun) {
    self.run = run.id
    let state = FilePath.split(FilePath.split(run.directory.path).directory).directory
    self.state = state == RunShelf.usualState ? nil : FilePath.absolute(state)
    let configuration = run.request.configuration
    queue = run.request.queue.map { FilePath.absolute($0) }
    self.configuration = HostPostfix.isOwnConfiguration(configuration) ? nil : FilePath.absolute(configuration)
  }

  private var stateOption: String { state.map { " --state \(ShellWord.quoted($0))" } ?? "" }

  /// "postkeep restore resume RUN --state DIR".
  func restore(_ verb: String) -> String { "postkeep restore \(verb) \(run)\(stateOption)" }

  /// "postkeep restore transfer accept ARCHIVE -c DIR --queue-dir DIR --state DIR", of a transfer to this host.
  func accept(_ what: String) -> String {
    let options = [("-c", configuration), ("--queue-dir", queue)].compactMap { name, value in
      value.map { " \(name) \(ShellWord.quoted($0))" }
    }
    return "postkeep restore transfer accept \(what)\(options.joined())\(stateOption)"
  }

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
