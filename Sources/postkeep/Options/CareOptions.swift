// What hold, release, requeue, expire and flush have in common.

import ArgumentParser
import Bytes
import Maintenance
import SystemAccess

struct CareOptions: ParsableArguments {
  @OptionGroup var place: QueueOptions
  @OptionGroup var which: SelectionOptions
  @Flag(help: "Carry it out. Without it, only the plan is shown.") var apply = false
  @Flag(name: .shortAndLong, help: "With --apply, print nothing unless something could not be done.") var quiet = false

  func run(_ action: CareAction, rate: Int = 600, all: Bool = false) throws {
    if which.isEmpty {
      throw Failure.untold(
        "say which messages, for example --where 'age > 5d' or a queue id", "queue \(action.rawValue)")
    }
    let selection = try which.read()
    let store = try place.open()
    let care = Care(
      action, on: store, configuration: place.configuration, rate: rate)
    let plan = care.plan(selection, now: LocalTime.now)
    let isMissing = which.report(missing: plan.missing, from: plan.queues)
    let isElsewhere = which.report(unchanged: plan.unchanged, by: action)
    let isUndecided = SelectionOptions.report(plan.undecided)
    let isIncomplete = QueueOptions.report(plan.scan) || isUndecided
    if let refusal = care.refusal(plan), !all {
      throw Failure(.usage, "\(refusal)\n  Flush them in parts, or give --all.")
    }
    guard apply else {
      Output.write(plan.text(action.rawValue))
      let obstacles = try Failure.translating { try care.obstacles(plan) }
      if !obstacles.isEmpty { Output.write("\(obstacles.count) of them would be left alone:\n") }
      Self.write(obstacles)
      Output.write("Nothing was changed. To carry it out, add --apply.\n")
      if isMissing || isElsewhere || !obstacles.isEmpty { throw ExitStatus.partlyDone.code }
      if isIncomplete { throw ExitStatus.incomplete.code }
      return
    }
    let report = try Failure.translating { try care.carryOut(plan) { Progress.done($0, of: plan.count) } }
    if let summary = report.summary, !quiet || !report.left.isEmpty { Output.write(summary + "\n") }
    Self.write(report.left)
    if !report.left.isEmpty || isMissing || isElsewhere { throw ExitStatus.partlyDone.code }
    if isIncomplete { throw ExitStatus.incomplete.code }
  }

  private static func write(_ left: [(id: ByteString, why: String)]) {
    for (id, why) in left.prefix(20) { Output.write("  not \(id): \(why)\n") }
    if left.count > 20 { Output.write("  and \(left.count - 20) more\n") }
  }

  static let exitStatus = ExitStatus.table([.done, .incomplete, .partlyDone, .usage, .unreadable, .permission])
}
