// Which messages of a queue a transfer would take, and which it leaves. Nothing is changed.

public import Bytes
import Conditions
public import MessageSelections
import PostfixQueue
import QueueStore
import SnapshotArchive
import SystemAccess

public struct TransferPlan: Sendable {
  let messages: [QueuedFile]
  /// Postfix delivers them at this moment.
  public let active: Int
  public let undecided: Undecided
  /// Messages that stay, with the reason.
  public let left: [(id: ByteString, why: String)]
  /// What else stays in the queue directory, which no part of Postfix takes for a message, in sentences.
  public let outside: [String]
  /// Messages that an earlier part of the transfer has taken out already.
  public internal(set) var waiting = 0

  /// Of a transfer whose archive may have been accepted: it cannot become more.
  static let nothingMore = TransferPlan()

  private init() { (messages, active, undecided, left, outside) = ([], 0, Undecided(), [], []) }

  public var count: Int { messages.count }
  /// Of the messages' files.
  public var bytes: Int { messages.reduce(0) { $0 &+ $1.status.size } }

  /// - Parameter now: seconds since the epoch.
  init(of store: QueueStore, selecting selection: Selection?, now: Int64) throws {
    let lifetimes = ArchivedMessage.Lifetimes(
      maximal: store.settings.maximalLifetime, bounce: store.settings.bounceLifetime)
    let (outcome, visitors) = store.scan(
      QueueAside.queues + [.active],
      visitor: { TransferVisitor(store, selection, lifetimes, now) }, take: { _ in true })
    if let problem = outcome.problems.first { throw problem }
    active = visitors.reduce(0) { $0 + $1.active }
    undecided = visitors.reduce(into: Undecided()) { $0.add($1.undecided) }
    var left = visitors.flatMap(\.damaged).map { (id: $0, why: "its records are damaged") }
    let byName = Dictionary(grouping: visitors.flatMap(\.found)) { $0.name }
    for (name, files) in byName where files.count > 1 { left.append((name, "two messages have this id")) }
    let staying = StayingFiles(of: store)
    outside = staying.sentences
    var messages: [QueuedFile] = []
    for file in byName.values.filter({ $0.count == 1 }).joined().sorted(by: { $0.name < $1.name }) {
      guard let names = staying.linked[file.status.inode] else {
        messages.append(file)
        continue
      }
      // Whatever the standby does, it would be delivered here.
      left.append(
        (
          file.name,
          "it would be live here under its other name: remove all but one of \(names.joined(separator: ", "))"
        ))
    }
    self.left = left
    self.messages = messages
  }

  public var text: String {
    var text = waiting == 0 ? "" : "\(waiting) message\(waiting == 1 ? "" : "s") left it before, and wait beside it\n"
    text += "\(count) message\(count == 1 ? "" : "s"), \(SizeText.bytes(bytes)), would leave this queue\n"
    if active > 0 { text += "\(active) in delivery would stay: they are finished or deferred\n" }
    for (id, why) in left.prefix(20) { text += "\(id) would stay: \(why)\n" }
    return text
  }
}

private struct TransferVisitor: MessageVisitor {
  private let folders: QueueFolders
  private let selection: Selection?
  private let lifetimes: ArchivedMessage.Lifetimes
  private let now: Int64
  private var envelope = Envelope()

  var found: [QueuedFile] = []
  var active = 0
  var damaged: [ByteString] = []
  var undecided = Undecided()

  init(_ store: QueueStore, _ selection: Selection?, _ lifetimes: ArchivedMessage.Lifetimes, _ now: Int64) {
    folders = QueueFolders(store)
    self.selection = selection
    self.lifetimes = lifetimes
    self.now = now
  }

  mutating func visit(_ file: QueuedFile, _ window: inout QueueFileWindow) {
    envelope.read(&window)
    if let selection {
      let log = try? folders.content(of: .defer, file.name, limit: 64 << 20)
      let message = ArchivedMessage(
        IndexedMessage(file, envelope, window), window.sibling(), deferLog: log ?? nil, lifetimes, now: now)
      switch selection.outcome(for: message) {
      case .yes: break
      case .no: return
      case .cannotTell(let reasons): return undecided.add(file.name, reasons)
      }
    }
    if file.queue == .active {
      active += 1
    } else if !envelope.damage.isEmpty {
      damaged.append(file.name)
    } else {
      found.append(file)
    }
  }

  mutating func takeOutput() {}
}
