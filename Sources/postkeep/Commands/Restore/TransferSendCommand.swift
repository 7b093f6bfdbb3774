// postkeep restore transfer send: take messages out of the queue and hand an archive of them over.

import ArgumentParser
import ConfigurationDirectory
import Maintenance
import MessageSelections
import PostfixConfig
import Recovery
import SystemAccess

struct TransferSendCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "send",
    abstract: "On the old host: take messages out of the queue, and write an archive of them.",
    usage: "postkeep restore transfer send [<options>] <archive>",
    discussion: """
      Shows what would leave the queue, and with --apply does it. Messages of incoming, deferred and hold are moved with \
      their logs into a private directory beside the queues, where nobody delivers them, and stay there until the \
      standby's receipt settles the transfer or cancels it. Messages in delivery stay in the queue; send again when they \
      are finished or deferred.

      The archive has the form of a snapshot, and is mail of other people: only root can read it. '-' is standard output.

      An archive can be copied, so give it to one host only: with --standby, no other one accepts it, and no other one's \
      receipt counts.

      With --resume, goes on with a transfer that was interrupted, or writes its archive once more, with the same messages.

      EXAMPLES
        postkeep restore transfer send /root/mail1.tar.zst                   the plan
        postkeep restore transfer send /root/mail1.tar.zst --standby mail2 --apply
        postkeep restore transfer send - --where 'queue == deferred' --apply \\
          | ssh mail2 'cat > mail1.tar.zst'
        postkeep restore transfer send /root/mail1.tar.zst \\
          --resume mail1-20261126T224603Z-3fa9 --apply

      FILES
        /var/lib/postkeep/transfers/  A directory for each transfer, and its journal.
        postkeep/ID.transfer          In the queue: messages that wait for it.

      \(ExitStatus.table([.done, .incomplete, .partlyDone, .usage, .unreadable, .locked, .permission]))
      Status 2 means that the condition could not be told for some messages, or that files stay that Postfix does not take for \
      messages: in corrupt, unfinished, or under other names; standard error says which. Status 3 means that some messages stay \
      in the queue. One with two names in it stays, too, as it would be live under the other one.
      """)

  @Argument(
    help: ArgumentHelp("The archive, a new file; '-' for standard output.", valueName: "archive"), completion: .file(),
    transform: PathWord.read)
  var archive: String
  @OptionGroup var place: QueueOptions
  @Option(
    name: .customLong("where"),
    help: ArgumentHelp("Only these messages, such as 'sender.domain == \"example.com\"'.", valueName: "condition"))
  var conditions: [String] = []
  @Option(help: ArgumentHelp("The only host that may accept it, as hostname(1) names it there.", valueName: "host"))
  var standby: String?
  @Option(help: ArgumentHelp("Go on with a transfer.", valueName: "transfer")) var resume: String?
  @OptionGroup var state: StateOptions
  @Flag(help: "Do it. Without it, only the plan is shown.") var apply = false
  @Flag(name: .shortAndLong, help: "Do not ask on a terminal.") var yes = false
  @Flag(name: .shortAndLong, help: "With --apply, print only what went wrong.") var quiet = false

  private var condition: String? { conditions.first }

  func validate() throws {
    try ConditionOptions.validate(conditions)
    if resume != nil, condition != nil || standby != nil {
      throw ValidationError("--resume goes on with the condition and the standby that were given first.")
    }
    if resume != nil, place.configDirectory != nil || place.queueDirectory != nil {
      throw ValidationError("--resume goes on with the queue that was given first.")
    }
  }

  func run() throws {
    let transfers = try state.transfers()
    let target = try Failure.translating { try resume.map { try transfers.target(of: $0) } ?? place.target() }
    let condition = try Failure.translating { try resume.map { try transfers.selection(of: $0) } ?? self.condition }
    let selection = try condition.map { try ConditionOptions.read(withoutLog: $0, isNew: resume == nil) }
    let plan = try Failure.translating {
      try transfers.plan(target, selecting: selection, resuming: resume, now: LocalTime.now)
    }
    let isUndecided = SelectionOptions.report(plan.undecided) || !plan.outside.isEmpty
    guard apply else {
      Output.write(plan.text + "Nothing was changed. To do it, add --apply.\n")
      StoreOptions.report(plan.outside)
      if isUndecided { throw ExitStatus.incomplete.code }
      return
    }
    guard yes || Confirmation.given("Send \(plan.count + plan.waiting) messages?") else {
      throw Failure(.usage, "nothing was changed")
    }
    let source = TransferSource(host: Host.name, program: Version.text, postfix: HostPostfix.version?.description)
    let report = try Failure.translating {
      if let resume {
        return try transfers.resume(
          resume, plan, to: archive, source, now: LocalTime.now, progress: Progress.done)
      }
      return try transfers.send(
        plan, from: target, condition: condition, for: standby, to: archive, source, now: LocalTime.now,
        progress: Progress.done)
    }
    // What goes to standard output is the archive.
    let stream: StandardStream = archive == "-" ? .error : .output
    if !quiet { FileWriting.write(Array(report.text(archive: archive).utf8), to: stream) }
    StoreOptions.report(plan.outside)
    if isUndecided { throw ExitStatus.incomplete.code }
    if !report.isComplete { throw ExitStatus.partlyDone.code }
  }
}
