// postkeep restore run: carry a procedure out.

import ArgumentParser
import Recovery
import SystemAccess

struct RestoreRunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Carry a procedure out, step by step.",
    usage: "postkeep restore run [<options>] <procedure>",
    discussion: """
      Shows the plan, and with --apply carries it out. Each step is checked before and after, and written to a journal, so \
      that 'restore resume' goes on after a crash and nothing comes twice. Messages go into hold, where nothing is sent \
      until 'restore release' lets them go at a pace; --into deferred leaves that to the queue manager. \
      What waits for a reason goes into hold all the same: mail that is older than Postfix keeps it, that was held before, or of \
      which a log does not tell what became of it.

      A message that the queue has already, or that the log says was delivered, is left out. Recipients who got it are \
      marked as done. Nothing in the queue is ever replaced.

      EXAMPLES
        postkeep restore run same-host --log /var/log/mail.log              the plan
        postkeep restore run same-host --log /var/log/mail.log --apply
        postkeep restore run selected --where 'sender == "boss@example.com"' \\
          --apply --into deferred

      \(ExitStatus.table([.done, .findings, .incomplete, .partlyDone, .usage, .unreadable, .locked, .permission]))
      Status 1 means that the snapshot is damaged or not all signed, or that its configuration must not go live; status 3 that the run \
      waits at a step of yours, that files of the configuration are left to you, that a repair cannot mend what Postfix must not \
      meet, or that 'last' is a snapshot by best effort with \
      problems, which may lack messages; status 66 also that the target is not ready for it, or that a step of yours did not do its \
      work. A run that ends with 1 or 66 changes nothing behind the step that failed, and 'restore resume' goes on with it.
      """)

  @OptionGroup var request: RestoreRequestOptions
  @Flag(help: "Carry it out. Without it, only the plan is shown.") var apply = false
  @Flag(name: .shortAndLong, help: "Do not ask on a terminal.") var yes = false
  @Option(help: "text or json, for what was done.") var format: ListingFormat = .text
  @Flag(name: .shortAndLong, help: "With --apply, print no text but what went wrong.") var quiet = false

  func run() throws {
    let (procedure, wanted, isDoubtful) = try request.read()
    try Failure.translating { try Restoring.check(procedure) }
    let plan = try request.plan(wanted, procedure)
    if !apply || (!quiet && format == .text) {
      Output.write(procedure.outline)
      if let plan { Output.write("\n" + plan.text(verbose: false)) }
      try request.otherPlans(wanted, procedure).write()
    }
    let isUndecided = plan.map { SelectionOptions.report($0.undecided) } ?? false
    guard apply else {
      Output.write("Nothing was changed. To carry it out, add --apply.\n")
      try request.checkSignatures(wanted, procedure)
      if isUndecided { throw ExitStatus.incomplete.code }
      if isDoubtful { throw ExitStatus.partlyDone.code }
      return
    }
    guard yes || Confirmation.given("Carry it out?") else { throw Failure(.usage, "nothing was changed") }
    let report = try Failure.translating {
      try Restoring(state: request.state.state).run(wanted, procedure, plan, now: LocalTime.now) { Progress.show($0) }
    }
    try report.write(as: format, quiet: quiet)
    if isUndecided { throw ExitStatus.incomplete.code }
    if isDoubtful { throw ExitStatus.partlyDone.code }
  }
}

extension RestoreReport {
  /// Throws the status of a run that is not whole.
  func write(as format: ListingFormat, quiet: Bool) throws {
    switch format {
    case .json: FileWriting.write(json, to: .output)
    case .text: Output.write(quiet ? leftText + waitingText : text)
    }
    if !isWhole { throw ExitStatus.partlyDone.code }
  }
}
