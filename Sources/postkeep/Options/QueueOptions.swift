// Which queue a command is about.

import ArgumentParser
import ConfigurationDirectory
import Maintenance
import PostfixQueue
import QueueStore
import SystemAccess

struct QueueOptions: ParsableArguments {
  @Option(
    name: [.customShort("c"), .customLong("config-dir")],
    help: ArgumentHelp("The configuration whose queue it is. Default: this host's.", valueName: "dir"),
    completion: .directory,
    transform: PathWord.read)
  var configDirectory: String?
  @Option(
    name: .customLong("queue-dir"), help: ArgumentHelp("The queue itself, if it lies elsewhere.", valueName: "dir"),
    completion: .directory,
    transform: PathWord.read)
  var queueDirectory: String?

  /// The configuration directory; Postfix's tools take no relative path.
  var configuration: String { FilePath.absolute(configDirectory ?? HostPostfix.configurationDirectory) }

  /// - Parameter directory: the queue directory, where another argument names it.
  func open(directory: String? = nil) throws -> QueueStore {
    try Failure.translating {
      try QueuePlace.open(
        configuration: configuration, queue: directory ?? queueDirectory)
    }
  }

  /// The same for a view, which also says what Postfix does not see: files in place of messages are no empty queue.
  static func reportView(_ outcome: ScanOutcome) -> Bool {
    let isIncomplete = report(outcome)
    guard !outcome.incomplete.isEmpty else { return isIncomplete }
    let parts = outcome.incomplete.sorted { $0.key < $1.key }.map { "\($0.value) in \($0.key.rawValue)" }
    let text = "not shown are files that Postfix takes for incomplete, \(parts.joined(separator: ", "))"
    Output.tell("\(text); see 'postkeep queue check'")
    return true
  }

  /// What could not be read, for standard error. True when there was anything.
  static func report(_ outcome: ScanOutcome) -> Bool {
    for problem in outcome.problems { Output.tell("\(problem)") }
    if !outcome.isProven {
      Output.tell("the queue moves and cannot be watched; a message may be missing from the list")
    }
    return !outcome.problems.isEmpty || !outcome.isProven
  }
}
