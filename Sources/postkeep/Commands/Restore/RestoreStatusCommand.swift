// postkeep restore status: which runs there were, and how far each came.

import ArgumentParser
import Bytes
import Recovery
import SystemAccess

struct RestoreStatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Show runs, and what became of their messages.",
    usage: "postkeep restore status [<options>] [<run>]",
    discussion: """
      Without a run, shows all: when, which procedure, how many messages. With one, shows its steps, and for every \
      message the old id, the new id, and the queue into which it was put. 'restore transfer status' shows what left this \
      host.

      EXAMPLES
        postkeep restore status
        postkeep restore status 20261126T191216Z --format json

      \(ExitStatus.table([.done, .findings, .incomplete, .usage, .unreadable, .permission]))
      Status 1 means that a run is not finished, 2 that one is damaged.
      """)

  @Argument(help: ArgumentHelp("The run; all without it.", valueName: "run")) var id: String?
  @OptionGroup var state: StateOptions
  @Option(help: "text or json.") var format: ListingFormat = .text

  func run() throws {
    let restoring = try id.map { try state.restores(with: $0) } ?? state.restores()
    let statuses = try Failure.translating { try restoring?.statuses(of: id) ?? [] }
    let damaged = try id == nil ? Failure.translating { try restoring?.damaged ?? [] } : []
    switch format {
    case .json: for status in statuses { FileWriting.write(status.json(withMessages: id != nil), to: .output) }
    case .text:
      for status in statuses { Output.write(status.text(withMessages: id != nil)) }
      for run in damaged { Output.write("\(PrintableText.of(run))  damaged: its run.json cannot be read\n") }
      if statuses.isEmpty, damaged.isEmpty { Output.write("There were no runs.\n") }
    }
    if !damaged.isEmpty || statuses.contains(where: \.isDamaged) { throw ExitStatus.incomplete.code }
    if statuses.contains(where: { !$0.isFinished }) { throw ExitStatus.findings.code }
  }
}
