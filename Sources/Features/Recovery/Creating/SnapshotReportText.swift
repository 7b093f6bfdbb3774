// What came of a snapshot, as one line and as JSON.

import Bytes
import JSONText
import SnapshotArchive

extension SnapshotReport {
  /// Whether all mail of the host is in the snapshot.
  public var isComplete: Bool { summary.guarantee != .bestEffort && summary.problems.isEmpty && outside.isEmpty }

  /// "mail1-20261126T224603Z: 3000 messages, 12 MB in 4.1 MB, proved, 0.8 s".
  public var line: String {
    var parts = [
      "\(summary.messages) message\(summary.messages == 1 ? "" : "s")",
      "\(SizeText.bytes(summary.bytes)) in \(SizeText.bytes(archiveBytes))",
    ]
    if let base = manifest.base { parts.append("since \(base)") }
    if summary.finished > 0 { parts.append("\(summary.finished) done meanwhile") }
    parts.append(summary.guarantee.rawValue)
    let (duration, isOver) = summary.end.subtractingReportingOverflow(manifest.window.start)
    let tenths = isOver ? 0 : max(0, duration) / 100
    parts.append("\(tenths / 10).\(tenths % 10) s")
    return "\(manifest.id): \(parts.joined(separator: ", "))"
  }

  /// Why it is not complete, in sentences.
  public var doubts: [String] {
    guard summary.guarantee == .bestEffort else { return outside + summary.problems }
    let reason = manifest.reason ?? summary.problems.first ?? "the queue moved too much"
    return outside + ["something may be missing: \(reason)"] + summary.problems.filter { $0 != reason }
  }

  public var json: [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.member("schema", "postkeep.snapshot.report/1")
      json.member("manifest", manifest)
      json.object("summary") { summary.writeMembers(to: &$0) }
      json.member("archive_bytes", archiveBytes)
      json.member("outside", outside)
    }
    return json.bytes
  }
}
