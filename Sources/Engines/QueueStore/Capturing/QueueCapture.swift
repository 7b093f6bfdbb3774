// Reads a live queue so that no message is missing and none is there twice.
//
// First a census: which messages there are. Then they are read, what hardly moves first and what is about to be delivered
// last. All directories are watched from before the first look until after the last, and what is moved meanwhile is
// chased. A message that is complete when the watch begins and still there at the end is read once and whole: it was
// listed, or it was moved after its new directory was watched, which leaves an event that names it there. What has left
// the queue is told by `removed`.
//
// A message is complete once its mode says so; after that Postfix changes single bytes in place, so that a copy taken at
// any time is a valid file.

public import Bytes
public import PostfixQueue
public import SystemAccess

public struct QueueCapture<Output: Sendable>: ~Copyable {
  /// Maildrop comes last: pickup(8) removes a file there only when its copy is in incoming, where it is chased.
  public static var order: [QueueName] { [.corrupt, .hold, .deferred, .incoming, .active, .maildrop] }

  private let store: QueueStore
  private let watch = QueueWatch(watchingAll: true)
  private let work: @Sendable (CapturedMessage) -> Output
  private var reading: QueueScan<CaptureWorker<Output>>?

  /// - Parameter work: what is made of a message, on the thread that has read it.
  public init(_ store: QueueStore, work: @escaping @Sendable (CapturedMessage) -> Output) {
    self.store = store
    self.work = work
  }

  /// Why the queue cannot be watched reliably, as the end of a sentence; nil when nothing is known against it. Asked when
  /// the watching has begun.
  public func doubt() throws(SystemError) -> String? {
    if let name = try store.directory.networkFileSystem() {
      return "the queue is on \(name), where other hosts may change it unseen"
    }
    return watch.isProving ? nil : "the system does not watch all directories of the queue for us"
  }

  /// Looks at every message once.
  public mutating func census(_ look: (QueuedFile) -> Void) -> ScanOutcome {
    let scan = QueueScan(store, Self.order, watch: watch, tellingNamesApart: true, worker: { CensusWorker() })
    return scan.run { files in
      for file in files { look(file) }
      return true
    }
  }

  /// Reads every message that is wanted, once.
  ///
  /// - Parameters:
  ///   - isWanted: by inode and name; has to be true for messages of which the census knows nothing.
  ///   - take: is given what `work` made, on this thread; returns whether it wants more.
  public mutating func read(
    where isWanted: @escaping (UInt64, ArraySlice<UInt8>) -> Bool, _ take: (Output) -> Bool
  ) -> ScanOutcome {
    let scan = QueueScan(
      store, Self.order, watch: watch, effort: .threads(3, batch: 16), tellingNamesApart: true, isWanted: isWanted,
      worker: { [store, work] in CaptureWorker(store, work) })
    reading = scan
    return scan.run { outputs in outputs.allSatisfy(take) }
  }

  /// Reads what has arrived since the last call: after logs were read, the notices that they may have become.
  /// - Parameter everywhere: looks into all directories, as after a census, which has heard of what arrived.
  public mutating func readLatecomers(everywhere: Bool = false, _ take: (Output) -> Bool) -> ScanOutcome {
    let takeAll: ([Output]) -> Bool = { outputs in outputs.allSatisfy(take) }
    return (everywhere ? reading?.run(takeAll) : reading?.chase(takeAll)) ?? ScanOutcome()
  }

  /// Ids that were removed from the queue so far.
  public var removed: Set<ByteString> { watch.removed }

  /// Whether the system lost count of what was removed since this was asked last. Then only another census tells, and
  /// after it the rest is to be read, for what was removed may have become something else.
  public mutating func takeMissedRemovals() -> Bool { watch.takeMissedRemovals() }
}
