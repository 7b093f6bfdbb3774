// postkeep restore transfer status: where the messages are that left this host.

import ArgumentParser
import Recovery
import SystemAccess

struct TransferStatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "On the old host: show transfers, and where their messages are.",
    usage: "postkeep restore transfer status [<options>] [<transfer>]",
    discussion: """
      Transfers to this host are shown by 'restore status'.

      EXAMPLES
        postkeep restore transfer status
        postkeep restore transfer status mail1-20261126T224603Z-3fa9 --format json

      \(ExitStatus.table([.done, .findings, .usage, .unreadable, .permission]))
      Status 1 means that messages of a transfer are still beside the queue.
      """)

  @Argument(help: ArgumentHelp("The transfer; all without it.", valueName: "transfer")) var id: String?
  @OptionGroup var state: StateOptions
  @Option(help: "text or json.") var format: ListingFormat = .text

  func run() throws {
    let transfers = try id == nil ? state.begunTransfers() : state.answeredTransfers()
    let statuses = try Failure.translating { try transfers?.statuses(of: id) ?? [] }
    switch format {
    case .json: for status in statuses { FileWriting.write(status.json, to: .output) }
    case .text:
      for status in statuses { Output.write(status.text) }
      if statuses.isEmpty { Output.write("No transfer has left this host.\n") }
    }
    if statuses.contains(where: { !$0.isFinished }) { throw ExitStatus.findings.code }
  }
}
