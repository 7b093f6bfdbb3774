// postkeep snapshot export: messages of a snapshot as mail.

import ArgumentParser
import Bytes
import Recovery
import SystemAccess

struct SnapshotExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write messages of a snapshot as mail.",
    usage: "postkeep snapshot export [<options>] <snapshot> [<id> ...]",
    discussion: """
      Writes each message with its headers and its body into a directory: as files that mail programs open, or as a \
      maildir, which is made if only it itself is missing. Nothing is written over; a mail that is there already, the very same, is passed over, so that an export which found \
      the disk full can be run again. Of a damaged archive, what the damage has not hit is written: each message is compared with \
      its sum. Standard error names the others. Where the index is damaged, as in an archive that was cut, all messages before the \
      first damage are written, if neither ids nor a condition are given: which are missing, and which had left the queue, \
      cannot be told then. Where the damage has hit the beginning, as in a small archive any does, nothing \
      can be exported, and 'snapshot verify' names what is lost.

      EXAMPLES
        postkeep snapshot export last --eml ./mails
        postkeep snapshot export last --where 'sender.domain == "example.com"' \\
          --eml ./mails
        postkeep snapshot export last A1B2C3D4E5 --maildir ~/Maildir/.rescued

      \(ExitStatus.table([.done, .findings, .incomplete, .usage, .unreadable, .permission]))
      Status 1 means that the archive is damaged, whether or not a message is lost. That a snapshot is by best effort, and may \
      lack messages, is told on standard error.
      """)

  @Argument(help: "The snapshot.", completion: .file(), transform: PathWord.read) var snapshot: String
  @OptionGroup var which: SelectionOptions
  @Option(
    help: ArgumentHelp("Files of one message each.", valueName: "dir"), completion: .directory, transform: PathWord.read
  ) var eml: String?
  @Option(help: ArgumentHelp("A maildir.", valueName: "dir"), completion: .directory, transform: PathWord.read)
  var maildir: String?
  @OptionGroup var store: StoreOptions
  @OptionGroup var key: IdentityOptions
  @Flag(name: .shortAndLong, help: "Print nothing.") var quiet = false

  func run() throws {
    guard (eml == nil) != (maildir == nil) else {
      throw Failure.untold("say either --eml or --maildir", "snapshot export")
    }
    let named = try store.named(snapshot, key)
    let chain = try Failure.translating { try named.chain() }
    let selection = which.isEmpty ? nil : try which.read()
    let selected = try Failure.translating {
      try selection.map { try chain.paths(selectedBy: $0, now: LocalTime.now) }
    }
    let report = try Failure.translating {
      try SnapshotExport.export(
        chain, as: eml == nil ? .maildir : .eml, to: try .made(eml ?? maildir ?? ".", mode: 0o700),
        paths: selected?.paths)
    }
    StoreOptions.report(named.remarks(report.summary))
    let isUndecided = selected.map { SelectionOptions.report($0.undecided) } ?? false
    let count = report.count
    if selected != nil, count == 0, report.lost.isEmpty {
      throw Failure(
        .unreadable,
        "no message was exported: none of the snapshot is selected\n  'postkeep snapshot show' lists its messages.")
    }
    let present = report.present > 0 ? ", \(report.present) of them were there already" : ""
    if !quiet { Output.write("exported \(count) message\(count == 1 ? "" : "s")\(present)\n") }
    StoreOptions.report(report.damage + report.lost.map { "\(PrintableText.of($0.description)) is lost" })
    if !report.damage.isEmpty { throw ExitStatus.findings.code }
    if isUndecided { throw ExitStatus.incomplete.code }
  }
}
