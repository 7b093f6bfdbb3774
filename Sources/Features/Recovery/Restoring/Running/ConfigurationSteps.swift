// The steps of a run that bring a configuration back: unpacked beside the journal, audited, and put in its places.

import ConfigurationDirectory
import JSONText
import RunJournals
import SystemAccess

struct ConfigurationSteps {
  private let run: RestoreRun
  private let unpacked: RestoredConfiguration

  init(_ run: RestoreRun, _ archived: ArchivedConfiguration) {
    self.run = run
    unpacked = RestoredConfiguration(run, archived)
  }

  private var resumption: String { "go on with '\(RunCommands(run).restore("resume"))'" }

  func extract() throws -> RestoreExecution.Outcome {
    let count = try unpacked.extract()
    guard count > 0 else {
      throw RecoveryFailure(.unreadable, "the snapshot has no configuration\n  Nothing was changed.")
    }
    return (.done, "unpacked \(count) files below \(run.directory.path)/configuration")
  }

  /// By ourselves: the rules are another room of this house.
  func audit() throws -> RestoreExecution.Outcome {
    let directory = unpacked.directory
    var words = ["audit", directory, "--fail-on", "critical", "--color", "never"]
    // This host's Postfix is going to read it, whichever wrote it.
    if let version = HostPostfix.version { words += ["--postfix-version", "\(version)"] }
    let result = try Subprocess.run("/proc/self/exe", words)
    let text = String(decoding: result.output, as: UTF8.self)
    // 2: something could not be told, which is no reason to do without one's configuration.
    guard result.status == 0 || result.status == 2 else {
      throw RecoveryFailure(
        .damaged,
        "the configuration of the snapshot must not go live:\n\(text)  Nothing was put in place. Correct the files in "
          + "\(directory),\n  and \(resumption).")
    }
    return (.done, "nothing critical was found\(result.status == 2 ? ", and not everything could be told" : "")")
  }

  /// - Parameters:
  ///   - configuration: the directory of the configuration that is there.
  ///   - done: places in which an earlier part of the run has put files.
  /// - Returns: what it has come to, and what is left to a person.
  func install(
    into configuration: String, done: Set<String>, journal: RunJournal
  ) throws -> (RestoreExecution.Outcome, left: [RestoreReport.Leftover]) {
    let plan = try unpacked.installation(into: configuration, done: done)
    let installing = FileInstalling(run: run.id, changes: plan.changes)
    for change in plan.changes {
      try journal.add("installing") { $0.member("path", change.place) }
      try journal.sync()
      try installing.carryOut(change)
      try journal.add("installed") { $0.member("path", change.place) }
    }
    try journal.sync()
    var left = plan.left.map { file in
      let place = unpacked.path + file.origin
      return RestoreReport.Leftover(
        subject: file.path, why: file.why,
        remedy: file.isUnpacked ? "The snapshot's is unpacked: \(place)" : "Bring it to its place, or to \(place)")
    }
    var tables = TableMaking()
    tables.make(for: plan.instances, from: plan.places)
    left += tables.failed.map {
      RestoreReport.Leftover(subject: $0.table, why: "it is old: \($0.why)", remedy: $0.command)
    }
    let detail = ([plan.outcome(run: run.id)] + tables.made).joined(separator: "\n    ")
    return ((left.isEmpty ? .done : .partlyDone, detail), left)
  }
}
