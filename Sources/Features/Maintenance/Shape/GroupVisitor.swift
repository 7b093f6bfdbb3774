// Counts by anything that a message says of itself, and only the messages of a selection.

import Conditions
import MessageSelections
import PostfixQueue
import QueueStore

struct GroupVisitor: MessageVisitor {
  private(set) var tally: ShapeTally
  private(set) var undecided = Undecided()
  private let message: CurrentMessage
  private let options: ShapeOptions

  init(_ store: QueueStore, _ options: ShapeOptions, now: Int64) {
    tally = ShapeTally(width: options.buckets.count)
    message = CurrentMessage(store, now: now)
    self.options = options
  }

  mutating func takeOutput() -> ShapeTally? { tally.takeWhenLarge() }

  mutating func visit(_ file: QueuedFile, _ window: inout QueueFileWindow) {
    message.visit(file, &window) { file in
      switch options.selection.outcome(for: message) {
      case .no: return
      case .cannotTell(let reasons): return undecided.add(file.name, reasons)
      case .yes: break
      }
      let (age, isOver) = message.now.subtractingReportingOverflow(message.arrival)
      let bucket = isOver ? options.buckets.count - 1 : options.buckets.bucket(of: age)
      for name in message.groups(by: options.dimension) { tally.add(row: tally.row(of: name), bucket: bucket) }
    }
  }
}
