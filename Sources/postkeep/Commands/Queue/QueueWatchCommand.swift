// postkeep queue watch: the queue on a terminal, as it moves.

import ArgumentParser
import Bytes
import Maintenance
import SystemAccess

struct QueueWatchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch",
    abstract: "Show the queue on a terminal and keep it up to date.",
    usage: "postkeep queue watch [<options>]",
    discussion: """
      Shows what 'postkeep queue summary' does, and how many messages arrived and left per minute. The queue is read again \
      when something has happened in it, and for no more than a quarter of the time, however large it is. q and Ctrl-C quit, Ctrl-Z puts it aside.

      EXAMPLES
        postkeep queue watch
        postkeep queue watch --interval 5

      \(ExitStatus.table([.done, .usage, .unreadable, .permission]))
      Status 64 also means that standard input or output is no terminal.
      """)

  @OptionGroup var place: QueueOptions
  @Option(help: ArgumentHelp("Between two screens, from 0.5 to 3600.", valueName: "seconds")) var interval = 2.0
  @OptionGroup var colors: ColorOptions

  func validate() throws {
    guard interval >= QueueWatching.leastInterval, interval <= 3600 else {
      throw ValidationError("--interval \(interval): give seconds from 0.5 to 3600.")
    }
  }

  func run() throws {
    guard StandardStream.output.isTerminal, Host.environment("TERM") != "dumb" else { throw Self.noTerminal }
    let store = try place.open()
    do {
      let terminal: Terminal
      do { terminal = try Terminal() } catch { throw Self.noTerminal }
      try QueueWatching(store, interval: interval, colors.terminal).run(on: terminal)
    } catch let error as SystemError {
      throw Failure(error.isPermission ? .permission : .unreadable, "\(error)")
    }
  }

  private static let noTerminal = Failure(
    .usage, "there is no terminal to draw on\n  For a report, use postkeep queue summary.")
}
