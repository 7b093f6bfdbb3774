// The shape of a queue: how many messages or recipients there are of what age, by domain or whatever else they share.

public import QueueStore
public import PostfixQueue

public struct QueueShape: Sendable {
  public let table: ShapeTable
  public let scan: ScanOutcome
  /// Messages of which the selection could not tell.
  public let undecided: Undecided

  /// Counts the messages of some queues.
  /// - Parameter now: seconds since the epoch.
  public init(_ store: QueueStore, _ queues: [QueueName], _ options: ShapeOptions, now: Int64) {
    let (scan, visitors) = store.scan(
      queues, visitor: { DomainVisitor(options, now: now) }, take: { _ in true })
    var tally = ShapeTally(width: options.buckets.count)
    for visitor in visitors { tally.add(visitor.tally) }
    table = ShapeTable(tally, options)
    self.scan = scan
    undecided = Undecided()
  }

  public func text(rows: Int?, width: Int, isForTerminal: Bool) -> [UInt8] {
    ShapeText(table: table, rows: rows, width: width, isForTerminal: isForTerminal).bytes
  }
}
