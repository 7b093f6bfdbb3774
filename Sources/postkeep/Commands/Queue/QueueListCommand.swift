// postkeep queue list: the messages of the queue.

import ArgumentParser
import Bytes
import Maintenance
import PostfixQueue
import SystemAccess

struct QueueListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List messages, as mailq does.",
    usage: "postkeep queue list [<options>] [<id> ...]",
    discussion: """
      Prints what 'postqueue -p' would, or the members of 'postqueue -j' and more as JSON lines, or only the ids. A \
      message that is moved while the list is made is listed once.

      EXAMPLES
        postkeep queue list
        postkeep queue list --where 'queue == deferred and age > 5d'
        postkeep queue list --where 'any(recipients: it.domain == "example.com")' \\
          --format json --header Subject
        postkeep queue list --where 'age > 1h and recipient_count > 50' --explain
        postkeep queue list --where 'is_bounce' --format ids | postsuper -d -

      \(ExitStatus.table([.done, .incomplete, .usage, .unreadable, .permission]))
      """)

  @OptionGroup var place: QueueOptions
  @OptionGroup var which: SelectionOptions
  @Option(help: "text, json or ids.") var format: ListFormat = .text
  @Option(help: ArgumentHelp("Add a header to the JSON; may be given again.", valueName: "name"))
  var header: [String] = []
  @Flag(help: "Show, for each selected or named message, which part of the condition found what.") var explain = false

  func validate() throws {
    if explain, which.which.isEmpty { throw ValidationError("--explain needs a condition.") }
    if explain, format != .text { throw ValidationError("--explain is for people, and has no other format.") }
    if !header.isEmpty, format != .json { throw ValidationError("--header needs --format json.") }
  }

  func run() throws {
    let selection = try which.read()
    let store = try place.open()
    let listing = QueueListing(
      explain ? .explanation : format.format, headers: header.map { ByteString($0) }, selection: selection,
      isForTerminal: StandardStream.output.isTerminal)
    let outcome = listing.write(store, now: LocalTime.now) { FileWriting.write($0, to: .output) }
    _ = which.report(missing: outcome.missing, from: QueueName.listed)
    let isIncomplete = QueueOptions.reportView(outcome.scan)
    if SelectionOptions.report(outcome.undecided) || isIncomplete { throw ExitStatus.incomplete.code }
  }
}

enum ListFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json, ids

  var format: QueueListing.Format {
    switch self {
    case .text: .text
    case .json: .json
    case .ids: .ids
    }
  }
}
