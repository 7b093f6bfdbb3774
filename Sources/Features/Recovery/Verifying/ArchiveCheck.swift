// Reads an archive of a snapshot from its first byte to its last and compares what it holds with what it says.

import Bytes
import JSONText
import PostfixQueue
import SnapshotArchive
import SystemAccess

struct ArchiveCheck {
  private(set) var manifest: SnapshotManifest
  /// SHA-256 of the manifest's bytes.
  let digest: String
  private(set) var summary: SnapshotSummary?
  /// What is wrong, in words.
  private(set) var problems: [String] = []
  /// Files whose sums were compared.
  private(set) var checked = 0
  /// Bytes of content that were read.
  private(set) var bytes = 0
  /// Content of other snapshots that this one needs, and what it says of it where it is a message.
  private(set) var references: [(place: StoredElsewhere, digest: SHA256Sum, message: ReferredMessage?)] = []

  /// Paths that the base had and this one has not.
  private(set) var gone: [ByteString] = []
  /// The paths of all messages in the index, those that are finished left out.
  private(set) var messages: Set<PathMark> = []
  /// Where the part with the index begins, in bytes of the archive.
  private(set) var indexPlace = 0

  private static let messages: ByteString = "queue/"
  private static let logs: ByteString = "log/"
  private static let configuration: ByteString = "config/"

  private let share: Double
  private var contents = FoundFiles()
  private var finished: Set<ByteString> = []
  private var isAtIndex = false

  /// - Parameter share: of the files whose sums are compared, 0 to 1. All of them are read.
  init(_ reader: inout ArchiveReader, share: Double = 1, progress: (Int) -> Void) throws {
    self.share = share
    (manifest, digest) = try SnapshotIndex.manifest(of: &reader)
    try readFiles(&reader, progress)
    guard isAtIndex else { throw SnapshotFlaw("its index is missing") }
    summary = try SnapshotIndex.read(&reader, threads: 2) { try compare($0) }
    guard try reader.next() == nil else { throw SnapshotFlaw("something follows its index") }
    try finish()
  }

  /// Sums what comes before the index, in threads of their own.
  private mutating func readFiles(_ reader: inout ArchiveReader, _ progress: (Int) -> Void) throws {
    try OrderedWork.attempt(
      threads: 2, worker: { FileSumming() }, input: { isAtIndex ? nil : try nextFiles(&reader) },
      work: { summing, files in files.map { summing.sum($0) } },
      take: { (files: [SummedFile]) in
        for file in files { note(file) }
        progress(bytes)
      })
  }

  /// Some files that are to be summed; nil when there are no more.
  private mutating func nextFiles(_ reader: inout ArchiveReader) throws -> [ReadFile]? {
    var files: [ReadFile] = []
    var size = 0
    while size < 1 << 18, let entry = try reader.next() {
      if entry.path == IndexLine.path {
        isAtIndex = true
        indexPlace = reader.lastPart
        break
      }
      guard entry.path.hasPrefix(Self.messages) || entry.path.hasPrefix(Self.logs) else {
        if !entry.path.hasPrefix(Self.configuration) { problems.append("\(entry.path) is none of a snapshot's files") }
        continue
      }
      guard share >= 1 || Double.random(in: 0..<1) < share else {
        contents.add(entry.path, PathMark(entry.path), size: entry.size, sum: nil, FileAccess(entry), nil)
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
    contents.add(file.path, file.mark, size: file.size, sum: file.sum, file.access, file.facts)
  }

  private mutating func compare(_ line: IndexLine) throws {
    switch line {
    case .message(let message):
      let isFinished = !finished.isEmpty && finished.remove(message.path) != nil
      let mark = PathMark(message.path)
      if !isFinished, !messages.insert(mark).inserted {
        problems.append("\(message.path) is in the index twice")
      }
      compare(message.path, mark, message.digest, message.elsewhere, message)
      for log in message.logs {
        let path = message.path(of: log.kind)
        compare(path, PathMark(path), log.digest, log.elsewhere)
      }
    case .finished(let path): finished.insert(path)
    case .gone(let path): gone.append(path)
    case .summary: break
    }
  }

  /// - Parameter message: nil for a log, which may have grown while it was read.
  private mutating func compare(
    _ path: ByteString, _ mark: PathMark, _ digest: SHA256Sum, _ place: StoredElsewhere?,
    _ message: IndexedMessage? = nil
  ) {
    if let place { return references.append((place, digest, message.map { ReferredMessage($0, at: place) })) }
    guard let found = contents.named(mark) else {
      return problems.append("\(path) is in the index and not in the archive")
    }
    // Nothing was summed that is not in the sample.
    if let sum = found.sum, sum != digest {
      problems.append("\(path) is not what the index says: its sum differs")
    } else if let message, message.stamp.size != found.size {
      problems.append("\(path) has \(found.size) bytes, the index says \(message.stamp.size)")
    } else if let message {
      let said = found.facts?.contradictions(by: MessageFacts(message)) ?? []
      problems += (said + found.access.contradictions(by: FileAccess(message))).map { "\(path) \($0)" }
    }
  }

  private mutating func finish() throws {
    problems += contents.unnamed.map { "\($0) is in the archive and not in the index" }
    guard let summary else { throw SnapshotFlaw("its index has no summary: it is not complete") }
    for path in finished.sorted() { problems.append("\(path) is said to be finished, and is not in the index") }
    if manifest.base == nil, !gone.isEmpty {
      problems.append("the index tells what is gone, though it builds on nothing")
    }
    if summary.gone != gone.count { problems.append("the index does not have as many lines as its summary says") }
    if summary.stored != contents.count {
      problems.append("the archive holds \(contents.count) files, its summary says \(summary.stored)")
    }
  }

  /// What the index of another one says of a message here and is not so, as the ends of sentences.
  func contradictions(_ path: ByteString, by told: ReferredMessage?) -> [String] {
    guard let told, let found = contents[PathMark(path)] else { return [] }
    let size = found.size == told.size ? [] : ["has \(found.size) bytes, and is in the index with \(told.size)"]
    guard let facts = told.facts else { return size }
    return size + (found.facts?.contradictions(by: facts) ?? [])
  }

  /// Whether this archive has a file of that path, with that sum as far as sums were made.
  func holds(_ path: ByteString, _ sum: SHA256Sum) -> Bool {
    guard let found = contents[PathMark(path)] else { return false }
    return found.sum == nil || found.sum == sum
  }
}
