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
  @Option(help: "Where messages go: hold or deferred. What waits for a reason goes into hold.")
  var into = RestoreOptions.Place.hold
  @Option(
    help: """
      Messages of which nobody can tell what became of them: hold, deliver or skip. Default: hold; without a log, where \
      --into says.
      """)
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
    if condition != nil, !procedure.plansMessages {
      throw Failure(.usage, "\(procedure.name) places no messages, so there are none to choose with --where")
    }
    let archive = procedure.needsSnapshot ? from : nil
    var isDoubtful = false
    return (
      procedure,
      RestoreRequest(
        procedure: procedure.name, procedures: procedures.directory,
        archive: try archive.map { word in
          let named = try Failure.translating {
            let target = try RestoreTarget(
              configuration: place.configuration, queue: place.queueDirectory, for: procedure)
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

  /// What would be done with messages; nil for a procedure that places none.
  func plan(_ request: RestoreRequest, _ procedure: Procedure) throws -> RestorePlan? {
    guard procedure.plansMessages else { return nil }
    var selection = try Failure.translating {
      try condition.map { try Selection.named(condition: $0, name: nil, ids: nil) }
    }
    if selection?.usesAttempts == true, !logs.isEmpty || usesJournal {
      // What the log lacks is told by the plan.
      let history = try Failure.translating { try AttemptHistory(logs, journal: usesJournal, now: LocalTime.now) }
      selection?.attempts = { history.attempts(of: $0) }
    }
    return try Failure.translating {
      try Restoring(state: state.state).plan(
        request, selecting: selection, log: Restoring.Log(files: logs, usesJournal: usesJournal), now: LocalTime.now)
    }
  }

  /// Tells that a run would refuse the snapshot, and ends as it would.
  func checkSignatures(_ request: RestoreRequest, _ procedure: Procedure) throws {
    if let refusal = try Failure.translating({ try Restoring.refusal(request, procedure) }) {
      throw Failure(.findings, refusal)
    }
  }

  /// What would become of files of the configuration, and what a repair would change.
  func otherPlans(_ request: RestoreRequest, _ procedure: Procedure) throws -> OtherPlans {
    let restoring = try Failure.translating { try Restoring(state: state.state) }
    var plans = OtherPlans()
    if let files = try Failure.translating({ try restoring.configurationPlan(request, procedure) }) {
      plans.add(files.text, files.json)
    }
    do throws(RecoveryFailure) {
      if let repair = try restoring.repairPlan(request, procedure) { plans.add(repair.text, repair.json) }
    } catch {
      // Its first step stops Postfix.
      guard error.kind == .locked else { throw Failure(error) }
      plans.waitsForStop = true
    }
    return plans
  }

  /// What a procedure would do besides placing messages.
  struct OtherPlans {
    private(set) var text = ""
    private(set) var json: [UInt8] = []
    /// Whether there is more, which is seen only when Postfix is stopped.
    var waitsForStop = false

    func write() {
      Output.write(text)
      if waitsForStop { Output.write("\nWhat has to be changed is seen when Postfix is stopped.\n") }
    }

    fileprivate mutating func add(_ text: String, _ json: [UInt8]) {
      self.text += "\n" + text
      self.json += json
    }
  }
}
