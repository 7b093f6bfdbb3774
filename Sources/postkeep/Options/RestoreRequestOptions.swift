// What is restored, from where, and how.

import ArgumentParser
import Maintenance
import MessageSelections
import Recovery
import SystemAccess

struct RestoreRequestOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp("The procedure, as 'postkeep restore list' names it.", valueName: "procedure"),
    completion: .procedures)
  var procedure: String
  @Option(
    help: ArgumentHelp("The snapshot: an id, 'last', or an archive's path. Default: last.", valueName: "snapshot"),
    completion: .file(),
    transform: PathWord.read)
  var from = "last"
  @Option(
    help: ArgumentHelp("The directory where snapshots are kept. Default: \(SnapshotStore.usual).", valueName: "dir"),
    completion: .directory,
    transform: PathWord.read)
  var store = SnapshotStore.usual
  @OptionGroup var key: IdentityOptions
  @OptionGroup var place: QueueOptions
  @Option(
    name: .customLong("where"),
    help: ArgumentHelp("Only these messages, such as 'sender.domain == \"example.com\"'.", valueName: "condition"))
  var conditions: [String] = []
  @Option(
    name: .customLong("log"),
    help: ArgumentHelp(
      "A mail log of the old host since the snapshot, compressed or not. May be given again.", valueName: "file"),
    completion: .file(),
    transform: PathWord.read)
  var logs: [String] = []
  @Flag(name: .customLong("journal"), help: "Read the mail log from the systemd journal.") var usesJournal = false
  @Option(help: "Where messages go: hold or deferred.") var into = RestoreOptions.Place.hold
  @Option(help: "Messages of which the log does not say what became of them: hold, deliver or skip.")
  var unknown: RestoreOptions.Unknown?
  @Option(help: "Messages that Postfix would return for their age: hold, fresh or keep.")
  var expired = RestoreOptions.Expired.hold
  @OptionGroup var procedures: ProcedureOptions
  @OptionGroup var state: StateOptions

  var condition: String? { conditions.first }

  func validate() throws { try ConditionOptions.validate(conditions) }

  /// - Returns: the last one whether "last" means a snapshot that may lack messages.
  func read() throws -> (Procedure, RestoreRequest, isDoubtful: Bool) {
    let procedure: Procedure = try Failure.translating { try procedures.book().procedure(named: self.procedure) }
    var options = RestoreOptions()
    options.into = into
    options.unknown = unknown
    options.expired = expired
    let archive = procedure.needsSnapshot ? from : nil
    var isDoubtful = false
    return (
      procedure,
      RestoreRequest(
        procedure: procedure.name, procedures: procedures.directory,
        archive: try archive.map { word in
          let named = try Failure.translating {
            let target = try RestoreTarget(configuration: place.configuration, queue: place.queueDirectory)
            return try target.snapshot(word, in: store, identity: key.identity)
          }
          StoreOptions.report(named.passedOver)
          let shortcoming = named.shortcoming()
          StoreOptions.report(shortcoming)
          isDoubtful = word == "last" && !shortcoming.isEmpty
          return named.path
        },
        store: store, identity: key.identity,
        configuration: place.configuration, queue: place.queueDirectory,
        selection: condition, options: options),
      isDoubtful
    )
  }

  /// What would be done with messages; nil for a procedure that needs no snapshot.
  func plan(_ request: RestoreRequest) throws -> RestorePlan? {
    guard request.archive != nil else { return nil }
    let selection = try Failure.translating {
      try condition.map { try Selection.named(condition: $0, name: nil, ids: nil) }
    }
    return try Failure.translating {
      try Restoring(state: state.state).plan(
        request, selecting: selection, log: Restoring.Log(files: logs, usesJournal: usesJournal), now: LocalTime.now)
    }
  }

  /// What would become of files of the configuration.
  func configurationText(_ request: RestoreRequest, _ procedure: Procedure) throws -> String {
    let plan = try Failure.translating {
      try Restoring(state: state.state).configurationPlan(request, procedure)
    }
    return plan.map { "\n\($0)" } ?? ""
  }

  /// What a repair would change, as far as it can be told: Postfix has to be stopped for that, which is its first step.
  func repairText(_ request: RestoreRequest, _ procedure: Procedure) throws -> String {
    do throws(RecoveryFailure) {
      return try Restoring(state: state.state).repairPlan(request, procedure).map { "\n\($0.text)" } ?? ""
    } catch {
      guard error.kind == .locked else { throw Failure(error) }
      return "\nWhat has to be changed is seen when Postfix is stopped.\n"
    }
  }
}
