// postkeep snapshot list: what is in a store.

import ArgumentParser
import Recovery
import SystemAccess

struct SnapshotListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the snapshots of a store.",
    usage: "postkeep snapshot list [<options>]",
    discussion: """
      The oldest comes first. BASE is the snapshot that an incremental one builds on; VERIFIED tells when all of an \
      archive was last checked.

      EXAMPLES
        postkeep snapshot list
        postkeep snapshot list --to /backup/mail --format json

      \(ExitStatus.table([.done, .incomplete, .usage, .unreadable, .permission]))
      Status 2 means that some snapshots cannot be restored: their archive cannot be read, was not finished or was found \
      damaged, or one on which they build is gone or no better.
      """)

  @OptionGroup var store: StoreOptions
  @Option(help: "text or json.") var format: ListingFormat = .text

  func run() throws {
    let list = SnapshotList(try store.read())
    switch format {
    case .text: Output.write(list.text)
    case .json: FileWriting.write(list.json, to: .output)
    }
    StoreOptions.report(list.problems)
    if !list.problems.isEmpty { throw ExitStatus.incomplete.code }
  }
}
