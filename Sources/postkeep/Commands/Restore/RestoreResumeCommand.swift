// postkeep restore resume: go on with a run that was interrupted.

import ArgumentParser
import Recovery
import SystemAccess

struct RestoreResumeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resume",
    abstract: "Go on with a run that was interrupted.",
    usage: "postkeep restore resume [<options>] <run>",
    discussion: """
      Carries out what is left of the run's plan. Messages that are in the queue stay as they are; those that were on \
      their way are finished; all others follow. A run that waits at a step of yours goes on behind it. A run that is finished \
      changes nothing. That the snapshot of the run is by best effort, and may lack messages, is told on standard error.

      EXAMPLES
        postkeep restore status
        postkeep restore resume 20261126T191216Z

      \(ExitStatus.table([.done, .findings, .partlyDone, .usage, .unreadable, .locked, .permission]))
      Status 1 means that the snapshot is damaged or not all signed, or that its configuration must not go live; status 3 that the run \
      waits at a step of yours, that files of the configuration are left to you, or that a repair cannot mend what Postfix must not \
      meet; status 66 also that the target is not ready \
      for it, or that a step of yours did not do its work.
      """)

  @Argument(help: ArgumentHelp("The run, as 'restore status' shows it.", valueName: "run")) var id: String
  @OptionGroup var procedures: ProcedureOptions
  @OptionGroup var state: StateOptions
  @Option(help: "text or json.") var format: ListingFormat = .text
  @Flag(name: .shortAndLong, help: "Print no text but what went wrong.") var quiet = false

  func run() throws {
    let restoring = try state.restores(with: id)
    StoreOptions.report(try Failure.translating { try restoring.remarks(of: id) })
    let report = try Failure.translating {
      try restoring.resume(id, procedures: procedures.named, now: LocalTime.now) {
        Progress.show($0)
      }
    }
    try report.write(as: format, quiet: quiet)
  }
}
