// postkeep queue shape: how old the mail is, and where it goes.

import ArgumentParser
import Bytes
import Maintenance
import PostfixQueue
import SystemAccess

struct QueueShapeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "shape",
    abstract: "Count mail by age and domain, as qshape does.",
    usage: "postkeep queue shape [<options>] [<queue|id> ...]",
    discussion: """
      A row for each domain, a column for each age, in minutes: a column counts what is younger than its heading and older \
      than the one before it. The output is that of qshape byte for byte, but rows of the same count and length are sorted \
      by name, -n also holds where no terminal is, and mail in maildrop is counted as well. To a terminal nothing \
      is written that it would obey.

      Queues are named by their names or absolute paths. Where none is, incoming and active are counted; every queue that \
      mailq lists with --where, --selection or ids, and for reason and dsn.

      --by sender, sender-domain, transport and sasl_username count messages; recipient, recipient-domain, reason and dsn \
      count the recipients to do. Reasons are those of the last attempt, with addresses, host names and numbers replaced \
      by "*". transport is the one that content_filter or a FILTER action has put into the message; "default" for all \
      others, whose transport only the queue manager knows.

      EXAMPLES
        postkeep queue shape deferred              recipient domains of deferred mail
        postkeep queue shape -s -p deferred        sender domains, with their parents
        postkeep queue shape -l -t 60 -b 24 -w 160 deferred
        postkeep queue shape --by reason -n 10     why mail waits
        postkeep queue shape --where 'age > 1d and sender == ""'
        postkeep queue shape --format svg deferred > deferred.svg

      \(ExitStatus.table([.done, .incomplete, .usage, .unreadable, .permission]))
      """)

  @OptionGroup var place: QueueOptions
  @Flag(name: .customShort("s"), help: "Sender domains: --by sender-domain.") var senders = false
  @Flag(name: .customShort("p"), help: "Rows for parent domains, such as .example.com, as well.") var parents = false
  @Option(
    name: .customShort("m"),
    help: ArgumentHelp("Parents with at least so many subdomains, with -p.", valueName: "count"))
  var leastSubdomains = 5
  @Option(name: .customShort("b"), help: ArgumentHelp("How many columns of ages.", valueName: "count"))
  var buckets = 10
  @Option(name: .customShort("t"), help: ArgumentHelp("Where the first column ends.", valueName: "minutes"))
  var minutes = 5
  @Flag(name: .customShort("l"), help: "Columns of equal length; otherwise each is twice as long as the last.")
  var linear = false
  @Option(name: .customShort("w"), help: ArgumentHelp("Columns of the output, at least 80.", valueName: "columns"))
  var width = 80
  @Option(
    name: .customShort("n"),
    help: ArgumentHelp(
      "Rows, with the total. Default: 20 on a terminal and in a picture, all elsewhere.", valueName: "rows"))
  var rows: Int?
  @Option(
    name: .customShort("N"),
    help: ArgumentHelp(
      "Accepted for qshape's sake: results are not shown before they are final.", valueName: "messages"))
  var batch: Int?
  @Option(help: "What the rows are.") var by: ShapeDimension?
  @OptionGroup var which: ConditionOptions
  @Option(help: "text, json or svg.") var format: ShapeFormat = .text
  @Argument(
    help: ArgumentHelp("Queues, and ids of messages; '-' reads ids.", valueName: "queue|id"),
    completion: .list(QueueName.allCases.map(\.rawValue)))
  var words: [String] = []

  func validate() throws {
    if senders, by != nil { throw ValidationError("-s and --by exclude each other.") }
    if buckets > AgeBuckets.most { throw ValidationError("-b \(buckets): at most \(AgeBuckets.most).") }
    if width > AgeBuckets.most { throw ValidationError("-w \(width): at most \(AgeBuckets.most).") }
    if let rows, rows < 0 { throw ValidationError("-n \(rows): it cannot be negative.") }
  }

  func run() throws {
    let target = try Failure.translating { try ShapeTarget(words) }
    var options = ShapeOptions()
    options.dimension = by ?? (senders ? .senderDomain : .recipientDomain)
    // As in qshape, numbers that make no sense leave the default.
    options.buckets = AgeBuckets(
      count: buckets > 0 ? buckets : 10, minutes: minutes > 0 ? minutes : 5, isLinear: linear)
    options.parents = parents ? (leastSubdomains > 0 ? leastSubdomains : 5) : nil
    options.selection = try which.read(ids: target.ids)
    let store = try place.open(directory: target.directory)
    let shape = QueueShape(store, target.queues(for: options), options, now: LocalTime.now)
    write(shape) { FileWriting.write($0, to: .output) }
    let isIncomplete = QueueOptions.reportView(shape.scan)
    if SelectionOptions.report(shape.undecided) || isIncomplete { throw ExitStatus.incomplete.code }
  }

  private func write(_ shape: QueueShape, to output: ([UInt8]) -> Void) {
    let isTerminal = StandardStream.output.isTerminal
    // In qshape, no rows means no limit.
    let limit = rows == 0 ? nil : rows
    switch format {
    case .text:
      let most = limit ?? (isTerminal && rows == nil ? 20 : nil)
      shape.text(rows: most, width: width, isForTerminal: isTerminal).write(to: output)
    case .json: shape.writeJSON(rows: limit) { output(isTerminal ? PrintableText.lines($0) : $0) }
    case .svg:
      let picture = Array(shape.picture(rows: limit ?? 20).utf8)
      output(isTerminal ? PrintableText.lines(picture) : picture)
    }
  }
}

enum ShapeFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json, svg
}
