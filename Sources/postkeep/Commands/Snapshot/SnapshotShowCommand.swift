// postkeep snapshot show: what a snapshot is, and which messages it has.

import ArgumentParser
import Recovery
import SystemAccess

struct SnapshotShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show a snapshot and its messages.",
    usage: "postkeep snapshot show [<options>] [<snapshot>]",
    discussion: """
      A snapshot is named by its id, by the beginning of its id or of its time, by 'last', or by the path of its archive.

      EXAMPLES
        postkeep snapshot show last
        postkeep snapshot show 20261126T22 --format json
        postkeep snapshot show last \\
          --where 'recipient.domain == "example.com" and age > 1d'
        postkeep snapshot show /backup/mail1-20261126T224603Z.tar.zst

      \(ExitStatus.table([.done, .findings, .incomplete, .usage, .unreadable, .permission]))
      Status 1 means that the archive is damaged. That a snapshot is by best effort is told on standard error.
      """)

  @Argument(help: "The snapshot. Default: last.", completion: .file(), transform: PathWord.read)
  var snapshot = "last"
  @OptionGroup var which: ConditionOptions
  @OptionGroup var store: StoreOptions
  @OptionGroup var key: IdentityOptions
  @Flag(help: "Only what it is, without its messages.") var brief = false
  @Option(help: "text or json.") var format: ListingFormat = .text

  func validate() throws {
    if brief, !which.isEmpty { throw ValidationError("--brief shows no messages: leave --where and --selection out.") }
  }

  func run() throws {
    let named = try store.named(snapshot, key)
    let chain = try Failure.translating { try named.chain() }
    let selection = which.isEmpty ? nil : try which.read(ids: [])
    let selected = try Failure.translating {
      try selection.map { try chain.paths(selectedBy: $0, now: LocalTime.now) }
    }
    let view = try Failure.translating {
      try SnapshotView(chain, paths: brief ? [] : selected?.paths)
    }
    StoreOptions.report(named.remarks(view.summary))
    switch format {
    case .text: Output.write(view.text)
    case .json: FileWriting.write(view.json, to: .output)
    }
    if let selected, SelectionOptions.report(selected.undecided) { throw ExitStatus.incomplete.code }
  }
}
