// postkeep queue: what mailq, qshape, postcat and postsuper do, from one reader that never disturbs Postfix.

import ArgumentParser

struct QueueCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "queue",
    abstract: "See and clean the mail queue.",
    usage: "postkeep queue <subcommand>",
    discussion: """
      Reads the queue files themselves, so that it works with Postfix running, stopped or gone, and a damaged file hides \
      no other. Nothing here locks, links or touches a message that it only looks at.

      EXAMPLES
        postkeep queue list
        postkeep queue list --where 'age > 1d and sender == ""'
        postkeep queue shape deferred
        postkeep queue summary

      \(ExitStatus.table([.done, .findings, .incomplete, .partlyDone, .usage, .unreadable, .locked, .permission]))
      """,
    subcommands: [
      QueueListCommand.self, QueueShapeCommand.self, QueueSummaryCommand.self, QueueWatchCommand.self,
      QueueShowCommand.self, QueueCheckCommand.self, QueuePurgeCommand.self, QueueUndoCommand.self,
      QueueTrashCommand.self,
      QueueHoldCommand.self, QueueReleaseCommand.self, QueueRequeueCommand.self, QueueExpireCommand.self,
      QueueFlushCommand.self,
    ])
}
