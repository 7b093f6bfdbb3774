// postkeep restore transfer settle: let go of what the standby has accepted.

import ArgumentParser
import Recovery

struct TransferSettleCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "settle",
    abstract: "On the old host: remove what the standby has accepted.",
    usage: "postkeep restore transfer settle [<options>] <receipt>",
    discussion: """
      Compares the standby's receipt with the journal: the transfer, how many messages, and the sum of all of them. Then \
      the messages that wait beside the queue are removed. The archive stays, as a copy for reading. Neither this host nor the \
      standby accepts it again, but any other host would, unless it was made for one --standby: delete it in time.

      EXAMPLES
        postkeep restore transfer settle ./receipt.json

      \(ExitStatus.table([.done, .findings, .usage, .unreadable, .locked, .permission]))
      Status 1 means that the receipt does not fit the transfer; nothing was removed then.
      """)

  @Argument(
    help: ArgumentHelp("What 'restore transfer accept' wrote on the standby.", valueName: "receipt"),
    completion: .file(),
    transform: PathWord.read)
  var receipt: String
  @OptionGroup var state: StateOptions
  @Flag(name: .shortAndLong, help: "Print only what went wrong.") var quiet = false

  func run() throws {
    let transfers = try state.answeredTransfers()
    let report = try Failure.translating { try transfers.settle(receipt) }
    if !quiet { Output.write(report.text) }
  }
}
