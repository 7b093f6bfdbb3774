// postkeep queue summary: the queue on one screen.

import ArgumentParser
import Bytes
import Maintenance
import SystemAccess

struct QueueSummaryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "summary",
    abstract: "Show the whole queue on one screen.",
    usage: "postkeep queue summary [<options>]",
    discussion: """
      For each queue: messages, size of the files, the oldest message, and when mail is tried next. Then how old mail is, \
      what is on hold, damaged, or about to be returned to its sender, and the most frequent reasons, destinations and \
      senders. Reasons are grouped as by 'postkeep queue shape --by reason'. Ages are exact to 2 %. Files that lie where \
      Postfix does not look, as in a directory deferred.bak or postkeep-lost+found, are counted, and 'postkeep queue check' \
      names them.

      EXAMPLES
        postkeep queue summary
        postkeep queue summary --format json | jq '.queues.deferred.messages'

      \(ExitStatus.table([.done, .incomplete, .usage, .unreadable, .permission]))
      """)

  @OptionGroup var place: QueueOptions
  @Option(name: .customShort("n"), help: ArgumentHelp("How many reasons, destinations and senders.", valueName: "rows"))
  var rows = 5
  @Option(help: "text or json.") var format: ListingFormat = .text
  @OptionGroup var colors: ColorOptions

  func validate() throws {
    if rows < 0 { throw ValidationError("-n \(rows): it cannot be negative.") }
  }

  func run() throws {
    let summary = QueueSummary(try place.open(), now: LocalTime.now, top: rows)
    switch format {
    case .json: FileWriting.write(summary.json, to: .output)
    case .text:
      let width = StandardStream.output.isTerminal ? Terminal.size?.columns ?? 80 : 120
      Output.write(summary.lines(colors.terminal, width: width).map { $0 + "\n" }.joined())
    }
    if QueueOptions.reportView(summary.scan) { throw ExitStatus.incomplete.code }
  }
}
