// Takes a snapshot: a census, the manifest, every message with its logs, and the index.

import Bytes
import PostfixQueue
import QueueStore
import SnapshotArchive
import SystemAccess

final class SnapshotTaking {
  private let store: QueueStore
  private let origin: SnapshotSource
  private let options: SnapshotOptions
  private let base: SnapshotBase?
  private let now: () -> Int64
  private let progress: (Int, Int) -> Void
  /// Is told of everything that the archive holds, before it has its end: when it throws, there is no archive.
  private let beforeEnd: ((SnapshotSummary, [SHA256Sum]) throws -> Void)?

  private var content: SnapshotContent
  private var summary = SnapshotSummary()
  /// Messages of maildrop: whether they are still there is told in the end.
  private var submissions: HeldSubmissions
  private var failure: (any Error)?
  private var written = 0
  /// Marks of the messages that were in the queue at some time, and how many messages had been written before.
  private var looks: [(present: Set<Int>, written: Int)] = []
  /// A queue in which directories are made all the time is looked at no more often.
  private static let mostRounds = 8

  /// - Parameters:
  ///   - base: what an incremental snapshot builds on.
  ///   - now: milliseconds since the epoch.
  ///   - progress: is told how many messages of how many are done.
  ///   - beforeEnd: is told what the archive comes to, with the sums of its messages, before it has its end.
  init(
    of store: QueueStore, _ origin: SnapshotSource, _ options: SnapshotOptions, base: SnapshotBase?,
    now: @escaping () -> Int64, progress: @escaping (Int, Int) -> Void,
    beforeEnd: ((SnapshotSummary, [SHA256Sum]) throws -> Void)? = nil
  ) {
    self.beforeEnd = beforeEnd
    self.store = store
    self.origin = origin
    self.options = options
    self.base = base
    self.now = now
    self.progress = progress
    content = SnapshotContent(of: store, base: base)
    submissions = HeldSubmissions(since: now() / 1000)
  }

  func take(into archive: consuming ArchiveWriter) throws -> SnapshotReport {
    var capture = QueueCapture(store) { [filter = options.filter] in PreparedMessage($0, filter) }
    let start = now()
    var total = (messages: 0, bytes: 0)
    let census = capture.census { file in
      total.messages += 1
      total.bytes &+= file.status.size
      base?.look(at: file)
    }
    let doubt = try (options.isQuiesced ? nil : capture.doubt()) ?? doubt(census)
    try base?.compare()
    var manifest = SnapshotManifest(
      id: origin.id, host: origin.host, program: origin.program, postfix: origin.postfix,
      queue: SnapshotManifest.Queue(origin.settings ?? store.settings, origin.configurationDirectory),
      window: SnapshotManifest.Window(start: start, end: now()), guarantee: .proved, base: base?.id,
      selection: options.filter?.text, tags: options.tags, messages: total.messages, bytes: total.bytes)
    manifest.baseDigest = base?.digest
    let best = options.isQuiesced ? SnapshotGuarantee.quiesced : .proved
    manifest.guarantee = doubt == nil ? best : .bestEffort
    manifest.reason = doubt
    let files = options.configuration?.entries(at: start / 1000) ?? []
    manifest.hasConfiguration = !files.isEmpty
    manifest.hasSecrets = !files.isEmpty && options.hasSecrets

    var writer = try SnapshotWriter(archive, manifest)
    for file in files { try writer.add(file.entry, content: file.content) }
    let outcome = capture.read(where: { [base] inode, name in base?.isUnchanged(inode, name) != true }) { message in
      add(message, to: &writer)
      progress(summary.messages, total.messages)
      return failure == nil
    }
    var outcomes = [outcome]
    let left = settle(&capture, &writer, &outcomes)
    summary.finished += submissions.count - left.count
    for message in left where !submissions.isCopied(message) { try write(message, to: &writer) }
    if let failure { throw failure }

    try tellWhatLeft(capture.removed, &writer)
    let worst = doubt ?? outcomes.lazy.compactMap { self.doubt($0) }.first ?? content.problems.first
    summary.guarantee = worst == nil ? best : .bestEffort
    for problem in ([census] + outcomes).flatMap(\.problems).map(\.description) + content.problems
    where !summary.problems.contains(problem) {
      summary.problems.append(problem)
    }
    summary.end = now()
    summary.stored = content.stored
    let finished = summary
    if let beforeEnd {
      var digests: [SHA256Sum] = []
      _ = try writer.messages { message in
        digests.append(message.digest)
        return false
      }
      try beforeEnd(finished, digests)
    }
    let size = try writer.finish(finished)
    var report = SnapshotReport(manifest: manifest, summary: finished, archiveBytes: size)
    report.configurationProblems = options.configuration?.problems ?? []
    report.outside = absent()
    return report
  }

  /// Mail of this host that is in no queue, in sentences. What a purge removes is meant to be gone.
  private func absent() -> [String] {
    do throws(SystemError) {
      return try store.remains().filter { $0.purpose != .removal && $0.messages > 0 }.map { remains in
        "not in the snapshot: \(remains.messages) message\(remains.messages == 1 ? "" : "s") in \(remains.path), "
          + "beside the queues; 'postkeep queue check' tells of old ones"
      }
    } catch {
      return ["cannot tell whether mail lies beside the queues: \(error)"]
    }
  }

  private func doubt(_ outcome: ScanOutcome) -> String? {
    if let problem = outcome.problems.first { return problem.description }
    // Nothing moves while Postfix is stopped.
    return outcome.isProven || options.isQuiesced ? nil : "the queue moved too much"
  }

  /// Reads until nothing is missing of what has become of messages that have left. Gives the submissions that are still
  /// there.
  private func settle(
    _ capture: inout QueueCapture<PreparedMessage>, _ writer: inout SnapshotWriter, _ outcomes: inout [ScanOutcome]
  ) -> [PreparedMessage] {
    for _ in 0..<Self.mostRounds {
      outcomes.append(readLatecomers(of: &capture, to: &writer))
      guard failure == nil else { return [] }
      if !capture.takeMissedRemovals() {
        let left = submissions.stillThere(in: store)
        guard left.count < submissions.count else { return left }
        // What pickup(8) has taken meanwhile has a copy in incoming, which was complete before it was taken.
        outcomes.append(readLatecomers(of: &capture, to: &writer))
        if !capture.takeMissedRemovals() { return left }
      }
      // What is missing now was delivered, or has become another message, as by 'postsuper -r': that is read next.
      outcomes += [lookAgain(&capture), readLatecomers(of: &capture, to: &writer, everywhere: true)]
    }
    outcomes.append(ScanOutcome(isProven: false))
    return submissions.stillThere(in: store)
  }

  private func readLatecomers(
    of capture: inout QueueCapture<PreparedMessage>, to writer: inout SnapshotWriter, everywhere: Bool = false
  ) -> ScanOutcome {
    capture.readLatecomers(everywhere: everywhere) { message in
      add(message, to: &writer)
      return failure == nil
    }
  }

  private func add(_ message: PreparedMessage, to writer: inout SnapshotWriter) {
    guard message.isWanted else { return }
    submissions.note(message)
    if message.file.queue == .maildrop, submissions.hold(message) { return }
    do { try write(message, to: &writer) } catch { failure = failure ?? error }
  }

  /// Finds out which messages are there, where the system does not tell what has left.
  private func lookAgain(_ capture: inout QueueCapture<PreparedMessage>) -> ScanOutcome {
    var present: Set<Int> = []
    let outcome = capture.census { present.insert(Self.mark($0.status.inode, $0.name)) }
    if outcome.isProven, outcome.problems.isEmpty { looks.append((present, written)) }
    return outcome
  }

  private func write(_ message: PreparedMessage, to writer: inout SnapshotWriter) throws {
    summary.count(try content.write(message, to: &writer))
    written += 1
  }

  private static func mark(_ inode: UInt64, _ id: ByteString) -> Int {
    var hasher = Hasher()
    hasher.combine(inode)
    hasher.combine(id)
    return hasher.finalize()
  }

  /// Messages that were delivered or removed since they were written, and those of the base that are not there any more.
  /// - Parameter removed: ids that left the queue; there may be more of those that a look did not find.
  private func tellWhatLeft(_ removed: Set<ByteString>, _ writer: inout SnapshotWriter) throws {
    func wasMissing(_ inode: UInt64, _ id: ByteString, at place: Int) -> Bool {
      let mark = Self.mark(inode, id)
      return looks.contains { place < $0.written && !$0.present.contains(mark) }
    }
    let hasNoneLeft = removed.isEmpty && looks.isEmpty
    var place = -1
    let left =
      try hasNoneLeft
      ? []
      : writer.messages { message in
        place += 1
        // Another message may have the id now.
        return (removed.contains(message.id) || wasMissing(message.stamp.inode, message.id, at: place))
          && !isThere(message)
      }
    for message in left {
      try writer.add(.finished(message.path))
      summary.finished += 1
      summary.count(message, -1)
    }
    let unchanged = try base?.rest(
      where: hasNoneLeft ? nil : { !removed.contains($1) && !wasMissing($0, $1, at: -1) }
    ) { path in
      try writer.add(.gone(path))
      summary.gone += 1
    }
    if let unchanged { summary.count(unchanged) }
  }

  private func isThere(_ message: IndexedMessage) -> Bool {
    // When the system does not let us look, the message counts as there: it is rather kept than lost.
    guard let files = try? store.find(message.id) else { return true }
    return files.contains { $0.status.inode == message.stamp.inode }
  }
}

extension SnapshotManifest.Queue {
  init(_ settings: QueueSettings, _ configurationDirectory: String) {
    self.init(
      directory: settings.directory, configurationDirectory: configurationDirectory,
      hashedQueues: settings.hashedQueues.sorted(), hashDepth: settings.hashDepth,
      usesLongIDs: settings.usesLongIDs, owner: settings.owner, maximalLifetime: settings.maximalLifetime,
      bounceLifetime: settings.bounceLifetime)
  }
}
