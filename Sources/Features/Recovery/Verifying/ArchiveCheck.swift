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

  private let share: Double
  private var contents: [ByteString: String] = [:]
  /// Files of the archive that the index has not named yet.
  private var unnamed: Set<ByteString> = []
  private var incomplete: Set<ByteString> = []
  private var messages = 0
  private var finished = 0
  private var gone = 0

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
        contents[entry.path] = ""
        continue
      }
      try read(entry, &reader, isMessage: isMessage)
      progress(bytes)
    }
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
      contents[entry.path] = SHA256Digest.text(of: digest.value())
      return
    }
    let content = try reader.content(limit: 16 << 20)
    contents[entry.path] = SHA256Digest.text(of: SHA256Digest.of(content))
    guard isMessage else { return }
    var window = QueueFileWindow(content)
    var envelope = Envelope()
    envelope.read(&window, isMaildrop: entry.path.hasPrefix("queue/maildrop/"))
    if !envelope.damage.isEmpty { incomplete.insert(entry.path) }
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

  private mutating func compare(_ path: ByteString, _ digest: String, _ place: StoredElsewhere?) {
    if let place { return references.append((place, digest)) }
    unnamed.remove(path)
    guard let found = contents[path] else { return problems.append("\(path) is in the index and not in the archive") }
    // Nothing was summed that is not in the sample.
    if !found.isEmpty, found != digest { problems.append("\(path) is not what the index says: its sum differs") }
  }

  private mutating func finish(_ isIndexRead: Bool) throws {
    guard isIndexRead else { throw SnapshotFlaw("its index is missing") }
    problems += unnamed.sorted().map { "\($0) is in the archive and not in the index" }
    guard let summary else { throw SnapshotFlaw("its index has no summary: it is not complete") }
    if summary.gone != gone { problems.append("the index does not have as many lines as its summary says") }
    if manifest.base == nil, summary.messages != messages - finished {
      problems.append("the index has \(messages - finished) messages, its summary says \(summary.messages)")
    }
  }

  /// The sum of a file in this archive; nil when it has none of that path.
  func digest(of path: ByteString) -> String? { contents[path] }
}
