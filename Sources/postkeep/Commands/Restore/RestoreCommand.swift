// postkeep restore: procedures that bring a mail system back, and what carries them out.

import ArgumentParser

struct RestoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore",
    abstract: "Restore queues and configurations by documented procedures.",
    usage: "postkeep restore <subcommand>",
    discussion: """
      A procedure is a runbook: each step says why it is done, how to do it by hand, how to tell that it is done, what \
      proves it, and the way back. postkeep-restore(7) has all of them, to be printed before they are needed.

      EXAMPLES
        postkeep restore list
        postkeep restore show --all > runbook.txt
        postkeep restore plan same-host --log /var/log/mail.log
        postkeep restore run same-host --log /var/log/mail.log --apply
        postkeep restore drill

      \(ExitStatus.table([.done, .findings, .incomplete, .partlyDone, .usage, .unreadable, .locked, .permission]))
      """,
    subcommands: [
      RestoreListCommand.self, RestoreShowCommand.self, RestorePlanCommand.self, RestoreRunCommand.self,
      RestoreStatusCommand.self, RestoreResumeCommand.self, RestoreReleaseCommand.self, RestoreDrillCommand.self,
      TransferCommand.self,
    ])
}
