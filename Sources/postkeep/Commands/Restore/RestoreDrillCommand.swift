// postkeep restore drill: rehearse a restore.

import ArgumentParser
import ConfigurationDirectory
import PostfixConfig
import Recovery
import SystemAccess

struct RestoreDrillCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "drill",
    abstract: "Rehearse a restore, for real and without sending anything.",
    usage: "postkeep restore drill [<options>]",
    discussion: """
      Carries out the procedure new-host in a second, private Postfix: restores the snapshot, starts that Postfix, compares \
      its queue with the snapshot, releases everything, and counts that every recipient to whom mail is owed got it \
      exactly once. That Postfix has no listener, and each of its transports ends in discard(8), so that nobody can enter \
      and nothing can leave. Afterwards it is stopped and removed, even when the drill is killed.

      The Postfix of this host goes on working and is not touched: its configuration is only read, for the owner and the \
      layout of the queue. Steps that the site has added to the procedure are not carried out. DIR/state.json of --work \
      tells monitoring when a drill last passed.

      EXAMPLES
        postkeep restore drill
        postkeep restore drill --create
        postkeep restore drill --from last \\
          --log /var/log/mail.log --log /var/log/mail.log.1
        postkeep restore drill --quiet                        from cron
        postkeep restore drill --format json | jq .recovery_ms

      \(ExitStatus.table([.done, .findings, .incomplete, .usage, .unreadable, .locked, .permission]))
      Status 0 means that the drill passed, 1 that it failed, and 2 that the time was not enough, that the log does not go \
      back to the snapshot, that 'last' is by best effort with problems, or that something else could not be told.
      """)

  @Option(
    help: ArgumentHelp("The snapshot: an id, 'last', or an archive's path.", valueName: "snapshot"),
    completion: .file(),
    transform: PathWord.read)
  var from: String?
  @Flag(help: "Take a new snapshot of the queue and rehearse with it.") var create = false
  @Option(
    help: ArgumentHelp("The directory where snapshots are kept. Default: \(SnapshotStore.usual).", valueName: "dir"),
    completion: .directory,
    transform: PathWord.read)
  var store = SnapshotStore.usual
  @OptionGroup var key: IdentityOptions
  @OptionGroup var place: QueueOptions
  @Option(
    name: .customLong("log"),
    help: ArgumentHelp("A mail log since the snapshot, compressed or not. May be given again.", valueName: "file"),
    completion: .file(),
    transform: PathWord.read)
  var logs: [String] = []
  @Flag(name: .customLong("journal"), help: "Read the mail log from the systemd journal.") var usesJournal = false
  @Option(
    help: ArgumentHelp(
      "Where the drill gets a directory of its own. Default: \(DrillRequest.usualWork).", valueName: "dir"),
    completion: .directory,
    transform: PathWord.read)
  var work = DrillRequest.usualWork
  @Option(help: ArgumentHelp("How long the mail may take to be delivered.", valueName: "seconds")) var timeout = 600
  @Flag(help: "Leave the drill's directory for a look.") var keep = false
  @Option(help: "text or json.") var format: ListingFormat = .text
  @Flag(name: .shortAndLong, help: "As text, print one line when it passed, and everything otherwise.") var quiet =
    false

  func validate() throws {
    if create, from != nil { throw ValidationError("--create takes a snapshot; leave --from out.") }
    guard (1...1_000_000).contains(timeout) else { throw ValidationError("--timeout is a number of seconds.") }
    guard work.hasPrefix("/") else { throw ValidationError("--work is an absolute path.") }
  }

  func run() throws {
    guard Host.isRoot else { throw Failure(.permission, "a drill starts a Postfix, which only root can do") }
    let configuration = place.configuration
    let source = SnapshotSource(
      id: "", host: Host.name, program: Version.text, postfix: HostPostfix.version?.description,
      configurationDirectory: FileReading.resolved(configuration) ?? configuration)
    var request = DrillRequest(
      source: create ? .fresh(source) : .snapshot(from ?? "last"), store: store, configuration: configuration,
      work: work)
    request.identity = key.identity
    request.queue = place.queueDirectory
    request.log = Restoring.Log(files: logs, usesJournal: usesJournal)
    request.timeout = timeout
    request.keepsDirectory = keep
    let report = try Failure.translating {
      try RestoreDrill(request).carryOut(now: LocalTime.now) { Progress.show($0) }
    }
    switch format {
    case .json: FileWriting.write(report.json, to: .output)
    case .text: Output.write(quiet && report.verdict == .passed ? report.line + "\n" : report.text)
    }
    switch report.verdict {
    case .passed: return
    case .failed: throw ExitStatus.findings.code
    case .incomplete: throw ExitStatus.incomplete.code
    }
  }
}
