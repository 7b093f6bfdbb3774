// The plan of a prune, for people and for programs.

import Bytes
import JSONText
import SnapshotCatalogue
import SystemAccess

extension Prune {
  /// A table of all snapshots with what becomes of each and why, the oldest first.
  public var text: String {
    guard !plan.decisions.isEmpty || !signatures.isEmpty else { return "\(path) has no snapshots.\n" }
    let rows = plan.decisions.map { decision in
      [
        decision.isKept ? "keep" : "remove", PrintableText.of(decision.record.id),
        LocalTime.minute(decision.record.seconds), SizeText.bytes(decision.record.fileSize),
        PrintableText.of(decision.reasons.map(\.description).joined(separator: ", ")),
      ]
    }
    let table = TextTable(["", "ID", "WHEN", "SIZE", "BECAUSE"], rows, rightAligned: [3]).text
    return table + signatures.map { "remove \(PrintableText.of($0)), whose archive is gone\n" }.joined()
  }

  /// One line.
  public var summary: String {
    let bytes = plan.removed.reduce(0) { $0 &+ $1.fileSize }
    return "\(CountText.snapshots(plan.kept.count)) to keep, \(plan.removed.count) to remove (\(SizeText.bytes(bytes)))"
  }

  /// Archives that are no good snapshots, as sentences.
  public var problems: [String] { StoreProblems.of(plan.decisions.map(\.record), in: path) }

  /// - Parameter report: nil for a dry run.
  public func json(_ report: PruneReport?) -> [UInt8] {
    let removed = Set(report?.removed.map(\.fileName) ?? [])
    let left = Dictionary(report?.left.map { ($0.name, $0.reason) } ?? []) { first, _ in first }
    var json = JSONWriter(style: .indented)
    json.object { json in
      json.member("schema", "postkeep.snapshot.prune/1")
      json.member("store", path)
      json.member("applied", report != nil)
      json.array("snapshots") { json in
        for decision in plan.decisions {
          json.object { json in
            json.member("id", decision.record.id)
            json.member("file", decision.record.fileName)
            json.member("created_ms", decision.record.created)
            json.member("size", decision.record.fileSize)
            json.member("base", decision.record.base)
            json.member("keep", decision.isKept)
            json.member("reasons", decision.reasons.map(\.description))
            if report != nil {
              json.member("removed", removed.contains(decision.record.fileName))
              json.member("failure", left[decision.record.fileName])
            }
          }
        }
      }
      json.member("signatures_without_archive", signatures)
    }
    return json.bytes
  }
}

enum CountText {
  static func snapshots(_ count: Int) -> String { count == 1 ? "1 snapshot" : "\(count) snapshots" }
}
