// postkeep snapshot diff: what happened in a queue between two snapshots.

import ArgumentParser
import Recovery
import SystemAccess

struct SnapshotDiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Compare two snapshots.",
    usage: "postkeep snapshot diff [<options>] <old> [<new>]",
    discussion: """
      Shows which messages entered the queue (+), left it (-) or changed (~) from the first snapshot to the second.

      EXAMPLES
        postkeep snapshot diff 20261125T22 last

      \(ExitStatus.table([.done, .findings, .usage, .unreadable, .permission]))
      Status 1 means that they differ, or that an archive is damaged. Messages that a snapshot by best effort lacks seem to \
      have entered or left; that it is one is told on standard error.
      """)

  @Argument(help: "The earlier snapshot.", completion: .file(), transform: PathWord.read) var old: String
  @Argument(help: "The later snapshot. Default: last.", transform: PathWord.read) var new = "last"
  @OptionGroup var store: StoreOptions
  @OptionGroup var key: IdentityOptions
  @Option(help: "text or json.") var format: ListingFormat = .text

  func run() throws {
    let snapshots = try [old, new].map { try store.named($0, key) }
    let chains = try Failure.translating { try snapshots.map { try $0.chain() } }
    let difference = try Failure.translating { try SnapshotDifference(from: chains[0], to: chains[1]) }
    // What is missing in one of them seems to have entered or left.
    for (snapshot, summary) in zip(snapshots, [difference.oldSummary, difference.newSummary]) {
      StoreOptions.report(snapshot.remarks(summary))
    }
    switch format {
    case .text: Output.write(difference.text)
    case .json: FileWriting.write(difference.json, to: .output)
    }
    if !difference.changes.isEmpty { throw ExitStatus.findings.code }
  }
}
