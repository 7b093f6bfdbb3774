// postkeep restore plan: what a procedure would do.

import ArgumentParser
import Recovery
import SystemAccess

struct RestorePlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Show what a procedure would do with every message.",
    usage: "postkeep restore plan [<options>] <procedure>",
    discussion: """
      Decides for each message of a snapshot whether it is put into the queue, and changes nothing. With the mail log of \
      the old host it says for every recipient whether the message was delivered after the snapshot, was returned, is \
      still owed, or whether nobody can tell. JSON is an object for each message, and one with the sums. Of the procedures \
      that concern files, configuration and repair, it shows what would become of each.

      EXAMPLES
        postkeep restore plan same-host \\
          --log /var/log/mail.log --log /var/log/mail.log.1
        postkeep restore plan selected --from last \\
          --where 'recipient.domain == "example.com"'
        postkeep restore plan new-host --from ./mail1-20261126T224603Z.tar.zst \\
          --format json

      \(ExitStatus.table([.done, .findings, .incomplete, .partlyDone, .usage, .unreadable, .permission]))
      Status 1 means that the snapshot is damaged, or that a run would refuse it for its signatures; status 2 \
      that a condition could not be told for some messages, or that what a repair would change is seen only when Postfix is \
      stopped; status 3 that 'last' is a snapshot by best effort with problems, which may lack messages.
      """)

  @OptionGroup var request: RestoreRequestOptions
  @Option(help: "text or json.") var format: ListingFormat = .text
  @Flag(name: .shortAndLong, help: "Show every message and its recipients.") var verbose = false

  func run() throws {
    let (procedure, wanted, isDoubtful) = try request.read()
    let plan = try request.plan(wanted, procedure)
    let others = try request.otherPlans(wanted, procedure)
    switch format {
    case .json:
      FileWriting.write((plan?.json ?? []) + others.json, to: .output)
      if others.waitsForStop { throw Failure(.incomplete, "what has to be changed is seen when Postfix is stopped") }
    case .text:
      Output.write(procedure.outline)
      if let plan { Output.write("\n" + plan.text(verbose: verbose)) }
      others.write()
    }
    try request.checkSignatures(wanted, procedure)
    if let plan, SelectionOptions.report(plan.undecided) { throw ExitStatus.incomplete.code }
    if isDoubtful { throw ExitStatus.partlyDone.code }
  }
}
