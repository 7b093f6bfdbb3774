// Snapshots made by hand: an honest full one and one that builds on it, and whatever a hostile hand makes of them.

import Bytes
import JSONText
import PostfixQueue
import SnapshotArchive
import SystemAccess
import TestSupport

@testable import Recovery

/// A snapshot before it is an archive. Everything in it can be changed.
struct SnapshotDraft: Sendable {
  struct Part: Sendable {
    var path: ByteString
    var content: [UInt8]
  }

  var id: String
  var manifest: [UInt8]
  var files: [Part] = []
  /// Lines of the index.
  var index: [String] = []
  /// What follows the index.
  var behind: [Part] = []
  /// Whether the manifest comes first.
  var isInOrder = true
  /// Files that the archive has twice.
  var repeated: [String] = []
  /// Where the note behind the archive says that the index begins; nil for no note.
  var place: UInt64?

  static func manifest(_ id: String, base: String? = nil, _ change: (inout SnapshotManifest) -> Void = { _ in })
    -> [UInt8]
  {
    var manifest = SnapshotManifestTests.example
    manifest.id = id
    manifest.guarantee = .proved
    manifest.reason = nil
    manifest.base = base
    manifest.selection = nil
    change(&manifest)
    return manifest.json
  }

  /// A message file by number.
  static func message(_ number: Int) -> [UInt8] {
    let arrival = QueueTime(seconds: 1_764_000_000 + number, microseconds: number)
    var message = MessageFile(
      arrival: arrival, createTime: arrival.seconds, sender: "sender@a.invalid",
      recipients: [FileRecipient(ByteString("someone\(number)@b.invalid"))])
    message.headers = [ByteString("Subject: message \(number)")]
    var random = SeededRandom(seed: UInt64(number))
    message.body = (0..<20).map { _ in ByteString(String(random.next(), radix: 36)) }
    return QueueFileWriter.write(message).bytes
  }

  static func indexed(_ path: ByteString, _ content: [UInt8], inode: UInt64) -> IndexedMessage {
    IndexedMessage(
      path: path,
      stamp: FileStamp(
        inode: inode, size: content.count, modified: FileStatus.Time(seconds: 1_764_000_000),
        changed: FileStatus.Time(seconds: 1_764_000_000)),
      mode: 0o700, owner: 106, group: 113, digest: SHA256Digest.sum(of: content),
      arrival: 1_764_000_000 + Int64(inode), arrivalMicroseconds: Int64(inode), sender: "sender@a.invalid",
      toDo: [ByteString("someone\(inode)@b.invalid")], done: [], isDamaged: false, logs: [])
  }

  /// A file as an archive has it: messages as the index says that they are.
  static func entry(_ part: Part) -> ArchiveEntry {
    var entry = ArchiveEntry(path: part.path, size: part.content.count, modified: FileStatus.Time(seconds: 1))
    if part.path.hasPrefix("queue/") { (entry.mode, entry.owner, entry.group) = (0o700, 106, 113) }
    return entry
  }

  static func text(_ line: IndexLine) -> String {
    var json = JSONWriter()
    line.write(to: &json)
    return String(decoding: json.bytes.dropLast(json.bytes.last == 0x0A ? 1 : 0), as: UTF8.self)
  }

  mutating func summarize(messages: Int, logs: Int = 0, stored: Int, gone: Int = 0) {
    var summary = SnapshotSummary()
    summary.messages = messages
    summary.logs = logs
    summary.stored = stored
    summary.gone = gone
    summary.guarantee = .proved
    summary.end = 1_764_196_014_000
    index.append(Self.text(.summary(summary)))
  }

  /// Messages 1 to `count`, the second one with a log.
  static func base(count: Int = 2) -> SnapshotDraft {
    var draft = SnapshotDraft(id: "base", manifest: manifest("base"))
    for number in 1...count {
      let path = ByteString("queue/\(number % 2 == 0 ? "hold" : "deferred")/A\(number)")
      let content = message(number)
      var line = indexed(path, content, inode: UInt64(number))
      draft.files.append(Part(path: path, content: content))
      if number == 2 {
        let log = Array("\nrecipient=someone2@b.invalid\nreason=later\n".utf8)
        draft.files.append(Part(path: "log/defer/A2", content: log))
        line.logs = [
          IndexedLog(kind: .defer, stamp: line.stamp, digest: SHA256Digest.sum(of: log))
        ]
      }
      draft.index.append(text(.message(line)))
    }
    draft.summarize(messages: count, logs: count > 1 ? 1 : 0, stored: count + (count > 1 ? 1 : 0))
    return draft
  }

  /// Builds on `base`: message 1 is the same, 2 was moved to active and its log is gone, 3 is new.
  static func top() -> SnapshotDraft {
    var draft = SnapshotDraft(id: "top", manifest: manifest("top", base: "base"))
    let content = message(3)
    draft.files.append(Part(path: "queue/incoming/A3", content: content))
    var moved = indexed("queue/active/A2", message(2), inode: 2)
    moved.elsewhere = StoredElsewhere(snapshot: "base", path: "queue/hold/A2")
    draft.index = [
      text(.gone("queue/hold/A2")), text(.message(indexed("queue/incoming/A3", content, inode: 3))),
      text(.message(moved)),
    ]
    draft.summarize(messages: 3, stored: 1, gone: 1)
    return draft
  }

  /// Writes the archive into a directory, under a name of a store.
  func write(to directory: PrivateDirectory) throws {
    let name = "\(id).tar.zst"
    var writer = try ArchiveWriter(in: try Directory(directory.path), named: ByteString(name))
    let first = Part(path: SnapshotManifest.path, content: manifest)
    let last = Part(path: IndexLine.path, content: Array(index.map { $0 + "\n" }.joined().utf8))
    var parts = files + [last] + behind
    parts.insert(first, at: isInOrder ? 0 : 1)
    for part in parts {
      try writer.add(Self.entry(part), content: part.content)
    }
    try writer.finish()
    if !repeated.isEmpty { try repack(in: directory.path, name) }
    guard let place else { return }
    let bytes = try FileReading.contents(of: "\(directory.path)/\(name)")
    try directory.write(bytes + Self.note(place), to: name)
  }

  /// Our writer writes nothing twice; tar does as it is told.
  private func repack(in directory: String, _ name: String) throws {
    let script = """
      cd "$1" && mkdir parts && tar --zstd -xf "$2" -C parts && names=$(tar --zstd -tf "$2") && shift 2 &&
      tar --zstd -cf new -C parts $names "$@" && mv new "$0" && rm -r parts
      """
    let result = try Subprocess.run("sh", ["-c", script, name, directory, name] + repeated)
    guard result.status == 0 else { throw TestFailure("tar: \(ByteString(result.errors))") }
  }

  /// A frame that zstd passes over, with the place of an index.
  static func note(_ place: UInt64) -> [UInt8] {
    [0x50, 0x2A, 0x4D, 0x18, 16, 0, 0, 0] + Array("PKindex1".utf8)
      + (0..<8).map { UInt8(truncatingIfNeeded: place >> (8 * UInt64($0))) }
  }
}
