// postkeep snapshot: a live queue with its configuration in an archive, and what can be done with such archives.

import ArgumentParser

struct SnapshotCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "snapshot",
    abstract: "Keep snapshots of the queue and its configuration.",
    usage: "postkeep snapshot <subcommand>",
    discussion: """
      A store of snapshots is a directory with an archive for each, which plain tar(1) opens.

      EXAMPLES
        postkeep snapshot create --since last
        postkeep snapshot list
        postkeep snapshot verify last
        postkeep snapshot prune --keep-daily 7 --keep-weekly 5

      \(ExitStatus.table([.done, .findings, .incomplete, .partlyDone, .usage, .unreadable, .locked, .permission]))
      """,
    subcommands: [
      SnapshotCreateCommand.self, SnapshotListCommand.self, SnapshotShowCommand.self, SnapshotVerifyCommand.self,
      SnapshotDiffCommand.self, SnapshotExportCommand.self, SnapshotFoldCommand.self, SnapshotPruneCommand.self,
    ])
}
