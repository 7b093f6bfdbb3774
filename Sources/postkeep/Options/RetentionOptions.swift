// Which snapshots to keep, in restic's words.

import ArgumentParser
import Recovery

struct RetentionOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Keep the last n snapshots.", valueName: "n")) var keepLast: RetentionCount?
  @Option(help: ArgumentHelp("Keep the last snapshot of each of n hours.", valueName: "n"))
  var keepHourly: RetentionCount?
  @Option(help: ArgumentHelp("Keep the last snapshot of each of n days.", valueName: "n"))
  var keepDaily: RetentionCount?
  @Option(help: ArgumentHelp("Keep the last snapshot of each of n weeks, which begin on Monday.", valueName: "n"))
  var keepWeekly: RetentionCount?
  @Option(help: ArgumentHelp("Keep the last snapshot of each of n months.", valueName: "n"))
  var keepMonthly: RetentionCount?
  @Option(help: ArgumentHelp("Keep the last snapshot of each of n years.", valueName: "n"))
  var keepYearly: RetentionCount?
  @Option(
    help: ArgumentHelp(
      "Keep snapshots that were taken within this time before the newest one, such as 1y5m7d2h.", valueName: "time"))
  var keepWithin: RetentionSpan?
  @Option(help: ArgumentHelp("Keep snapshots with all of these tags. May be given again.", valueName: "tag,…"))
  var keepTag: [TagWords] = []

  var policy: RetentionPolicy {
    var policy = RetentionPolicy()
    policy.counts[.last] = keepLast
    policy.counts[.hourly] = keepHourly
    policy.counts[.daily] = keepDaily
    policy.counts[.weekly] = keepWeekly
    policy.counts[.monthly] = keepMonthly
    policy.counts[.yearly] = keepYearly
    policy.within = keepWithin
    policy.tags = keepTag.map(\.words)
    return policy
  }
}
