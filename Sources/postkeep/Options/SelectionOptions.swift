// Which messages a command is about.

import ArgumentParser
import Bytes
import Conditions
import Maintenance
import MessageSelections
import PostfixQueue
import SystemAccess

struct ConditionOptions: ParsableArguments {
  @Option(
    name: .customLong("where"),
    help: ArgumentHelp("A condition, such as 'age > 5d': postkeep-selections(5).", valueName: "condition"))
  var conditions: [String] = []
  @Option(
    name: .customLong("selection"),
    help: ArgumentHelp("A named selection of \(Selection.file).", valueName: "name"),
    completion: .custom { _, _, _ in Selection.names() })
  var selections: [String] = []

  @Option(
    help: ArgumentHelp(
      "A mail log, for conditions about 'attempts'. May be given again, in any order; compressed files are read as well.",
      valueName: "file"), completion: .file(), transform: PathWord.read)
  var log: [String] = []
  @Flag(help: "Take the mail log from systemd's journal, by journalctl.") var journal = false

  var condition: String? { conditions.first }
  var selection: String? { selections.first }

  func validate() throws {
    try Self.validate(conditions)
    if selections.count > 1 { throw ValidationError("--selection is given twice: one named selection can be asked.") }
    if condition != nil, selection != nil { throw ValidationError("--where and --selection exclude each other.") }
    if journal, !log.isEmpty { throw ValidationError("--log and --journal exclude each other.") }
  }

  /// The last one would win, and a command be about more than was meant.
  static func validate(_ conditions: [String]) throws {
    guard conditions.count > 1 else { return }
    throw ValidationError("--where is given twice. Join the conditions with 'and'.")
  }

  /// A condition of a command that reads no mail log: one that needs it would select nothing at all.
  /// - Parameter isNew: whether it may be refused; what was begun with it is gone on with.
  static func read(withoutLog condition: String?, isNew: Bool = true) throws -> Selection {
    let selection = try Failure.translating { try Selection.named(condition: condition, name: nil, ids: nil) }
    guard isNew, selection.usesAttempts else { return selection }
    throw Failure(
      .usage,
      "this command reads no mail log, and only that tells the 'attempts' of a message\n"
        + "  Use another name of postkeep-selections(5), such as 'age', 'sender' or 'recipient'.")
  }

  var isEmpty: Bool { condition == nil && selection == nil }

  var hasLog: Bool { journal || !log.isEmpty }

  /// As given, for a journal or a manifest.
  var text: String { condition ?? selection.map { "selection \($0)" } ?? "" }

  /// - Parameter ids: words of the command line; empty for any message.
  func read(ids: [String]) throws -> Selection {
    try Failure.translating {
      var selected = try Selection.named(
        condition: condition, name: selection, ids: ids.isEmpty ? nil : try QueueIDInput.read(ids))
      selected.attempts = try attempts()
      return selected
    }
  }

  /// What the mail log tells, if one was named.
  func attempts() throws -> (@Sendable (ByteString) -> Int64?)? {
    guard hasLog else { return nil }
    let history = try Failure.translating { try AttemptHistory(log, journal: journal, now: LocalTime.now) }
    for remark in history.remarks { Output.tell(remark) }
    return { history.attempts(of: $0) }
  }
}

struct SelectionOptions: ParsableArguments {
  @OptionGroup var which: ConditionOptions
  @Argument(
    help: ArgumentHelp("Queue ids; '-' reads them, or lines of postqueue -j, from standard input.", valueName: "id"))
  var ids: [String] = []

  var isEmpty: Bool { which.isEmpty && ids.isEmpty }

  /// As given, for a journal.
  var text: String {
    [
      which.isEmpty ? nil : which.text,
      ids.isEmpty ? nil : ids.prefix(10).joined(separator: " "),
    ]
    .compactMap { $0 }.joined(separator: "; ids ")
  }

  func read() throws -> Selection { try which.read(ids: ids) }

  /// Tells of ids that were named and are not there: a slip of the pen would pass for a message that has left.
  /// - Returns: whether one of them is an argument. What comes from a pipe may have been delivered meanwhile.
  func report(missing: [ByteString], from queues: [QueueName]) -> Bool {
    guard !missing.isEmpty else { return false }
    let some = missing.prefix(5).map(\.description).joined(separator: ", ")
    let places = queues.map(\.rawValue).joined(separator: ", ")
    let rest = missing.count > 5 ? ", …" : ""
    Output.tell("\(missing.count) named and not found in \(places): \(some)\(rest)")
    return missing.contains { ids.contains($0.description) }
  }

  /// Tells of ids that were named and that the action changes nothing about.
  /// - Returns: whether one of them is an argument whose message is not as the action would have it.
  func report(unchanged: [(id: ByteString, queue: QueueName)], by action: CareAction) -> Bool {
    for (id, queue) in unchanged.prefix(5) {
      Output.tell("'\(action.rawValue)' changes nothing about \(id), which is in \(queue.rawValue)")
    }
    if unchanged.count > 5 { Output.tell("nor about \(unchanged.count - 5) more") }
    return names(unchanged.filter { !action.hasNothingToDo(in: $0.queue) })
  }

  /// Whether one of the messages was named by an argument.
  func names(_ messages: [(id: ByteString, queue: QueueName)]) -> Bool {
    messages.contains { ids.contains($0.id.description) }
  }

  /// Tells of messages about which the selection could not tell. True when there were any.
  /// - Parameter policy: whose selection it is; nil for that of the command line.
  static func report(_ undecided: Undecided, of policy: String? = nil) -> Bool {
    guard undecided.count > 0 else { return false }
    var text = policy.map { "\($0): " } ?? ""
    text += "cannot tell for \(undecided.count) message\(undecided.count == 1 ? "" : "s"), which "
    text += "\(undecided.count == 1 ? "is" : "are") left out: "
    text += undecided.examples.map { PrintableText.of($0.description) }.joined(separator: ", ")
    if undecided.count > undecided.examples.count { text += " and \(undecided.count - undecided.examples.count) more" }
    for (reason, count) in undecided.reasons.sorted(by: { $0.value > $1.value }).prefix(5) {
      text += "\n  \(count): \(reason.text)"
    }
    Output.tell(text)
    return true
  }
}
