// Reads an archive of a snapshot from its first byte to its last and compares what it holds with what it says.

import Bytes
import JSONText
import PostfixQueue
import SnapshotArchive
import SystemAccess

struct ArchiveCheck {
  private(set) var manifest: SnapshotManifest
  private(set) var summary: SnapshotSummary?
  /// What is wrong, in words.
  private(set) var problems: [String] = []
  /// Files whose sums were compared.
  private(set) var checked = 0
  /// Bytes of content that were read.
  private(set) var bytes = 0
  /// Content of other snapshots that this one needs.
  private(set) var references: [(place: StoredElsewhere, digest: SHA256Sum)] = []

  private let share: Double
  /// The sums of the files; nil for those that are not in the sample.
  private var contents: [ByteString: SHA256Sum?] = [:]
  /// Files of the archive that the index has not named yet.
  private var unnamed: Set<ByteString> = []
  private var incomplete: Set<ByteString> = []
  private var messages = 0
  private var finished = 0
  private var isAtIndex = false
  private var gone = 0

  /// - Parameter share: of the files whose sums are compared, 0 to 1. All of them are read.
  init(_ reader: inout ArchiveReader, share: Double = 1, progress: (Int) -> Void) throws {
    self.share = share
    manifest = try SnapshotIndex.manifest(of: &reader)
    try readFiles(&reader, progress)
    guard isAtIndex else { throw SnapshotFlaw("its index is missing") }
    summary = try SnapshotIndex.read(&reader) { try compare($0) }
    guard try reader.next() == nil else { throw SnapshotFlaw("something follows its index") }
    try finish()
  }

  /// Sums what comes before the index, in threads of their own.
  private mutating func readFiles(_ reader: inout ArchiveReader, _ progress: (Int) -> Void) throws {
    var failure: (any Error)?
    _ = OrderedWork.run(
      threads: 2, worker: { FileSumming() },
      input: { () -> [ReadFile]? in
        guard failure == nil, !isAtIndex else { return nil }
        do { return try nextFiles(&reader) } catch { failure = error }
        return nil
      },
      work: { (summing: inout FileSumming, files: [ReadFile]) in files.map { summing.sum($0) } },
      take: { (files: [SummedFile]) in
        for file in files { note(file) }
        progress(bytes)
        return failure == nil
      })
    if let failure { throw failure }
  }

  /// Some files that are to be summed; nil when there are no more.
  private mutating func nextFiles(_ reader: inout ArchiveReader) throws -> [ReadFile]? {
    var files: [ReadFile] = []
    var size = 0
    while size < 1 << 18, let entry = try reader.next() {
      if entry.path == IndexLine.path {
        isAtIndex = true
        break
      }
      guard entry.path.hasPrefix("queue/") || entry.path.hasPrefix("log/") else {
        if !entry.path.hasPrefix("config/") { problems.append("\(entry.path) is none of a snapshot's files") }
        continue
      }
      unnamed.insert(entry.path)
      guard share >= 1 || Double.random(in: 0..<1) < share else {
        contents[entry.path] = .some(nil)
        continue
      }
      files.append(try ReadFile(entry, &reader))
      size += entry.size
    }
    return files.isEmpty ? nil : files
  }

  private mutating func note(_ file: SummedFile) {
    checked += 1
    bytes += file.size
    contents[file.path] = file.sum
    if file.isDamaged { incomplete.insert(file.path) }
  }

  private mutating func compare(_ line: IndexLine) throws {
    switch line {
    case .message(let message):
      messages += 1
      compare(message.path, message.digest, message.elsewhere)
      if incomplete.remove(message.path) != nil, !message.isDamaged {
        problems.append("\(message.path) has damaged records, of which the index says nothing")
      }
      for log in message.logs { compare(message.path(of: log.kind), log.digest, log.elsewhere) }
    case .finished: finished += 1
    case .gone: gone += 1
    case .summary: break
    }
  }

  private mutating func compare(_ path: ByteString, _ digest: SHA256Sum, _ place: StoredElsewhere?) {
    if let place { return references.append((place, digest)) }
    unnamed.remove(path)
    guard let found = contents[path] else { return problems.append("\(path) is in the index and not in the archive") }
    // Nothing was summed that is not in the sample.
    if let found, found != digest { problems.append("\(path) is not what the index says: its sum differs") }
  }

  private mutating func finish() throws {
    problems += unnamed.sorted().map { "\($0) is in the archive and not in the index" }
    guard let summary else { throw SnapshotFlaw("its index has no summary: it is not complete") }
    if summary.gone != gone { problems.append("the index does not have as many lines as its summary says") }
    if manifest.base == nil, summary.messages != messages - finished {
      problems.append("the index has \(messages - finished) messages, its summary says \(summary.messages)")
    }
  }

  /// Whether this archive has a file of that path, with that sum as far as sums were made.
  func holds(_ path: ByteString, _ sum: SHA256Sum) -> Bool {
    guard let found = contents[path] else { return false }
    return found == nil || found == sum
  }
}
