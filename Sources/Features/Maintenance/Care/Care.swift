// Changes messages by postsuper(1) and postqueue(1), and looks afterwards whether it has happened.
//
// Both end with success for ids that they did not find, and a message that moves escapes them: what is not as it should
// be is done again.

public import Bytes
public import MessageSelections
import PostfixQueue
public import QueueStore
import SystemAccess

public struct CareReport: Sendable {
  public let action: CareAction
  public fileprivate(set) var done = 0
  /// Delivered, or removed by others, before their turn came.
  public fileprivate(set) var gone = 0
  public fileprivate(set) var left: [(id: ByteString, why: String)] = []
  /// Held ones that were in active.
  fileprivate var remembered = 0

  /// One line, and one about what the queue manager remembers; nil when there is nothing to tell.
  public var summary: String? {
    guard done > 0 || gone > 0 || !left.isEmpty else { return nil }
    var text = "\(action.past) \(Quantity.messages(done))"
    if gone > 0 { text += "; \(Quantity.leftByThemselves(gone))" }
    if !left.isEmpty { text += "; \(left.count) could not be changed" }
    if remembered > 0 {
      text += "\n\(remembered) of them \(remembered == 1 ? "was" : "were") in active, and the queue manager may remove "
      text += "what it remembers: run 'postfix reload' before 'queue release'"
    }
    return text
  }
}

public struct Care: Sendable {
  private static let passes = 3
  private static let mostFruitless = 20
  /// More are not flushed at once: the queue manager would be busy with nothing else.
  public static let flushLimit = 10_000

  let action: CareAction
  let store: QueueStore
  private let configuration: String
  /// Messages a minute.
  private let rate: Int

  /// - Parameters:
  ///   - configuration: the configuration directory, for Postfix's tools.
  ///   - rate: how many messages are flushed in a minute at most.
  public init(_ action: CareAction, on store: QueueStore, configuration: String, rate: Int = 600) {
    self.action = action
    self.store = store
    self.configuration = configuration
    self.rate = max(1, rate)
  }

  public func plan(_ selection: Selection, now: Int64) -> QueuePlan {
    QueuePlan(
      of: store, selecting: selection, in: [.active, .incoming, .deferred, .hold],
      changing: { [action] in action.changes($0) }, now: now)
  }

  /// Why the plan should not be carried out in one go; nil when it may.
  public func refusal(_ plan: QueuePlan) -> String? {
    guard action == .flush, plan.count > Self.flushLimit else { return nil }
    return "\(plan.count) messages would be flushed, more than \(Self.flushLimit) at once"
  }

  /// The messages of a plan that would be left alone, each with the reason.
  public func obstacles(_ plan: QueuePlan) throws(MaintenanceFailure) -> [(id: ByteString, why: String)] {
    try checkPlace()
    var left: [(ByteString, String)] = []
    let around = CareSurroundings(plan, in: store)
    do throws(SystemError) {
      for message in plan.messages {
        if case .obstacle(let why) = try look(at: message, around) { left.append((message.name, why)) }
      }
    } catch {
      throw MaintenanceFailure(error)
    }
    return left
  }

  public func carryOut(_ plan: QueuePlan, progress: (Int) -> Void) throws(MaintenanceFailure) -> CareReport {
    try checkPlace()
    var report = CareReport(action: action)
    var around = CareSurroundings(plan, in: store)
    do throws(SystemError) {
      var rest = plan.messages[...]
      while !rest.isEmpty {
        let part = rest.prefix(action.callSize)
        rest = rest.dropFirst(action.callSize)
        around.lookAgain()
        let refusal = try carryOut(part, around, &report)
        if let refusal {
          // All others would be told the same.
          report.left += rest.map { ($0.name, refusal) }
          break
        }
        progress(plan.count - rest.count)
        if action == .flush, !rest.isEmpty { Pause.milliseconds(60_000 / rate) }
      }
    } catch {
      throw MaintenanceFailure(error)
    }
    return report
  }

  /// - Returns: why nothing can be done at all; nil where something was done, or nothing was to be done.
  private func carryOut(
    _ messages: ArraySlice<PlannedMessage>, _ around: CareSurroundings, _ report: inout CareReport
  ) throws(SystemError) -> String? {
    var rest: [(message: PlannedMessage, found: QueuedFile)] = []
    for message in messages {
      switch try look(at: message, around) {
      case .ready(let file): rest.append((message, file))
      case .obstacle(let why): report.left.append((message.name, why))
      case .gone: report.gone += 1
      }
    }
    var count = rest.count
    var answer = ToolAnswer()
    var pass = 0
    // Where one after the other cannot be moved, none can, as on a read-only disk.
    var fruitless = 0
    while !rest.isEmpty, pass < Self.passes, fruitless < Self.mostFruitless {
      answer = try act(on: rest.map(\.message))
      let before = rest.count
      rest = try look(again: rest, &report)
      fruitless = rest.count < before ? 0 : fruitless + 1
      // postsuper dies of a message that it cannot move, and does not come to those behind it.
      if let offender = rest.firstIndex(where: { answer.hasFailed(at: $0.message.name) }) {
        let name = rest.remove(at: offender).message.name
        report.left.append((name, answer.complaint(about: name) ?? ""))
        count -= 1
      } else {
        pass += 1
      }
    }
    // What the tool says of one message concerns no other.
    let failure = messages.contains { answer.hasFailed(at: $0.name) } ? nil : answer.failure
    let why = failure ?? (answer.failure == nil ? nil : "\(action.tool)(1) did not come to it")
    for (message, found) in rest {
      if let told = answer.complaint(about: message.name) ?? why {
        report.left.append((message.name, told))
      } else {
        report.left.append((message.name, try stillness(of: message, found)))
      }
    }
    return rest.count == count && answer.concernsAll ? failure : nil
  }

  /// Why nothing has come of a call that did not fail.
  private func stillness(of message: PlannedMessage, _ found: QueuedFile) throws(SystemError) -> String {
    guard let file = try files(of: message).first(where: { $0.status.inode == message.inode }) else {
      return "it has left the queue"
    }
    if file.queue == .corrupt { return Self.isCorrupt }
    guard file.path == found.path, file.status.changed == found.status.changed else { return "it moves all the time" }
    return "\(action.tool)(1) has changed nothing; the mail log may say why"
  }

  /// Looks what has become of messages.
  /// - Returns: those about which nothing was done.
  private func look(
    again messages: [(message: PlannedMessage, found: QueuedFile)], _ report: inout CareReport
  ) throws(SystemError) -> [(message: PlannedMessage, found: QueuedFile)] {
    let locked = LockedFiles()
    var rest: [(message: PlannedMessage, found: QueuedFile)] = []
    for (message, found) in messages {
      let file = try files(of: message).first { $0.status.inode == message.inode }
      switch action.result(file, since: found.status.changed) {
      case .gone: report.gone += 1
      case .pending: rest.append((message, found))
      case .done:
        if let file, let why = action.harm(to: file, locked) {
          report.left.append((message.name, why))
          continue
        }
        report.done += 1
        if action == .hold, found.queue == .active { report.remembered += 1 }
      }
    }
    return rest
  }

  /// Postfix's tools would look for the ids in another queue, and find other messages there.
  private func checkPlace() throws(MaintenanceFailure) {
    let settings = store.settings
    guard FileReading.isSame(settings.directory, settings.configuredDirectory) else {
      throw MaintenanceFailure(
        .usage,
        "Postfix's own tools change the queue of the configuration, \(settings.configuredDirectory), "
          + "not \(settings.directory)\n  Name the configuration of that queue with -c.")
    }
  }

  private enum Look {
    case ready(QueuedFile)
    case obstacle(String)
    case gone
  }

  private func look(at message: PlannedMessage, _ around: CareSurroundings) throws(SystemError) -> Look {
    let files = try files(of: message)
    // An id may have been given to another message meanwhile.
    guard let file = files.first(where: { $0.status.inode == message.inode }) else { return .gone }
    guard let why = obstacle(message, file, among: files, around) else { return .ready(file) }
    return .obstacle(why)
  }

  /// The files with the id of a message, wherever Postfix may have moved it, and the one that the plan has found.
  private func files(of message: PlannedMessage) throws(SystemError) -> [QueuedFile] {
    let files = try store.find(message.name)
    guard !files.contains(where: { $0.status.inode == message.inode }),
      let status = try store.open(message.folder)?.status(of: message.name), status.inode == message.inode
    else { return files }
    return files + [QueuedFile(message.folder, message.name, status)]
  }

  private func act(on messages: [PlannedMessage]) throws(SystemError) -> ToolAnswer {
    let words = messages.flatMap { [action.option, $0.name.description] }
    return ToolAnswer(try Subprocess.run(action.tool, ["-c", configuration] + words), to: action)
  }
}
