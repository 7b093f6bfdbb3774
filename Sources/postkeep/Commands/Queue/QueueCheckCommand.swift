// postkeep queue check: what is unhealthy in a queue directory.

import ArgumentParser
import Maintenance
import RunJournals
import SystemAccess

struct QueueCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Find what is wrong in the queue directory, and repair what is safe to repair.",
    usage: "postkeep queue check [<options>]",
    discussion: """
      Looks at every name in the directories of messages and logs: owners, modes, links, ids, hash levels, damaged and \
      unfinished files, ids that are there twice, logs without a message, and what is no file at all. Beside the queues it \
      looks for runs that were left in the middle with mail, for queues under other names, and for what was put aside and \
      may be forgotten. Says what Postfix makes of each, and what to do. Also tells how long the disk will last if mail \
      goes on arriving as in the last hour.

      --fix shows what it would repair: owners, groups and modes, what has a name that stops Postfix, links and FIFOs, \
      empty hash directories, logs without a message. --apply does it. What may hold mail is moved to \
      postkeep-lost+found in the queue directory, never deleted. A link in the place of a hash directory is left alone, \
      and so are the logs of messages that may lie behind it, or in a queue that was moved away. No file is completed or \
      expired, and names are left to postsuper -s. What lies in postkeep-lost+found is left to you.

      EXAMPLES
        postkeep queue check
        postkeep queue check --fix
        postkeep queue check --fix --apply
        postkeep queue check -q              from cron
        postkeep queue check --format json

      \(ExitStatus.table([.done, .findings, .incomplete, .partlyDone, .usage, .unreadable, .permission]))
      Status 1 means that something of severity medium, high or critical was found; low and info are told and end with 0; \
      with -q, info is not told. Status 3 means that not all could be repaired.
      """)

  @OptionGroup var place: QueueOptions
  @OptionGroup var state: StateOptions
  @OptionGroup var common: CommonOptions
  @Option(help: "text or json.") var format: ListingFormat = .text
  @Flag(help: "Show what can be repaired.") var fix = false
  @Flag(help: "Repair it. Without it, only the plan is shown.") var apply = false

  func validate() throws {
    if apply, !fix { throw ValidationError("--apply needs --fix.") }
  }

  private var runPlace: RunPlace {
    RunPlace(state: state.state, configuration: place.configDirectory, queue: place.queueDirectory)
  }

  func run() throws {
    let store = try place.open()
    let text = HealthReportText(isVerbose: common.verbose, isQuiet: common.quiet, terminal: common.terminal)
    let care = try Failure.translating {
      try HealthCare(
        of: store, fix ? (apply ? .applied : .planned) : .no, as: format == .text ? text : nil, place: runPlace,
        now: LocalTime.now)
    }
    FileWriting.write(care.output, to: .output)
    let status = ExitStatus(care.verdict)
    if status != .done { throw status.code }
  }
}
