// The messages that a command would change: found in one pass, shown by the dry run, carried out by the real one.

public import Bytes
import Conditions
public import MessageSelections
public import PostfixQueue
public import QueueStore
import SystemAccess

/// A message that shall be changed or removed.
struct PlannedMessage: Sendable {
  let folder: FolderName
  let name: ByteString
  let inode: UInt64
  let arrival: Int64
  let sender: ByteString
  /// Bytes of the file.
  let size: Int
  /// As far as the envelope tells, when the plan was made.
  var isDamaged = false
}

public struct QueuePlan: Sendable {
  /// How wide a selection may be.
  public struct Limits: Sendable {
    /// Messages; nil for any number.
    public var count: Int?
    /// Of all messages in the queues that are looked at.
    public var percent: Int
    /// What they are called where they are set.
    let countName: String
    let percentName: String

    /// Those of a command line.
    public init(count: Int? = nil, percent: Int? = nil) {
      self.init(count: count, percent: percent, named: "--max", "--max-percent")
    }

    init(count: Int? = nil, percent: Int? = nil, named countName: String, _ percentName: String) {
      self.count = count
      self.percent = percent ?? 50
      self.countName = countName
      self.percentName = percentName
    }
  }

  /// The queues that are looked at.
  public let queues: [QueueName]
  let messages: [PlannedMessage]
  /// Those of them whose files have several names, in the queue or elsewhere.
  private let linked: [QueuedFile]
  /// Selected, but in the active queue, which is left alone.
  public let inDelivery: Int
  /// Of a purge: selected, but with other names in the queue, and so left alone.
  private(set) var severalNames = 0
  /// All messages in these queues.
  public let total: Int
  public let undecided: Undecided
  /// Ids that were named and that no message in these queues has, or none that is complete.
  public let missing: [ByteString]
  /// Named and selected, but in a queue where nothing is changed.
  public let unchanged: [(id: ByteString, queue: QueueName)]
  public let scan: ScanOutcome

  public var count: Int { messages.count }
  /// Of the files.
  public var bytes: Int { messages.reduce(0) { $0 &+ $1.size } }

  /// Looks for the messages of a purge.
  /// - Parameter extra: queues beyond incoming, deferred and hold: active, corrupt.
  public init(of store: QueueStore, selecting selection: Selection, including extra: Set<QueueName>, now: Int64) {
    self.init(
      of: store, selecting: selection, in: Set([.active, .incoming, .deferred, .hold]).union(extra),
      changing: { $0.queue != .active && $0.queue != .corrupt || extra.contains($0.queue) }, now: now)
    let names = OtherNames(store)
    severalNames = linked.count { !names.of($0).isEmpty }
  }

  /// Looks for messages.
  /// - Parameters:
  ///   - looked: the queues that are looked at.
  ///   - isChanged: whether a message is one that may be changed.
  init(
    of store: QueueStore, selecting selection: Selection, in looked: Set<QueueName>,
    changing isChanged: @escaping @Sendable (QueuedFile) -> Bool, now: Int64
  ) {
    let queues = QueueName.allCases.filter { looked.contains($0) }
    let (scan, visitors) = store.scan(
      queues,
      visitor: { PlanVisitor(selection: selection, message: CurrentMessage(store, now: now), isChanged: isChanged) },
      take: { _ in true })
    self.queues = queues
    messages = visitors.flatMap(\.messages).sorted { ($0.folder.queue, $0.name) < ($1.folder.queue, $1.name) }
    linked = visitors.flatMap(\.linked)
    inDelivery = visitors.reduce(0) { $0 + $1.inDelivery }
    total = visitors.reduce(0) { $0 + $1.total }
    undecided = visitors.reduce(into: Undecided()) { $0.add($1.undecided) }
    unchanged = visitors.flatMap(\.unchanged).sorted { $0.id < $1.id }
    missing = (selection.ids ?? []).subtracting(visitors.flatMap(\.named)).sorted()
    self.scan = scan
  }

  /// Why the plan is too wide to be carried out; nil when it is not.
  public func refusal(_ limits: Limits) -> String? {
    if let most = limits.count, count > most {
      return "the selection has \(count) messages, and \(limits.countName) allows \(most)"
    }
    let (product, _) = count.multipliedReportingOverflow(by: 100)
    if limits.percent < 100, product > limits.percent * total {
      return "the selection has \(count) of \(total) messages, and \(limits.percentName) allows \(limits.percent) %"
    }
    return nil
  }
}

private struct PlanVisitor: MessageVisitor {
  let selection: Selection
  let message: CurrentMessage
  let isChanged: @Sendable (QueuedFile) -> Bool
  private(set) var messages: [PlannedMessage] = []
  private(set) var linked: [QueuedFile] = []
  private(set) var inDelivery = 0
  private(set) var total = 0
  private(set) var undecided = Undecided()
  /// The ids that were named and are there.
  private(set) var named: [ByteString] = []
  private(set) var unchanged: [(id: ByteString, queue: QueueName)] = []

  init(selection: Selection, message: CurrentMessage, isChanged: @escaping @Sendable (QueuedFile) -> Bool) {
    self.selection = selection
    self.message = message
    self.isChanged = isChanged
  }

  mutating func visit(_ file: QueuedFile, _ window: inout QueueFileWindow) {
    total += 1
    if selection.ids != nil { named.append(file.name) }
    message.visit(file, &window) { file in
      switch selection.outcome(for: message) {
      case .no: break
      case .cannotTell(let reasons): undecided.add(file.name, reasons)
      case .yes:
        guard isChanged(file) else {
          if file.queue == .active { inDelivery += 1 }
          if selection.ids != nil { unchanged.append((file.name, file.queue)) }
          return
        }
        if file.status.links > 1 { linked.append(file) }
        messages.append(
          PlannedMessage(
            folder: file.folder, name: file.name, inode: file.status.inode, arrival: message.arrival,
            sender: message.listedSender, size: file.status.size, isDamaged: !message.envelope.damage.isEmpty))
      }
    }
  }

  func reads(_ name: @autoclosure () -> ByteString) -> Bool { selection.admits(name()) }

  mutating func passOver() { total += 1 }

  mutating func takeOutput() {}
}
