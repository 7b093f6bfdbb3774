// postkeep queue show: one message.

import ArgumentParser
import Bytes
import Maintenance
import SystemAccess

struct QueueShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show one message.",
    usage: "postkeep queue show [<options>] <id>",
    discussion: """
      Shows the envelope, where the message came from, what happens to it next, and what the servers of its recipients \
      said. It is found in any queue, corrupt included. The content is shown as it would be delivered, with what Milters \
      have changed. Of a damaged file everything is shown that can be read. To a terminal nothing is written that it would \
      obey, except with --eml, which is byte for byte.

      EXAMPLES
        postkeep queue show 4jYR3d3YTQz2NPSf
        postkeep queue show 4jYR3d3YTQz2NPSf --headers
        postkeep queue show 4jYR3d3YTQz2NPSf --eml > message.eml
        postkeep queue show BAC54F7C0A6 --records

      \(ExitStatus.table([.done, .incomplete, .usage, .unreadable, .permission]))
      """)

  @Argument(help: ArgumentHelp("The queue id.", valueName: "id")) var id: String
  @OptionGroup var place: QueueOptions
  @Option(help: "text or json.") var format: ListingFormat = .text
  @Flag(help: "Only the headers of the message.") var headers = false
  @Flag(help: "Only the body, from the empty line on.") var body = false
  @Flag(help: "Headers and body, as postcat -bh prints them.") var eml = false
  @Flag(help: "Every record of the file, with its place; no pointer is followed.") var records = false
  @Option(help: ArgumentHelp("Which file is meant, if several have the id.", valueName: "number")) var inode: UInt64?

  private var view: MessageShowing.View {
    if records { return .records }
    if eml || headers && body { return .eml }
    return headers ? .headers : body ? .body : format == .json ? .json : .text
  }

  func validate() throws {
    if records, eml || headers || body { throw ValidationError("--records shows all there is.") }
    if format == .json, records || eml || headers || body {
      throw ValidationError("--format json shows the envelope, not the content.")
    }
  }

  func run() throws {
    let store = try place.open()
    let problems = try Failure.translating {
      guard let id = try QueueIDInput.read([id]).first else { throw Failure(.usage, "name one queue id") }
      let isForTerminal = StandardStream.output.isTerminal && !eml
      return try MessageShowing(store, id: id, inode: inode).write(
        view, now: LocalTime.now, isForTerminal: isForTerminal
      ) {
        FileWriting.write($0, to: .output)
      }
    }
    for problem in problems { Output.tell(problem) }
    if !problems.isEmpty { throw ExitStatus.incomplete.code }
  }
}
