// A store of small real archives, for tests.

import Bytes
import JSONText
import SnapshotArchive
import SystemAccess
import TestSupport

@testable import Recovery

final class StoreWorld: Sendable {
  let own: PrivateDirectory
  var path: String { "\(own.path)/snapshots" }

  init() throws {
    own = try PrivateDirectory()
    _ = try SnapshotStore.writing(path)
  }

  /// What is written of a snapshot; the rest is the same in all.
  struct Draft: Sendable {
    var id: String
    /// Seconds since the epoch.
    var time: Int64
    var host = "mail1.example.com"
    var queue = "/var/spool/postfix"
    var base: String?
    var guarantee = SnapshotGuarantee.proved
    var tags: [String] = []
    var isFinished = true

    init(_ id: String, _ time: Int64, base: String? = nil) {
      self.id = id
      self.time = time
      self.base = base
    }

    var manifest: SnapshotManifest {
      var manifest = SnapshotManifestTests.example
      manifest.id = id
      manifest.host = host
      manifest.queue.directory = queue
      manifest.window = SnapshotManifest.Window(start: time * 1000, end: time * 1000 + 500)
      manifest.guarantee = guarantee
      manifest.reason = nil
      manifest.base = base
      manifest.selection = nil
      manifest.tags = tags
      return manifest
    }
  }

  /// Four snapshots of one queue, a day between them; the third builds on the second.
  static let chain = [
    Draft("mail1-20261101T100000Z", 1_793_527_200), Draft("mail1-20261102T100000Z", 1_793_613_600),
    Draft("mail1-20261103T100000Z", 1_793_700_000, base: "mail1-20261102T100000Z"),
    Draft("mail1-20261104T100000Z", 1_793_786_400),
  ]

  func write(_ draft: Draft, to name: String? = nil) throws {
    let name = name ?? ArchiveName(id: draft.id).fileName
    var writer = try ArchiveWriter(in: try Directory(path), named: ByteString(name))
    let sum = String(repeating: "0", count: 64)
    var index = #"{"path":"queue/deferred/4jYRabcdefz","sha256":"\#(sum)"}"# + "\n"
    if draft.isFinished {
      let guarantee = draft.guarantee.rawValue
      index +=
        #"{"summary":{"messages":1,"logs":0,"bytes":10,"stored":1,"finished":2,"damaged":0,"gone":0,"problems":[],"#
        + #""guarantee":"\#(guarantee)","end_ms":\#(draft.time * 1000 + 500)}}"# + "\n"
    }
    for (path, content) in [
      (SnapshotManifest.path, draft.manifest.json), ("queue/deferred/4jYRabcdefz", Array("a message\n".utf8)),
      ("index.jsonl", Array(index.utf8)),
    ] {
      try writer.add(
        ArchiveEntry(path: path, size: content.count, modified: FileStatus.Time(seconds: draft.time)), content: content)
    }
    try writer.finish()
  }

  func write(_ drafts: [Draft]) throws { for draft in drafts { try write(draft) } }

  func names() throws -> [String] { try FileReading.names(inDirectory: path) }

  /// What the store says after it was opened anew, and how many archives it had to open for that.
  func open() throws -> (store: SnapshotStore, opened: Int) {
    var opened = 0
    let store = try SnapshotStore.reading(path) { directory, name in
      opened += 1
      return try ArchiveInspection.inspect(directory, name)
    }
    return (store, opened)
  }

  func put(_ content: [UInt8], to name: String) throws { try own.write(content, to: "snapshots/\(name)") }
}
