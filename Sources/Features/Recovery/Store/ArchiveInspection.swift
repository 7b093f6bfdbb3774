// Reads what an archive in the clear says about itself: manifest.json is its first file, and the last line of
// index.jsonl, its last file, is the summary.

import Bytes
import JSONText
import SnapshotArchive
public import SystemAccess

public enum ArchiveInspection {
  /// The inspector for archives of this host; it opens no encrypted one.
  public static func inspect(_ directory: Directory, _ fileName: String) throws -> InspectedSnapshot {
    if ArchiveName(ByteString(fileName))?.encryption != nil { throw SnapshotFlaw("it is encrypted") }
    var reader = try ArchiveReader(in: directory, named: ByteString(fileName), limits: .none)
    guard try reader.next()?.path == SnapshotManifest.path else { throw SnapshotFlaw("it has no manifest") }
    let manifest = try SnapshotManifest(json: try reader.content(limit: 1 << 20))
    var last: [UInt8] = []
    while let entry = try reader.next() {
      last = entry.path == "index.jsonl" ? try lastLine(&reader) : []
    }
    return InspectedSnapshot(manifest: manifest, summary: summary(last, manifest))
  }

  /// The last 1 MB of the last line, read piece by piece: an index has a line for every message.
  private static func lastLine(_ reader: inout ArchiveReader) throws -> [UInt8] {
    var tail: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = try buffer.withUnsafeMutableBytes({ try reader.read(into: $0) }), count > 0 {
      tail += buffer[..<count]
      if tail.count > 2 << 20 { tail.removeFirst(tail.count - (1 << 20)) }
    }
    if tail.last == 0x0A { tail.removeLast() }
    return Array(tail[(tail.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0)...])
  }

  private static func summary(_ line: [UInt8], _ manifest: SnapshotManifest) -> SnapshotSummary? {
    guard let json = (try? JSONReader().read(line))?["summary"] else { return nil }
    func number(_ name: String) -> Int { Int(clamping: json[name]?.integer ?? 0) }
    var summary = SnapshotSummary()
    summary.messages = number("messages")
    summary.logs = number("logs")
    summary.bytes = number("bytes")
    summary.stored = number("stored")
    summary.finished = number("finished")
    summary.damaged = number("damaged")
    summary.gone = number("gone")
    summary.problems = (json["problems"]?.elements ?? []).compactMap(\.text)
    summary.guarantee = json["guarantee"]?.text.flatMap(SnapshotGuarantee.init(rawValue:)) ?? .bestEffort
    summary.end = json["end_ms"]?.integer ?? manifest.window.end
    return summary
  }
}
