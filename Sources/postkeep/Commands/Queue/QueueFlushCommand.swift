// postkeep queue flush: try messages now, at a pace.

import ArgumentParser
import Maintenance

struct QueueFlushCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "flush",
    abstract: "Try deferred messages now, at a pace.",
    usage: "postkeep queue flush [<options>] [<id> ...]",
    discussion: """
      By 'postqueue -i', message by message. Flushing everything at once, as 'postqueue -f' does, keeps the queue \
      manager from new mail.

      EXAMPLES
        postkeep queue flush --where 'recipient.domain == "example.com"' \\
          --rate 60 --apply

      \(CareOptions.exitStatus)
      """)

  @OptionGroup var options: CareOptions
  @Option(help: ArgumentHelp("At most so many in a minute.", valueName: "messages")) var rate = 600
  @Flag(help: "Even more than 10,000 messages, which are refused otherwise.") var all = false

  func validate() throws {
    guard rate > 0 else { throw ValidationError("--rate is a number of messages, at least 1.") }
  }

  func run() throws { try options.run(.flush, rate: rate, all: all) }
}
