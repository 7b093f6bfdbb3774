// postkeep setup: timers of systemd, or a file for cron, that take snapshots and keep the queue clean.

import ArgumentParser
import Maintenance
import Recovery
import SystemAccess

struct SetupCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "setup",
    abstract: "Write timers for snapshots and queue policies.",
    usage: "postkeep setup [<options>] <target>",
    discussion: """
      Shows the files that it would write, each with its path; with --apply it writes them. Jobs: a snapshot of what is new \
      every hour and of everything once a day, old snapshots removed once a day, the last one verified once a week, and, \
      with --policy, the policies of that file carried out every quarter of an hour, and, with --drill, a restore of the \
      last snapshot rehearsed once a week. Without a --keep option snapshots are \
      kept as with --keep-hourly 48 --keep-daily 14 --keep-weekly 8 --keep-monthly 12.

      With --encrypt-to, no timer can read a snapshot, since none has the secret key. So every snapshot is a whole one, once \
      an hour, because an increment needs the one before; no verification is scheduled, and --drill is refused. Verify and \
      rehearse where the secret key is, by 'snapshot verify last' and 'restore drill', with --identity FILE for age. Old \
      snapshots are removed all the same, by what the store's catalogue knows of them; if that is lost, those before stay, \
      and have to be deleted by hand. Keys of gpg are looked for in root's keyring, /root/.gnupg. The one of --sign needs \
      its secret part there, without a passphrase. --apply tries the keys first, and writes nothing if a tool refuses one; \
      with --output, whose files may be meant for another host, it does not.

      The services may write nothing but the store or the queue. Change a unit with 'systemctl edit', for example to be told \
      when it fails (OnFailure=). In the file for cron only MAILTO is yours: it is kept when the file is written anew. A file \
      that was edited otherwise is neither replaced nor removed without --force, and then nothing else is either.

      A host with several instances of Postfix needs a setup for each, and each but one a name: --name out -c \
      /etc/postfix-out makes postkeep-out for cron, or units postkeep-out-JOB. A file that is for another --config-dir or \
      --queue-dir is neither replaced nor removed without --force.

      EXAMPLES
        postkeep setup systemd
        postkeep setup systemd --to /backup/mail \\
          --policy /etc/postkeep/purge.yaml --apply
        postkeep setup cron --keep-daily 30 --drill --apply
        postkeep setup systemd --encrypt-to /etc/postkeep/recipients --apply
        postkeep setup cron --name out -c /etc/postfix-out \\
          --to /backup/mail-out --apply
        postkeep setup cron --remove --apply
        postkeep setup systemd --program /usr/bin/postkeep \\
          --output debian/units --apply    for a package

      \(ExitStatus.table([.done, .findings, .usage, .unreadable, .permission]))
      Status 1 means that a file was edited by hand or is for another instance; nothing was written.
      """)

  @Argument(help: "systemd or cron.") var target: SetupTarget
  @OptionGroup var store: StoreOptions
  @OptionGroup var retention: RetentionOptions
  @Option(
    help: ArgumentHelp("A file of policies for 'queue purge': postkeep-policies(5).", valueName: "file"),
    completion: .file(), transform: PathWord.read)
  var policy: String?
  @Flag(help: "Rehearse a restore every week: 'restore drill'.") var drill = false
  @OptionGroup var protection: ProtectionOptions
  @OptionGroup var place: QueueOptions
  @Option(help: ArgumentHelp("A part of the files' names, for one of several instances.", valueName: "name"))
  var name: String?
  @Option(
    help: ArgumentHelp("Where postkeep will be. Default: where it is now.", valueName: "path"), completion: .file(),
    transform: PathWord.read
  )
  var program: String?
  @Option(
    help: ArgumentHelp("Where the files go. Default: /etc/systemd/system or /etc/cron.d.", valueName: "dir"),
    completion: .directory,
    transform: PathWord.read)
  var output: String?
  @Flag(help: "Remove the files instead.") var remove = false
  @Flag(help: "Carry it out. Without it, the files are only shown.") var apply = false
  @Flag(help: "Also replace or remove files that were edited by hand, or are for another instance.") var force = false

  func run() throws {
    let plan = try Failure.translating {
      // A policy that cannot be read would be noticed at night.
      if let policy, !remove { _ = try QueuePolicy.read(policy) }
      let instance = SetupInstance.here(configuration: place.configDirectory, queue: place.queueDirectory)
      return try SetupPlan(target, schedule(), of: instance, named: name, in: output, force: force)
    }
    let isRefused = !plan.refused.isEmpty
    if apply {
      if !isRefused { try Failure.translating { try plan.carryOut() } }
      Output.write(isRefused ? plan.refusal : plan.report + plan.nextSteps)
    } else {
      Output.write(plan.preview)
      Output.write("\nNothing was written. To carry it out, add --apply.\n")
    }
    if isRefused { throw ExitStatus.findings.code }
  }

  private func schedule() throws -> Schedule? {
    if remove { return nil }
    return try .here(
      program: program, store: store.to, queue: place.queueDirectory, configuration: place.configDirectory,
      policies: policy, retention: retention.policy, drills: drill, recipients: protection.encryptTo,
      signer: protection.sign)
  }
}
