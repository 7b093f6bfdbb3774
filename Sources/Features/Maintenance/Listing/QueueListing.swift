// Lists the messages of a queue in one pass, in constant memory.

public import Bytes
import Conditions
import JSONText
public import MessageSelections
import PostfixQueue
public import QueueStore
import SystemAccess

public struct QueueListing: Sendable {
  public enum Format: String, CaseIterable, Sendable {
    /// As `postqueue -p` prints.
    case text
    /// One object a line, with the members of `postqueue -j` and ours.
    case json
    /// Queue ids, one a line.
    case ids
    /// Queue ids, each with what the parts of the condition found; those of messages that are named and not selected, too.
    case explanation
  }

  public let format: Format
  /// Headers to be shown in JSON.
  let headers: [ByteString]
  public let selection: Selection
  /// Whether control characters that postqueue(1) passes on would reach a terminal.
  let isForTerminal: Bool

  public init(_ format: Format, headers: [ByteString] = [], selection: Selection, isForTerminal: Bool = false) {
    self.format = format
    self.headers = headers
    self.selection = selection
    self.isForTerminal = isForTerminal
  }

  /// Writes the list piece by piece.
  public func write(_ store: QueueStore, now: Int64, to output: ([UInt8]) -> Bool) -> QueueListingOutcome {
    let text = MessageText(isLong: store.settings.usesLongIDs)
    var total = QueueListingOutcome()
    let (outcome, _) = store.scan(
      QueueName.listed,
      visitor: { [self] in ListVisitor(listing: self, text: text, message: CurrentMessage(store, now: now)) },
      take: { piece in
        var bytes = piece.bytes
        if format == .text, piece.count > 0 {
          // Messages are separated by a blank line, which stands in front of each.
          bytes = total.count == 0 ? text.heading + bytes.dropFirst() : bytes
        }
        if isForTerminal { bytes = PrintableText.lines(bytes) }
        total.add(piece)
        return bytes.isEmpty || output(bytes)
      })
    total.scan = outcome
    total.missing = (selection.ids ?? []).subtracting(total.named).sorted()
    if format == .text { _ = output(summary(total)) }
    return total
  }

  private func summary(_ total: QueueListingOutcome) -> [UInt8] {
    if total.count == 0, total.scan.problems.isEmpty {
      return Array((selection.isEverything ? "Mail queue is empty\n" : "No message was found.\n").utf8)
    }
    return Array(
      "\n-- \(total.size / 1024) Kbytes in \(total.count) Request\(total.count == 1 ? "" : "s").\n".utf8)
  }
}

public struct QueueListingOutcome: Sendable {
  public internal(set) var count = 0
  /// Bytes.
  public internal(set) var size: Int64 = 0
  /// Messages of which the selection could not tell.
  public internal(set) var undecided = Undecided()
  public internal(set) var scan = ScanOutcome()
  /// Ids that were named and that no message has.
  public fileprivate(set) var missing: [ByteString] = []
  fileprivate var named: Set<ByteString> = []

  fileprivate mutating func add(_ piece: ListPiece) {
    count += piece.count
    size &+= piece.size
    undecided.add(piece.undecided)
    named.formUnion(piece.named)
  }
}

struct ListPiece: Sendable {
  var bytes: [UInt8] = []
  var count = 0
  var size: Int64 = 0
  var undecided = Undecided()
  /// The ids that were named and are there.
  var named: [ByteString] = []
}

private struct ListVisitor: MessageVisitor {
  let listing: QueueListing
  let text: MessageText
  let message: CurrentMessage
  private var piece = ListPiece()
  private var json = JSONWriter()

  init(listing: QueueListing, text: MessageText, message: CurrentMessage) {
    self.listing = listing
    self.text = text
    self.message = message
  }

  mutating func visit(_ file: QueuedFile, _ window: inout QueueFileWindow) {
    if listing.selection.ids != nil { piece.named.append(file.name) }
    message.visit(file, &window) { file in
      switch listing.selection.outcome(for: message) {
      case .no:
        // Whoever names a message and a condition asks why it is not selected.
        guard listing.format == .explanation, listing.selection.ids != nil else { return }
        piece.bytes += file.name.bytes + Array("  not selected\n".utf8)
        return explain()
      case .cannotTell(let reasons): return piece.undecided.add(file.name, reasons)
      case .yes: break
      }
      piece.count += 1
      piece.size &+= max(0, message.size)
      switch listing.format {
      case .text:
        piece.bytes.append(0x0A)
        text.append(message, file, to: &piece.bytes)
      case .json:
        MessageJSON.write(
          message, file, headers: listing.headers, attempts: listing.selection.attempts?(file.name), to: &json)
      case .ids, .explanation:
        piece.bytes += file.name.bytes
        piece.bytes.append(0x0A)
        if listing.format == .explanation { explain() }
      }
    }
  }

  private mutating func explain() {
    for line in listing.selection.explanation(of: message) ?? [] { piece.bytes += Array(line.utf8) }
  }

  func reads(_ name: @autoclosure () -> ByteString) -> Bool { listing.selection.admits(name()) }

  mutating func takeOutput() -> ListPiece {
    defer { piece = ListPiece() }
    if listing.format == .json { piece.bytes = json.drain() }
    return piece
  }
}
