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
  private(set) var references: [(place: StoredElsewhere, digest: String)] = []

  /// Paths that the base had and this one has not.
  private(set) var gone: [ByteString] = []
  /// Hashes of the paths of all messages in the index, those that are finished left out.
  private(set) var messages: Set<Int> = []
  /// Where the part with the index begins, in bytes of the archive.
  private(set) var indexPlace = 0

  private struct Content {
    /// Empty for one that is not in the sample.
    var digest = ""
    let size: Int
  }

  private let share: Double
  private var contents: [ByteString: Content] = [:]
  /// Files of the archive that the index has not named yet.
  private var unnamed: Set<ByteString> = []
  private var incomplete: Set<ByteString> = []
  private var finished: Set<ByteString> = []

  /// - Parameter share: of the files whose sums are compared, 0 to 1. All of them are read.
  init(_ reader: inout ArchiveReader, share: Double = 1, progress: (Int) -> Void) throws {
    self.share = share
    manifest = try SnapshotIndex.manifest(of: &reader)
    var isIndexRead = false
    while let entry = try reader.next() {
      guard !isIndexRead else { throw SnapshotFlaw("something follows its index") }
      if entry.path == IndexLine.path {
        summary = try SnapshotIndex.read(&reader) { try compare($0) }
        isIndexRead = true
        continue
      }
      let isMessage = entry.path.hasPrefix("queue/")
      guard isMessage || entry.path.hasPrefix("log/") else {
        if !entry.path.hasPrefix("config/") { problems.append("\(entry.path) is none of a snapshot's files") }
        continue
      }
      unnamed.insert(entry.path)
      guard share >= 1 || Double.random(in: 0..<1) < share else {
        contents[entry.path] = Content(size: entry.size)
        continue
      }
      try read(entry, &reader, isMessage: isMessage)
      progress(bytes)
    }
    indexPlace = reader.lastPart
    try finish(isIndexRead)
  }

  private mutating func read(_ entry: ArchiveEntry, _ reader: inout ArchiveReader, isMessage: Bool) throws {
    checked += 1
    bytes += entry.size
    guard entry.size <= 16 << 20 else {
      // A large message is summed piece by piece; its records were checked when it was stored.
      var digest = SHA256Digest()
      var piece = [UInt8](repeating: 0, count: 1 << 20)
      while true {
        let count = try reader.read(into: &piece)
        if count == 0 { break }
        piece.withUnsafeBytes { digest.update(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
      }
      contents[entry.path] = Content(digest: SHA256Digest.text(of: digest.value()), size: entry.size)
      return
    }
    let content = try reader.content(limit: 16 << 20)
    contents[entry.path] = Content(digest: SHA256Digest.text(of: SHA256Digest.of(content)), size: entry.size)
    guard isMessage else { return }
    var window = QueueFileWindow(content)
    var envelope = Envelope()
    envelope.read(&window, isMaildrop: entry.path.hasPrefix("queue/maildrop/"))
    if !envelope.damage.isEmpty { incomplete.insert(entry.path) }
  }

  private mutating func compare(_ line: IndexLine) throws {
    switch line {
    case .message(let message):
      let isFinished = finished.remove(message.path) != nil
      if !isFinished, !messages.insert(message.path.hashValue).inserted {
        problems.append("\(message.path) is in the index twice")
      }
      compare(message.path, message.digest, message.elsewhere, size: message.stamp.size)
      if incomplete.remove(message.path) != nil, !message.isDamaged {
        problems.append("\(message.path) has damaged records, of which the index says nothing")
      }
      for log in message.logs { compare(message.path(of: log.kind), log.digest, log.elsewhere) }
    case .finished(let path): finished.insert(path)
    case .gone(let path): gone.append(path)
    case .summary: break
    }
  }

  /// - Parameter size: nil for a log, which may have grown while it was read.
  private mutating func compare(_ path: ByteString, _ digest: String, _ place: StoredElsewhere?, size: Int? = nil) {
    if let place { return references.append((place, digest)) }
    unnamed.remove(path)
    guard let found = contents[path] else { return problems.append("\(path) is in the index and not in the archive") }
    // Nothing was summed that is not in the sample.
    if !found.digest.isEmpty, found.digest != digest {
      problems.append("\(path) is not what the index says: its sum differs")
    } else if let size, size != found.size {
      problems.append("\(path) has \(found.size) bytes, the index says \(size)")
    }
  }

  private mutating func finish(_ isIndexRead: Bool) throws {
    guard isIndexRead else { throw SnapshotFlaw("its index is missing") }
    problems += unnamed.sorted().map { "\($0) is in the archive and not in the index" }
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

  /// The sum of a file in this archive; nil when it has none of that path, empty when it is not in the sample.
  func digest(of path: ByteString) -> String? { contents[path]?.digest }
}
