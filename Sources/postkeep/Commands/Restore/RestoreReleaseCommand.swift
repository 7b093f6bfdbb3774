// postkeep restore release: let restored messages go, at a pace.

import ArgumentParser
import Recovery
import SystemAccess

struct RestoreReleaseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "release",
    abstract: "Release messages of a run from hold, at a pace.",
    usage: "postkeep restore release [<options>] <run>",
    discussion: """
      Releases, by postsuper(1), what a run has put into hold and what still lies there. Messages of which nobody can \
      tell whether they were delivered, that Postfix would return for their age, or that were on hold before, stay until \
      --also names them. Submissions that waited beside the queues go into maildrop.

      EXAMPLES
        postkeep restore release 20261126T191216Z
        postkeep restore release 20261126T191216Z --rate 60
        postkeep restore release 20261126T191216Z --also unknown

      \(ExitStatus.table([.done, .partlyDone, .usage, .unreadable, .locked, .permission]))
      """)

  @Argument(help: ArgumentHelp("The run, as 'restore status' shows it.", valueName: "run")) var id: String
  @Option(help: ArgumentHelp("At most so many in a minute.", valueName: "messages")) var rate = 600
  @Option(
    help: ArgumentHelp(
      "Messages that wait for a reason: unknown, expired or held; those just restored are released anyway.",
      valueName: "reason"))
  var also: [RestoreDecision.HoldReason] = []
  @OptionGroup var state: StateOptions
  @Flag(name: .shortAndLong, help: "Print only what went wrong.") var quiet = false

  func validate() throws {
    guard rate > 0 else { throw ValidationError("--rate is a number of messages, at least 1.") }
  }

  func run() throws {
    let restoring = try state.restores(with: id)
    let report = try Failure.translating {
      try restoring.release(id, including: Set(also), perMinute: rate) {
        Progress.done($0, of: $1)
      }
    }
    if !quiet { Output.write(report.text) }
    if !report.left.isEmpty { throw ExitStatus.partlyDone.code }
  }
}
