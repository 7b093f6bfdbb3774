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
    if gone > 0 { text += "; \(gone) had left by themselves" }
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
  /// How many ids one call of postsuper is given.
  private static let callSize = 400
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
    do throws(SystemError) {
      for message in plan.messages {
        if case .obstacle(let why) = try look(at: message) { left.append((message.name, why)) }
      }
    } catch {
      throw MaintenanceFailure(error)
    }
    return left
  }

  public func carryOut(_ plan: QueuePlan, progress: (Int) -> Void) throws(MaintenanceFailure) -> CareReport {
    try checkPlace()
    var report = CareReport(action: action)
    do throws(SystemError) {
      var rest: [(message: PlannedMessage, found: QueuedFile)] = []
      for message in plan.messages {
        switch try look(at: message) {
        case .ready(let file): rest.append((message, file))
        case .obstacle(let why): report.left.append((message.name, why))
        case .gone: report.gone += 1
        }
      }
      var refusals = ""
      for _ in 0..<Self.passes where !rest.isEmpty {
        refusals = try act(on: rest.map(\.message), progress)
        let pending = rest
        rest = []
        for (message, found) in pending {
          switch action.result(try file(of: message), since: found.status.changed) {
          case .done:
            report.done += 1
            if action == .hold, found.queue == .active { report.remembered += 1 }
          case .gone: report.gone += 1
          case .pending: rest.append((message, found))
          }
        }
      }
      for (message, _) in rest {
        report.left.append((message.name, refusals.isEmpty ? "it moves all the time" : refusals))
      }
    } catch {
      throw MaintenanceFailure(error)
    }
    return report
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

  private func look(at message: PlannedMessage) throws(SystemError) -> Look {
    let files = try store.find(message.name)
    // An id may have been given to another message meanwhile.
    guard let file = files.first(where: { $0.status.inode == message.inode }) else { return .gone }
    guard let why = obstacle(message, file, among: files) else { return .ready(file) }
    return .obstacle(why)
  }

  private func file(of message: PlannedMessage) throws(SystemError) -> QueuedFile? {
    try store.find(message.name).first { $0.status.inode == message.inode }
  }

  /// Returns the last line of what the tool complained about.
  private func act(on messages: [PlannedMessage], _ progress: (Int) -> Void) throws(SystemError) -> String {
    guard let option = action.superOption else { return try flush(messages, progress) }
    var complaint = ""
    var rest = messages[...]
    while !rest.isEmpty {
      let words = rest.prefix(Self.callSize).flatMap { [option, $0.name.description] }
      rest = rest.dropFirst(Self.callSize)
      let result = try Subprocess.run("postsuper", ["-c", configuration] + words)
      if result.status != 0 { complaint = Self.lastLine(result.errors) }
      progress(messages.count - rest.count)
    }
    return complaint
  }

  /// Of postqueue(1), when the mail system is down: EX_UNAVAILABLE.
  private static var unavailable: Int32 { 69 }

  private func flush(_ messages: [PlannedMessage], _ progress: (Int) -> Void) throws(SystemError) -> String {
    var complaint = ""
    for (index, message) in messages.enumerated() {
      let result = try Subprocess.run("postqueue", ["-c", configuration, "-i", message.name.description])
      if result.status != 0 { complaint = Self.lastLine(result.errors) }
      // The others would be told the same.
      if result.status == Self.unavailable { return complaint }
      progress(index + 1)
      if index + 1 < messages.count { Pause.milliseconds(60_000 / rate) }
    }
    return complaint
  }

  private static func lastLine(_ errors: [UInt8]) -> String {
    errors.split(separator: 0x0A).last.map { PrintableText.of(ByteString($0).description) } ?? ""
  }
}
