// postkeep queue shape: how old the mail is, and where it goes.

import ArgumentParser
import Bytes
import Maintenance
import PostfixQueue
import SystemAccess

struct QueueShapeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "shape",
    abstract: "Count messages by age and domain, as qshape does.")

  @OptionGroup var place: QueueOptions
  @Flag(name: .customShort("s"), help: "Sender domains instead of recipient domains.") var bySender = false
  @Flag(name: .customShort("p"), help: "Rows for parent domains as well.") var parents = false
  @Option(name: .customShort("m"), help: "Subdomains that a parent domain needs.") var leastSubdomains = 5
  @Option(name: .customShort("b"), help: "How many age buckets.") var buckets = 10
  @Option(name: .customShort("t"), help: "Minutes of the first bucket.") var minutes = 5
  @Flag(name: .customShort("l"), help: "Buckets of equal length.") var linear = false
  @Option(name: .customShort("w"), help: "Columns of the output.") var width = 80
  @Option(name: .customShort("n"), help: "Rows.") var rows: Int?
  @Option(name: .customShort("N"), help: "Accepted.") var batch: Int?
  @Argument var queues: [String] = []

  func run() throws {
    let store = try place.open()
    var options = ShapeOptions()
    options.dimension = bySender ? .senderDomain : .recipientDomain
    options.buckets = AgeBuckets(count: buckets, minutes: minutes, isLinear: linear)
    options.parents = parents ? leastSubdomains : nil
    let names = queues.isEmpty ? [.incoming, .active] : queues.compactMap { QueueName(rawValue: $0) }
    let shape = QueueShape(store, names, options, now: LocalTime.now)
    FileWriting.write(shape.text(rows: rows, width: width, isForTerminal: StandardStream.output.isTerminal), to: .output)
  }
}
