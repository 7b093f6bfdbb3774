// postkeep snapshot create: take a snapshot of a live queue.

import ArgumentParser
import ConfigurationDirectory
import PostfixConfig
import QueueStore
import Recovery
import SystemAccess

struct SnapshotCreateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "create",
    abstract: "Take a snapshot of the queue and its configuration.",
    usage: "postkeep snapshot create [<options>]",
    discussion: """
      Postfix goes on working meanwhile. Every message that is in the queue from the beginning to the end is in the \
      snapshot, once and whole, whatever is moved in between; where that cannot be promised, the snapshot says so and the \
      status is 2. The archive is plain tar, compressed with zstd.

      With --since, only messages that are new or changed are stored, and the rest is taken from that snapshot. 'last' is \
      the last one of this queue; where there is none, or nothing can build on it, a full one is taken.

      The configuration goes with it, without keys and passwords unless --with-secrets is given.

      EXAMPLES
        postkeep snapshot create
        postkeep snapshot create --since last --quiet        from cron
        postkeep snapshot create --to /backup/mail --tag before-upgrade
        postkeep snapshot create -o - | ssh backup 'cat > mail1.tar.zst'

      \(ExitStatus.table([.done, .findings, .incomplete, .usage, .unreadable, .locked, .permission]))
      Status 1 means that nothing can build on the snapshot of --since; status 2 that something could not be read, \
      that a message or a file of the configuration may be missing, that mail lies beside the queues, or that Postfix does \
      not run again after --quiesce.
      """)

  @OptionGroup var place: QueueOptions
  @OptionGroup var store: StoreOptions
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Write a full snapshot to a file, or to standard output: '-'; none to the store.", valueName: "file"),
    completion: .file(),
    transform: PathWord.read)
  var output: String?
  @Option(
    help: ArgumentHelp("Store only what changed since that snapshot, or since the 'last' one.", valueName: "snapshot"),
    completion: .file(),
    transform: PathWord.read)
  var since: String?
  @OptionGroup var which: ConditionOptions
  @Option(help: ArgumentHelp("Words to find it by. May be given again.", valueName: "tag,…")) var tag: [TagWords] = []
  @Flag(inversion: .prefixedNo, help: "Take the configuration along.") var withConfig = true
  @Flag(help: "Keys and passwords of the configuration, too.") var withSecrets = false
  @OptionGroup var protection: ProtectionOptions
  @OptionGroup var key: IdentityOptions
  @Flag(help: "Stop Postfix while the queue is read, and start it again whatever happens.") var quiesce = false
  @Option(help: ArgumentHelp("Of compression, 1 to 19.", valueName: "level")) var level = 1
  @Option(help: "text or json.") var format: ListingFormat = .text
  @Flag(name: .shortAndLong, help: "Print no text unless something is missing.") var quiet = false

  func validate() throws {
    guard (1...19).contains(level) else { throw ValidationError("--level is between 1 and 19.") }
    if output != nil, since != nil { throw ValidationError("--since needs a store; leave --output out.") }
    if output == "-", protection.sign != nil { throw ValidationError("--sign needs a file or a store.") }
    if !which.isEmpty, since != nil { throw ValidationError("--since is for snapshots of all messages.") }
    if quiesce, place.queueDirectory != nil {
      throw ValidationError("--quiesce stops the Postfix of --config-dir, and reads its queue; leave --queue-dir out.")
    }
    if withSecrets, !withConfig { throw ValidationError("--with-secrets needs the configuration.") }
  }

  func run() throws {
    let queue = try place.open()
    let directory = place.configuration
    var options = SnapshotOptions()
    options.level = level
    options.tags = tag.flatMap(\.words)
    options.hasSecrets = withSecrets
    options.identity = key.identity
    if !which.isEmpty {
      options.filter = MessageFilter(
        try which.read(ids: []), text: which.text, queue.settings, now: LocalTime.now)
    }
    try protection.apply(to: &options)
    if withConfig {
      options.configuration = try Failure.translating {
        try ConfigurationCapture(
          of: try PlacedConfiguration(directory, version: HostPostfix.version), withSecrets: withSecrets)
      }
    }
    let source = SnapshotSource(
      id: "", host: Host.name, program: Version.text, postfix: HostPostfix.version?.description,
      configurationDirectory: FileReading.resolved(directory) ?? directory)
    let place: SnapshotPlace
    if let output { place = .output(output) } else { place = .store(try store.write(), since: since) }
    let report = try Failure.translating {
      try place.take(
        queue, source, options, quiescing: quiesce, now: { LocalTime.milliseconds }, progress: Progress.done)
    }
    // What goes to standard output is the archive.
    let stream: StandardStream = output == "-" ? .error : .output
    switch format {
    case .json: FileWriting.write(report.json, to: stream)
    case .text: if !quiet { FileWriting.write(Array((report.line + "\n").utf8), to: stream) }
    }
    StoreOptions.report(report.remarks + report.doubts + report.configurationProblems)
    if !report.isComplete || !report.configurationProblems.isEmpty || report.leavesPostfixStopped {
      throw ExitStatus.incomplete.code
    }
  }
}
