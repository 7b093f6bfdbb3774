// postkeep snapshot prune: remove old snapshots.

import ArgumentParser
import Recovery
import SystemAccess

struct SnapshotPruneCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prune",
    abstract: "Remove old snapshots.",
    usage: "postkeep snapshot prune [<options>]",
    discussion: """
      Shows which snapshots it would keep and why, and which it would remove; with --apply it does so. The policy is \
      applied to each queue of each host by itself. A snapshot is kept if any part of the policy keeps it; periods \
      without a snapshot do not count, and while there are fewer than asked for, the oldest snapshot is kept too. n may be \
      'unlimited'.

      Kept in any case are what a kept snapshot builds on, the last snapshot that was verified and found good, and the \
      last one that has the whole queue. Snapshots that cannot be restored count for nothing: archives that are unfinished, \
      damaged or cannot be opened, and all that build on these or on one that is gone. They stay and are reported. Delete \
      them by hand.

      EXAMPLES
        postkeep snapshot prune --keep-daily 7 --keep-weekly 5 --keep-monthly 12
        postkeep snapshot prune --keep-within 2d --keep-daily 14 --apply
        postkeep snapshot prune --keep-last 10 --keep-tag before-upgrade --apply

      \(ExitStatus.table([.done, .incomplete, .partlyDone, .usage, .unreadable, .locked, .permission]))
      Status 2 means that some snapshots cannot be restored, as 'list' tells; status 3 that some could not be removed.
      """)

  @OptionGroup var retention: RetentionOptions
  @Flag(help: "Carry it out. Without it, only the plan is shown.") var apply = false
  @Flag(help: "Only show the plan, whatever else is said.") var dryRun = false
  @OptionGroup var store: StoreOptions
  @Option(help: "text or json.") var format: ListingFormat = .text
  @Flag(name: .shortAndLong, help: "With --apply, print no text unless something could not be done.") var quiet = false

  func run() throws {
    if retention.policy.isEmpty {
      throw Failure.untold("say what to keep, for example --keep-daily 7 --keep-weekly 5", "snapshot prune")
    }
    let isReal = apply && !dryRun
    // A plan that is asked for is no remark.
    let isSilent = quiet && isReal
    let store = isReal ? try store.write() : try store.read()
    let prune = try Failure.translating { try Prune(retention.policy, of: store, now: LocalTime.now) }
    // Said before anything is removed, so that it is said whatever happens then.
    if format == .text, !isSilent { Output.write(prune.text) }
    let report = isReal ? prune.carryOut(on: store) : nil
    switch format {
    case .json: FileWriting.write(prune.json(report), to: .output)
    case .text:
      if !isSilent {
        Output.write((report?.summary ?? "\(prune.summary). Nothing was changed. To carry it out, add --apply") + ".\n")
      }
    }
    StoreOptions.report(prune.problems + (report?.failures ?? []))
    if report?.failures.isEmpty == false { throw ExitStatus.partlyDone.code }
    if !prune.problems.isEmpty { throw ExitStatus.incomplete.code }
  }
}
