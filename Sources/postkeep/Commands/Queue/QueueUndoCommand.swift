// postkeep queue undo: put back what a purge removed.

import ArgumentParser
import Bytes
import Maintenance
import MessageSelections
import PostfixQueue
import SystemAccess

struct QueueUndoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "undo",
    abstract: "Put messages from the trash back into the queue.",
    usage: "postkeep queue undo [<options>] <run>",
    discussion: """
      Puts back what a run of 'queue purge' removed, each message once, however often it is called and interrupted. A \
      message gets a new queue id where the old one would not match its new file. Held messages return to hold, all \
      others to deferred; a forced expiry is not kept.

      Prints a line for every message: the old id, the new id, the queue.

      An undo that was stopped, and whose directory beside the queues is gone since, leaves messages of which nobody can \
      tell whether they came into the queue: they are named, with the new ids to look for in the mail log, and stay in the \
      trash with status 3. --doubtful again puts them back, --doubtful drop leaves them there for good.

      EXAMPLES
        postkeep queue trash list
        postkeep queue undo 20261126T191216Z
        postkeep queue undo 20261126T191216Z \\
          --where 'recipient.domain == "example.com"'

      \(ExitStatus.table([.done, .incomplete, .partlyDone, .usage, .unreadable, .locked, .permission]))
      """)

  @Argument(help: ArgumentHelp("The run, as 'queue trash list' shows it.", valueName: "run")) var runID: String
  @Option(name: .customLong("where"), help: ArgumentHelp("Only these messages.", valueName: "condition"))
  var conditions: [String] = []
  @Option(help: "What to do with messages of which nobody knows whether they came back: leave, again or drop.")
  var doubtful: UndoDoubt = .leave
  @Flag(help: "This is the run's queue, although its host or its path is another one now.") var sameQueue = false
  @OptionGroup var place: QueueOptions
  @OptionGroup var state: StateOptions
  @Flag(name: .shortAndLong, help: "Print only the summary.") var quiet = false

  func validate() throws {
    try ConditionOptions.validate(conditions)
    if doubtful == .drop, !conditions.isEmpty {
      throw ValidationError("--doubtful drop is about all such messages: give no --where.")
    }
  }

  func run() throws {
    let selection = try ConditionOptions.read(withoutLog: conditions.first)
    let report = try Failure.translating {
      let existing = try state.existing(with: runID)
      return try Purging.undo(
        runID, on: place.open(), in: existing, selecting: selection, doubtful: doubtful, sameQueue: sameQueue,
        now: LocalTime.now)
    }
    if !quiet { for (old, new, queue) in report.placed { Output.write("\(old) \(new) \(queue.rawValue)\n") } }
    Output.write(report.summary + "\n")
    for (id, why) in report.failed { Output.write("  not \(id): \(why)\n") }
    if let remedy = report.remedy { Output.write("  \(remedy)\n") }
    if report.expiring > 0 {
      let (are, their) = report.expiring == 1 ? ("is", "its sender") : ("are", "their senders")
      Output.write(
        "\(report.expiring) of them \(are) older than Postfix keeps mail, and \(are) returned to \(their) at the next attempt\n"
      )
    }
    for problem in report.problems { Failure(.incomplete, problem).show() }
    let isUndecided = SelectionOptions.report(report.undecided)
    if !report.failed.isEmpty { throw ExitStatus.partlyDone.code }
    if isUndecided || !report.problems.isEmpty { throw ExitStatus.incomplete.code }
  }
}
