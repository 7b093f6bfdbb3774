// The shape of a queue: how many messages or recipients there are of what age, by domain or whatever else they share.

public import MessageSelections
public import PostfixQueue
public import QueueStore

public struct QueueShape: Sendable {
  public let queues: [QueueName]
  /// Seconds since the epoch.
  public let now: Int64
  public let table: ShapeTable
  public let scan: ScanOutcome
  /// Messages of which the selection could not tell.
  public let undecided: Undecided

  /// Counts the messages of some queues.
  /// - Parameter now: seconds since the epoch.
  public init(_ store: QueueStore, _ queues: [QueueName], _ options: ShapeOptions, now: Int64) {
    self.queues = queues
    self.now = now
    var tally = ShapeTally(width: options.buckets.count)
    var undecided = Undecided()
    func take(_ part: ShapeTally?) -> Bool {
      if let part { tally.add(part) }
      return true
    }
    if options.dimension.hasDomains, options.selection.isEverything {
      var result = store.scan(queues, visitor: { DomainVisitor(options, now: now) }, take: take)
      scan = result.outcome
      while let visitor = result.visitors.popLast() { tally.add(visitor.tally) }
    } else {
      var result = store.scan(queues, visitor: { GroupVisitor(store, options, now: now) }, take: take)
      scan = result.outcome
      while let visitor = result.visitors.popLast() {
        tally.add(visitor.tally)
        undecided.add(visitor.undecided)
      }
    }
    table = ShapeTable(tally, options)
    self.undecided = undecided
  }

  /// - Parameters:
  ///   - rows: how many, with the total; nil for all.
  ///   - width: the columns of the output.
  ///   - isForTerminal: whether control characters in names would reach a terminal.
  public func text(rows: Int?, width: Int, isForTerminal: Bool) -> ShapeText {
    ShapeText(table: table, rows: rows, width: width, isForTerminal: isForTerminal)
  }
}
