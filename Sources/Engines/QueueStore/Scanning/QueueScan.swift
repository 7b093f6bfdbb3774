// One pass over a queue that may be live: every message that is there throughout is visited exactly once.
//
// Before a directory is listed it is watched, or found to be at rest. A message that is not renamed while its directory is
// listed is listed. One that is renamed leaves an event in the directory where it arrives, and is looked for there. The
// pass ends when nothing listed or named by an event is unvisited. Messages are told apart by inode, which renaming keeps;
// where one is met twice, by their links: Postfix takes each name of a file with several for a message.

import Bytes
public import PostfixQueue
public import SystemAccess

/// How a scan ended.
public struct ScanOutcome: Sendable {
  /// Directories that could not be read, each with the reason.
  public var problems: [SystemError]
  /// Whether nothing can have been missed. False where directories cannot be watched.
  public var isProven: Bool
  /// Files that lie where only complete messages belong and that their mode says are none: Postfix passes over them.
  public internal(set) var incomplete: [QueueName: Int] = [:]
  /// Directories in which Postfix sees nothing.
  public internal(set) var strays: [StrayFolder] = []

  public init(problems: [SystemError] = [], isProven: Bool = true) {
    self.problems = problems
    self.isProven = isProven
  }
}

extension QueueStore {
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
    let scan = QueueScan(self, queues, watch: QueueWatch(), worker: { ScanWorker(visitor()) })
    let outcome = scan.run(take)
    return (outcome, scan.workers.map(\.visitor))
  }
}

/// What a thread of a scan does with a batch of names.
protocol BatchWorker: SendableMetatype {
  associatedtype Output: Sendable
  mutating func visit(_ batch: NameBatch) -> BatchResult<Output>
}

struct BatchResult<Output: Sendable>: Sendable {
  let output: Output
  /// Names that were listed and not found.
  let vanished: NameBatch?
  /// Names of files that are still being written.
  let unfinished: NameBatch?
  /// Names of messages that were visited and have other names, too.
  let linked: NameBatch?
  /// Whether there were messages among them that nobody looked at.
  let hasPassedOver: Bool
  /// Files that are there and cannot be opened. Looking again would not help.
  let problems: [SystemError]
}

final class QueueScan<Worker: BatchWorker> {
  /// How many threads work, and how many names each is given at a time.
  enum Effort {
    /// One while what is read is in the cache, which takes less effort, and then as many as keep a disk busy.
    case asNeeded
    case threads(Int, batch: Int)
  }

  private let store: QueueStore
  private let queues: [QueueName]
  private let watch: QueueWatch
  private let effort: Effort
  private let worker: @Sendable () -> Worker
  private let isWanted: (UInt64, ArraySlice<UInt8>) -> Bool
  private var seen: SeenMessages
  private var linked = LinkedNames()
  /// What the threads kept.
  private(set) var workers: [Worker] = []
  private var unreadable: [SystemError] = []
  private var incomplete: [QueueName: Int] = [:]

  /// - Parameters:
  ///   - watch: where the directories are watched; others may have used it before.
  ///   - isWanted: whether a message is to be visited at all, by inode and name.
  init(
    _ store: QueueStore, _ queues: [QueueName], watch: QueueWatch, effort: Effort = .asNeeded,
    tellingNamesApart: Bool = false, isWanted: @escaping (UInt64, ArraySlice<UInt8>) -> Bool = { _, _ in true },
    worker: @escaping @Sendable () -> Worker
  ) {
    self.store = store
    self.queues = queues
    self.watch = watch
    self.effort = effort
    seen = SeenMessages(withNames: tellingNamesApart)
    self.isWanted = isWanted
    self.worker = worker
  }

  func run(_ take: (Worker.Output) -> Bool) -> ScanOutcome { visitRounds(needsListing: true, take) }

  /// Visits what has arrived since the last call.
  func chase(_ take: (Worker.Output) -> Bool) -> ScanOutcome { visitRounds(needsListing: false, take) }

  /// A queue in such motion that these do not suffice is visited without the proof.
  private static var mostRounds: Int { 1000 }

  private func visitRounds(needsListing: Bool, _ take: (Worker.Output) -> Bool) -> ScanOutcome {
    var outcome = rounds(needsListing: needsListing, take)
    outcome.problems += unreadable
    outcome.incomplete = incomplete
    unreadable = []
    return outcome
  }

  private func rounds(needsListing: Bool, _ take: (Worker.Output) -> Bool) -> ScanOutcome {
    var outcome = ScanOutcome()
    var needsListing = needsListing
    for _ in 0..<Self.mostRounds {
      if needsListing {
        incomplete = [:]
        seen.beginListing()
        let walk = QueueWalk(store, queues) { [watch] folder in watch.add(folder) }
        let end = visitAll(of: walk, take)
        outcome.problems = walk.problems
        outcome.strays = walk.strays
        if end == .enough || visitOtherNames(take) == .enough { return outcome }
        // One that vanished may have been met elsewhere meanwhile and passed over as known.
        needsListing = end == .vanished
      }
      var chase = watch.chase(&seen, &linked, where: isWanted)
      needsListing = needsListing || chase.needsListing
      let isQuiet = chase.batches.isEmpty
      let end = visit(threads: 0, take) { chase.batches.popLast() }
      if end == .enough { return outcome }
      if isQuiet, !needsListing {
        outcome.isProven = watch.isProving
        return outcome
      }
    }
    outcome.isProven = false
    return outcome
  }

  private enum End { case all, vanished, enough }

  /// Nobody reads more of them.
  private static var mostProblems: Int { 1000 }
  private static var diskThreads: Int { 8 }
  /// A file of the cache takes a few microseconds.
  private static var slowest: Duration { .microseconds(150) }

  private func visitAll(of walk: QueueWalk, _ take: (Worker.Output) -> Bool) -> End {
    func next(_ limit: Int) -> NameBatch? {
      watch.collect()
      return walk.next(upTo: limit) { folder, names, index in
        guard isWanted(names.inode(index), names.bytes(index)) else { return false }
        switch seen.meet(names.inode(index), names.bytes(index)) {
        case .new: return true
        case .known: return false
        case .again:
          linked.doubt(folder, names[index])
          return false
        }
      }
    }
    if case .threads(let count, let batch) = effort { return visit(threads: count, take) { next(batch) } }

    var isWaiting = false
    var started: (time: ContinuousClock.Instant, count: Int)?
    let end = visit(threads: 0, take) {
      if let started, started.count > 0 {
        isWaiting = (ContinuousClock.now - started.time) / started.count > Self.slowest
      }
      guard !isWaiting, let batch = next(256) else { return nil }
      started = (ContinuousClock.now, batch.indices.count)
      return batch
    }
    guard isWaiting, end != .enough else { return end }
    let rest = visit(threads: Self.diskThreads, take) { next(256) }
    return rest == .all ? end : rest
  }

  /// Visits the names of messages that were visited under another name.
  private func visitOtherNames(_ take: (Worker.Output) -> Bool) -> End {
    var batches = linked.takeOthers()
    return visit(threads: 0, take) { batches.popLast() }
  }

  /// Visits batch after batch.
  private func visit(threads: Int, _ take: (Worker.Output) -> Bool, batch: () -> NameBatch?) -> End {
    var vanished: [NameBatch] = []
    // An event will tell when they are complete, which must not be taken for old news then.
    var unfinished: [NameBatch] = []
    var wantsMore = true
    workers += OrderedWork.run(
      threads: threads, worker: worker, input: batch, work: { worker, batch in worker.visit(batch) },
      take: { result in
        if let missing = result.vanished { vanished.append(missing) }
        if let early = result.unfinished { unfinished.append(early) }
        if let several = result.linked { linked.note(several) }
        if result.hasPassedOver { linked.isComplete = false }
        unreadable += result.problems.prefix(Self.mostProblems - unreadable.count)
        wantsMore = take(result.output)
        return wantsMore
      })
    for batch in unfinished where batch.folder.name.hasOnlyMessages {
      incomplete[batch.folder.name.queue, default: 0] += batch.indices.count
    }
    for batch in vanished + unfinished {
      for index in batch.indices { seen.remove(batch.names.inode(Int(index)), batch.names.bytes(Int(index))) }
    }
    return !wantsMore ? .enough : vanished.isEmpty ? .all : .vanished
  }
}
