// postkeep restore transfer cancel: put everything back.

import ArgumentParser
import Recovery

struct TransferCancelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cancel",
    abstract: "On the old host: put the messages of a transfer back into the queue.",
    usage: "postkeep restore transfer cancel [<options>] <receipt>",
    discussion: """
      Needs a proof that no other host has the messages: a receipt of the standby that says that it has refused, or a \
      journal that shows that no archive was ever complete. Each message comes back as the same file, with its id, into \
      the queue from which it was taken.

      EXAMPLES
        postkeep restore transfer cancel ./receipt.json
        postkeep restore transfer cancel mail1-20261126T224603Z-3fa9

      \(ExitStatus.table([.done, .partlyDone, .usage, .unreadable, .locked, .permission]))
      Status 3 means that some messages could not be put back, because the queue has something of their names.
      """)

  @Argument(
    help: ArgumentHelp(
      "A receipt that says refused, or the id of a transfer without an archive.", valueName: "receipt"),
    completion: .file(),
    transform: PathWord.read
  )
  var receipt: String
  @OptionGroup var state: StateOptions
  @Flag(name: .shortAndLong, help: "Print only what went wrong.") var quiet = false

  func run() throws {
    let transfers = try state.answeredTransfers()
    let report = try Failure.translating { try transfers.cancel(receipt) }
    if !quiet { Output.write(report.text) }
    if !report.left.isEmpty { throw ExitStatus.partlyDone.code }
  }
}
