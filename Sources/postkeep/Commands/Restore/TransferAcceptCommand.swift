// postkeep restore transfer accept: take over what another host has sent, or promise never to.

import ArgumentParser
import Recovery
import SystemAccess

struct TransferAcceptCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "accept",
    abstract: "On the standby: place the messages of a transfer, and write a receipt.",
    usage: "postkeep restore transfer accept [<options>] [<archive>]",
    discussion: """
      Reads the whole archive first, and compares every sum. Then the messages are placed: on hold, until \
      'restore release' with the id of the transfer lets them go, or with --into deferred for the queue manager. From then \
      on this host answers for them. A message that the queue has already, as by a restored snapshot, is left out and counted; one \
      that an earlier restore has put here, and that is gone, waits on hold for 'restore release --also unknown'. The host that \
      has sent a transfer does not accept it. A command that was interrupted is run again with the same archive, and finishes; \
      nothing comes twice. A transfer that was accepted before changes nothing, writes the same receipt once more, and \
      ends with status 64.

      With --refuse, this host promises never to accept a transfer, so that the old host can put its messages back. That \
      is impossible once it has begun to accept it, and cannot be taken back.

      EXAMPLES
        postkeep restore transfer accept /root/mail1.tar.zst \\
          --receipt /root/receipt.json
        ssh mail1 cat /root/mail1.tar.zst \\
          | postkeep restore transfer accept - > receipt.json
        postkeep restore release mail1-20261126T224603Z-3fa9 --rate 60
        postkeep restore transfer accept --refuse mail1-20261126T224603Z-3fa9 \\
          > receipt.json

      \(ExitStatus.table([.done, .findings, .usage, .unreadable, .locked, .permission]))
      Status 1 means that the archive is damaged or cut; nothing was placed then.
      """)

  @Argument(
    help: ArgumentHelp("The archive; '-' for standard input.", valueName: "archive"), completion: .file(),
    transform: PathWord.read)
  var archive: String?
  @Option(help: ArgumentHelp("Never accept this transfer.", valueName: "transfer")) var refuse: String?
  @Option(help: "Where messages go: hold or deferred.") var into = RestoreOptions.Place.hold
  @Option(
    help: ArgumentHelp("Write the receipt there, and not to standard output.", valueName: "file"), completion: .file(),
    transform: PathWord.read)
  var receipt: String?
  @OptionGroup var place: QueueOptions
  @OptionGroup var state: StateOptions

  func run() throws {
    if (archive == nil) == (refuse == nil) {
      throw Failure.untold("name an archive, or say --refuse TRANSFER", "restore transfer accept")
    }
    let transfers = try state.transfers()
    let target = try place.target()
    let answer = try Failure.translating {
      if let refuse {
        return try transfers.refuse(refuse, configuration: target, host: Host.name, now: LocalTime.now)
      }
      return try transfers.accept(
        archive ?? "-", into: target, queue: into, host: Host.name, now: LocalTime.now
      ) { Progress.show($0) }
    }
    StoreOptions.report(answer.remarks)
    if let receipt {
      do {
        try Failure.translating { try FileWriting.write(answer.receipt.json, to: receipt) }
      } catch let error as Failure {
        let outcome = refuse == nil ? "was accepted" : "is refused"
        throw Failure(
          error.status,
          "\(error.message)\n  The transfer \(outcome) all the same: run the command again with another --receipt to get it."
        )
      }
    } else {
      FileWriting.write(answer.receipt.json, to: .output)
    }
    if answer.isRepeated, refuse == nil {
      throw Failure(
        .usage,
        "transfer \(answer.receipt.transfer) was accepted before\n  Nothing was placed. The receipt is the same.")
    }
  }
}
