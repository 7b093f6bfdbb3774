// postkeep snapshot fold: make a full snapshot of an incremental one.

import ArgumentParser
import Recovery
import SystemAccess

struct SnapshotFoldCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fold",
    abstract: "Make a full snapshot of an incremental one.",
    usage: "postkeep snapshot fold [<options>] [<snapshot>]",
    discussion: """
      Puts everything that an incremental snapshot and those below it hold into a new archive, which builds on nothing. \
      The queue is not read. The old archives stay until 'prune' removes them. What was encrypted stays so: say for whom \
      with --encrypt-to.

      EXAMPLES
        postkeep snapshot fold last

      \(ExitStatus.table([.done, .findings, .usage, .unreadable, .locked, .permission]))
      Status 1 means that an archive is damaged; nothing was made then.
      """)

  @Argument(help: "The snapshot. Default: last.", completion: .file(), transform: PathWord.read)
  var snapshot = "last"
  @OptionGroup var store: StoreOptions
  @OptionGroup var protection: ProtectionOptions
  @OptionGroup var key: IdentityOptions
  @Option(help: ArgumentHelp("Of compression, 1 to 19.", valueName: "level")) var level = 3
  @Flag(name: .shortAndLong, help: "Print nothing.") var quiet = false

  func validate() throws {
    guard (1...19).contains(level) else { throw ValidationError("--level is between 1 and 19.") }
  }

  func run() throws {
    let opened = try store.write()
    var options = SnapshotOptions()
    options.level = level
    try protection.apply(to: &options)
    let found = try Failure.translating { try opened.find(snapshot, origin: nil) }
    StoreOptions.report(found.passedOver)
    let report = try Failure.translating {
      try NamedSnapshot(found, in: opened, identity: key.identity).fold(options, progress: Progress.done)
    }
    if !quiet { Output.write(report.line + "\n") }
  }
}
