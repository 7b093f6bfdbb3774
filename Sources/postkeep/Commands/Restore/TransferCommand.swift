// postkeep restore transfer: move a queue to another host.

import ArgumentParser

struct TransferCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "transfer",
    abstract: "Move a queue to another host, each message live on one of them only.",
    usage: "postkeep restore transfer <subcommand>",
    discussion: """
      The old host takes messages out of its queue and writes an archive of them (send). The standby checks the archive \
      and places them (accept), or promises never to (accept --refuse); it answers with a receipt. With the first receipt \
      the old host removes what it has kept (settle), with the second one it puts everything back (cancel). Postfix may \
      run on both. Each command can be killed at any moment and run again.

      EXAMPLES
        postkeep restore transfer send - --apply \\
          | ssh mail2 postkeep restore transfer accept - > receipt.json
        postkeep restore transfer settle ./receipt.json
        postkeep restore transfer status

      \(ExitStatus.table([.done, .findings, .incomplete, .partlyDone, .usage, .unreadable, .locked, .permission]))
      """,
    subcommands: [
      TransferSendCommand.self, TransferAcceptCommand.self, TransferSettleCommand.self, TransferCancelCommand.self,
      TransferStatusCommand.self,
    ])
}
