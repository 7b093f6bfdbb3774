// The command line: what postkeep can do, by name.

import ArgumentParser
import SystemAccess

// Every command says its commandName: without one ArgumentParser has it made from the type's name whenever the program
// starts, which takes a fourteenth of the start for each.
@main
struct Postkeep: ParsableCommand {
  static let commandName = "postkeep"

  static let configuration = CommandConfiguration(
    commandName: commandName,
    abstract: "Keep a Postfix mail system safe.",
    usage: "postkeep <subcommand>",
    discussion: """
      Audits main.cf and master.cf before a change goes live; shows and cleans the queue, with undo; takes snapshots of the \
      running queue that lose nothing, and restores them.

      EXAMPLES
        postkeep audit                       audit this host's configuration
        postkeep audit ./postfix --format sarif --output audit.sarif
        postkeep relay                       whether strangers can relay, and why not
        postkeep config ./postfix -n         what 'postconf -n' would print there
        postkeep explain QUE002              what a finding means
        postkeep queue summary               the whole queue on one screen
        postkeep queue purge --where 'is_bounce and age > 3d'    what it would remove
        postkeep snapshot create             a snapshot of the running queue
        postkeep restore list                procedures for bringing mail back
        postkeep setup systemd               timers for snapshots and policies

      \(ExitStatus.table(ExitStatus.allCases))
      Every command ends with 2, and not with 0 or 1, when its output could not be written; a reader that goes away, as \
      head(1) does, is no error.
      """,
    version: Version.text,
    subcommands: [
      AuditCommand.self, RelayCommand.self, TraceCommand.self, ConfigCommand.self, DiffCommand.self,
      ExplainCommand.self, RulesCommand.self, QueueCommand.self, SnapshotCommand.self, RestoreCommand.self,
      SetupCommand.self,
    ])

  /// Wrong usage ends with EX_USAGE, as sysexits.h has it.
  static func main() {
    StandardStream.occupy()
    OpenFileLimit.raise()
    FileSizeLimit.survive()
    SearchPath.complete()
    do {
      if let number = ProgramArguments.firstThatIsNoText {
        throw Failure(.usage, "argument \(number) is not UTF-8\n  Use a path that is; a link will do.")
      }
      guard let words = ProgramArguments.words else {
        throw Failure(.unreadable, "the arguments of the command line cannot be read")
      }
      try HelpWords.check(words)
      var command = try parse(words)
      try command.run()
      end(.success)
    } catch let error as Failure {
      error.show()
      end(error.status.code)
    } catch let status as ExitCode {
      end(status)
    } catch {
      // Help, the version and completions come as errors that are none.
      let status = exitCode(for: error)
      let text = "\(fullMessage(for: error))\n"
      if status == .success { Output.write(text) } else { Output.complain(text) }
      end(status)
    }
  }

  /// Output that is lost outweighs what was found, which nobody has read.
  private static func end(_ status: ExitCode) -> Never {
    let isLacking = lacksOutput()
    guard status == .success || status == ExitStatus.findings.code else { exit(withError: status) }
    if isLacking { exit(withError: ExitStatus.incomplete.code) }
    exit(withError: status == .success ? nil : status)
  }

  /// Tells when something that was to be shown is lost: a file that a shell wrote would look whole.
  private static func lacksOutput() -> Bool {
    guard let failure = StandardStream.failure else { return false }
    Output.tell("\(failure)\n  The output is not whole.")
    return true
  }
}

enum Version {
  static let text = "0.1.0"
}
