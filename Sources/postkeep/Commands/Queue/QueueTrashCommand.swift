// postkeep queue trash: what purges have removed and can be put back.

import ArgumentParser
import Bytes
import Maintenance
import SystemAccess

struct QueueTrashCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trash",
    abstract: "See and empty the trash of purges.",
    usage: "postkeep queue trash <subcommand>",
    discussion: "\(ExitStatus.table([.done, .incomplete, .usage, .unreadable, .locked, .permission]))",
    subcommands: [List.self, Show.self, Expire.self])

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list",
      abstract: "List the runs whose messages can be put back.",
      usage: "postkeep queue trash list [<options>]",
      discussion: "\(ExitStatus.table([.done, .incomplete, .usage, .unreadable, .permission]))")

    @OptionGroup var state: StateOptions
    @Option(help: "text or json.") var format: ListingFormat = .text

    func run() throws {
      let trash = try Failure.translating { try Trash(try state.existing()) }
      switch format {
      case .text: Output.write(trash.text)
      case .json: FileWriting.write(trash.json, to: .output)
      }
      for run in trash.damaged where format == .json { Output.tell("run \(run.id): \(run.what)") }
      if !trash.damaged.isEmpty { throw ExitStatus.incomplete.code }
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show",
      abstract: "List the messages in the trash of a run.",
      usage: "postkeep queue trash show [<options>] <run>",
      discussion: "\(ExitStatus.table([.done, .incomplete, .usage, .unreadable, .permission]))")

    @Argument(help: ArgumentHelp("The run.", valueName: "run")) var runID: String
    @OptionGroup var state: StateOptions
    @Option(help: "text or json.") var format: ListingFormat = .text

    func run() throws {
      let existing = try state.existing(with: runID)
      let (lines, problems) = try Failure.translating {
        try Trash.messages(of: runID, in: existing, as: format == .json)
      }
      FileWriting.write(lines, to: .output)
      for problem in problems { Failure(.incomplete, problem).show() }
      if !problems.isEmpty { throw ExitStatus.incomplete.code }
    }
  }

  struct Expire: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "expire",
      abstract: "Delete old runs for good.",
      usage: "postkeep queue trash expire [<options>] --older-than <time>",
      discussion: """
        Shows which runs it would delete; with --apply it does so. Nothing can bring their messages back.

        EXAMPLES
          postkeep queue trash expire --older-than 30d
          postkeep queue trash expire --older-than 30d --apply

        \(ExitStatus.table([.done, .usage, .unreadable, .locked, .permission]))
        """)

    @Option(help: ArgumentHelp("How old a run must be, such as 30d.", valueName: "time")) var olderThan: TimeSpan
    @Flag(help: "Carry it out. Without it, only the plan is shown.") var apply = false
    @OptionGroup var state: StateOptions

    func run() throws {
      guard let existing = try state.existing() else { return }
      let time = LocalTime.now - olderThan.seconds
      if apply {
        let lines = try Failure.translating { try Trash.expire(in: existing, startedBefore: time) }
        for line in lines { Output.write("Deleted \(line)\n") }
      } else {
        let trash = try Failure.translating { try Trash(existing) }
        for line in trash.lines(startedBefore: time) { Output.write("Would delete \(line)\n") }
      }
    }
  }
}
