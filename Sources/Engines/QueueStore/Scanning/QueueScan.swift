// One pass over a queue that may be live: every message that is there throughout is visited exactly once.
//
// Before a directory is listed it is watched, or found to be at rest. A message that is not renamed while its directory is listed is listed. One
// that is renamed leaves an event in the directory where it arrives, and is looked for there. The pass ends when nothing
// listed or named by an event is unvisited. Messages are told apart by inode, which renaming keeps.

import Bytes
public import PostfixQueue
public import SystemAccess

/// How a scan ended.
public struct ScanOutcome: Sendable {
  /// Directories that could not be read, each with the reason.
  public var problems: [SystemError]
  /// Whether nothing can have been missed. False where directories cannot be watched.
  public var isProven: Bool

  public init(problems: [SystemError] = [], isProven: Bool = true) {
    self.problems = problems
    self.isProven = isProven
  }
}

extension QueueStore {
  /// How many files are read at the same time from a disk. What is in the cache is read by one thread with less effort.
  private static let threads = 8
  /// A file of the cache takes a few microseconds.
  private static let slowest = Duration.microseconds(150)
  private static let batchSize = 256
  /// A queue in such motion that this does not suffice is listed without the proof.
  private static let rounds = 1000

  /// Visits the messages of some queues.
  ///
  /// - Parameters:
  ///   - queues: in this order, as far as nothing moves.
  ///   - visitor: makes a visitor for a thread.
  ///   - take: is given the visitors' outputs; returns whether it wants more.
  /// - Returns: how it ended, and the visitors.
  public func scan<Visitor: MessageVisitor>(
    _ queues: [QueueName], visitor: @escaping @Sendable () -> Visitor, take: (Visitor.Output) -> Bool
  ) -> (outcome: ScanOutcome, visitors: [Visitor]) {
    var watch = QueueWatch()
    var seen = InodeSet()
    var outcome = ScanOutcome()
    var visitors: [Visitor] = []
    var needsListing = true
    for _ in 0..<Self.rounds {
      if needsListing {
        let walk = QueueWalk(self, queues) { folder in watch.add(folder) }
        let end = visitAll(of: walk, visitor, take, &seen, &visitors)
        outcome.problems = walk.problems
        if end == .enough { return (outcome, visitors) }
        // One that vanished may have been met elsewhere meanwhile and passed over as known.
        needsListing = end == .vanished
      }
      var chase = watch.chase(&seen)
      needsListing = needsListing || chase.needsListing
      let isQuiet = chase.batches.isEmpty
      let end = visit(threads: 0, visitor, take, &seen, &visitors) { _ in chase.batches.popLast() }
      if end == .enough { return (outcome, visitors) }
      if isQuiet, !needsListing {
        outcome.isProven = watch.isProving
        return (outcome, visitors)
      }
    }
    outcome.isProven = false
    return (outcome, visitors)
  }

  private enum End { case all, vanished, enough }

  /// Visits by one thread as long as that does not have to wait for the disk, and then by several.
  private func visitAll<Visitor: MessageVisitor>(
    of walk: QueueWalk, _ visitor: @escaping @Sendable () -> Visitor, _ take: (Visitor.Output) -> Bool,
    _ seen: inout InodeSet, _ visitors: inout [Visitor]
  ) -> End {
    var isWaiting = false
    var started: (time: ContinuousClock.Instant, count: Int)?
    func next(_ seen: inout InodeSet) -> NameBatch? {
      walk.next(upTo: Self.batchSize) { names, index in seen.insert(names.inode(index)) }
    }
    let end = visit(threads: 0, visitor, take, &seen, &visitors) { seen in
      if let started, started.count > 0 {
        isWaiting = (ContinuousClock.now - started.time) / started.count > Self.slowest
      }
      guard !isWaiting, let batch = next(&seen) else { return nil }
      started = (ContinuousClock.now, batch.indices.count)
      return batch
    }
    guard isWaiting, end != .enough else { return end }
    let rest = visit(threads: Self.threads, visitor, take, &seen, &visitors) { seen in next(&seen) }
    return rest == .all ? end : rest
  }

  /// Visits batch after batch.
  private func visit<Visitor: MessageVisitor>(
    threads: Int, _ visitor: @escaping @Sendable () -> Visitor, _ take: (Visitor.Output) -> Bool,
    _ seen: inout InodeSet, _ visitors: inout [Visitor], batch: (inout InodeSet) -> NameBatch?
  ) -> End {
    var vanished: [NameBatch] = []
    var wantsMore = true
    let workers = OrderedWork.run(
      threads: threads, worker: { ScanWorker(visitor()) }, input: { batch(&seen) },
      work: { worker, batch in worker.visit(batch) },
      take: { result in
        if let missing = result.vanished { vanished.append(missing) }
        wantsMore = take(result.output)
        return wantsMore
      })
    visitors += workers.map(\.visitor)
    for batch in vanished {
      for index in batch.indices { seen.remove(batch.names.inode(Int(index))) }
    }
    return !wantsMore ? .enough : vanished.isEmpty ? .all : .vanished
  }
}

/// What a thread of a scan keeps.
struct ScanWorker<Visitor: MessageVisitor> {
  var visitor: Visitor
  private var window = QueueFileWindow()
  private let current = CurrentFile()

  init(_ visitor: Visitor) {
    self.visitor = visitor
    window.open(size: 0) { [current] buffer, offset in OpenFile.read(current.number, into: buffer, at: offset) }
  }

  /// The file that the window reads: one closure serves all.
  private final class CurrentFile { var number: Int32 = -1 }

  struct Result: Sendable {
    let output: Visitor.Output
    /// Names that were listed and not found.
    let vanished: NameBatch?
  }

  mutating func visit(_ batch: NameBatch) -> Result {
    var vanished: [Int32] = []
    for place in batch.indices {
      let index = Int(place)
      guard visitor.reads(batch.names[index]) else {
        // A purge by ids reads a few of many: the others are only counted.
        if let status = try? batch.folder.directory.status(of: batch.names, index) {
          if status.kind == .regular, batch.folder.name.isReadable(status) { visitor.passOver() }
        } else {
          vanished.append(place)
        }
        continue
      }
      guard let file = try? batch.folder.directory.open(batch.names, index), let status = try? file.status() else {
        vanished.append(place)
        continue
      }
      guard status.kind == .regular, batch.folder.name.isReadable(status) else { continue }
      current.number = file.number
      window.open(size: status.size)
      visitor.visit(QueuedFile(batch.folder.name, batch.names, index, status), &window)
      withExtendedLifetime(file) {}
    }
    let missing = vanished.isEmpty ? nil : NameBatch(folder: batch.folder, names: batch.names, indices: vanished)
    return Result(output: visitor.takeOutput(), vanished: missing)
  }
}
